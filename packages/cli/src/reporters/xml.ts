import { visible } from '../visible.ts';

/** A start tag with its attributes; those that are undefined are left out. */
export function startTag(name: string, attributes: Readonly<Record<string, string | number | undefined>>): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escaped(String(value))}"`],
  );
  return `<${name}${written.join('')}>`;
}

export function emptyTag(name: string, attributes: Readonly<Record<string, string | number | undefined>>): string {
  return startTag(name, attributes).replace(/>$/, '/>');
}

/** For an attribute or an element. Characters that XML 1.0 does not know appear as their pictures. */
export function escaped(text: string): string {
  return visible(text)
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
