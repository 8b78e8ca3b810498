import {
  type ConfigModel,
  type FileId,
  folderOf,
  isShipped,
  type Occurrence,
  pathOf,
  relativeTo,
} from '@nginx-lint/core';

/** A place in a file, of which whoever shows the text makes a link. */
export interface PlaceLink {
  /** As the configuration names it. */
  readonly file: FileId;
  readonly offset: number;
  /** From 1. */
  readonly line: number;
  /** `line 12` in the file that is looked at, else `conf.d/a.conf:12`. */
  readonly label: string;
}

/** A text of Markdown with places in it. */
export type Markdown = readonly (string | PlaceLink)[];

/** The text, with what `link` makes of each place: `[line 12](file:///etc/nginx/nginx.conf#L12)`. */
export function markdownText(markdown: Markdown, link: (place: PlaceLink) => string): string {
  return markdown.map((part) => (typeof part === 'string' ? part : link(part))).join('');
}

/** Text with places and other Markdown in it. */
export function md(
  texts: TemplateStringsArray,
  ...values: readonly (Markdown | PlaceLink | string | number)[]
): Markdown {
  const parts = texts.flatMap((text, index) => {
    const value = values[index];
    const inserted = value === undefined ? [] : Array.isArray(value) ? (value as Markdown) : [value as PlaceLink];
    return [text, ...inserted.map((part) => (typeof part === 'number' ? String(part) : part))];
  });
  return parts.filter((part) => part !== '');
}

export const NOTHING: Markdown = [];

/** Puts what there is together: paragraphs unless told otherwise. */
export function join(parts: readonly Markdown[], between = '\n\n'): Markdown {
  return parts.filter((part) => part.length > 0).flatMap((part, index) => (index === 0 ? part : [between, ...part]));
}

export function bullets(items: readonly Markdown[]): Markdown {
  return join(
    items.filter((item) => item.length > 0).map((item) => ['- ', ...item]),
    '\n',
  );
}

/** `a`, `b` and `c` */
export function listed(items: readonly Markdown[], last = 'and'): Markdown {
  if (items.length < 2) return items[0] ?? NOTHING;
  return join([join(items.slice(0, -1), ', '), items.at(-1) ?? NOTHING], ` ${last} `);
}

/** Each text once. */
export function distinct(texts: readonly Markdown[]): readonly Markdown[] {
  return [...new Map(texts.map((text) => [JSON.stringify(text), text])).values()];
}

/** A text of the configuration, as it is. */
export function code(text: string): string {
  const line = text.replace(/\s*\n\s*/g, ' ');
  if (!line.includes('`')) return `\`${line}\``;
  const fence = '`'.repeat(Math.max(...Array.from(line.matchAll(/`+/g), ([run]) => run.length)) + 1);
  return `${fence} ${line} ${fence}`;
}

export function nginxBlock(lines: readonly string[]): Markdown {
  return [`\`\`\`nginx\n${lines.join('\n')}\n\`\`\``];
}

/** Where a directive stands, as somebody who looks at `from` calls it; what nginx ships is nowhere to be opened. */
export function placeOf(model: ConfigModel, { file, node }: Occurrence, from: FileId): PlaceLink | string {
  const line = model.source(file).lines.lineAt(node.start);
  if (isShipped(file)) return `${nameOf(model, file)}, which nginx ships`;
  return { file, offset: node.start, line, label: file === from ? `line ${line}` : `${nameOf(model, file)}:${line}` };
}

/** A file by its path below the folder of the entry. */
export function nameOf(model: ConfigModel, file: FileId): string {
  const path = pathOf(file);
  if (isShipped(file)) return path.replace(/^\//, '');
  return relativeTo(folderOf(pathOf(model.entry)), path) ?? path;
}

const LONGEST = 100;
/** In a list. */
export const SHORT = 48;

/** The words of a directive as they are written, on one line: `root /srv/www;`, `location / { … }`. */
export function written(model: ConfigModel, { node, file, implied }: Occurrence, longest = LONGEST): string {
  const words = [node.name, ...node.args];
  if (implied) return words.map(({ value }) => value).join(' ');
  const { text } = model.source(file);
  const line = words.map(({ start, end }) => text.slice(start, end).replace(/\s*\n\s*/g, ' ')).join(' ');
  const cut = line.length > longest ? `${line.slice(0, longest)}…` : line;
  return node.body === null && cut === line ? `${cut};` : cut;
}

/** `3 locations`, `1 location` */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** `1st`, `22nd`, `113th` */
export function ordinal(number: number): string {
  const teen = number % 100 >= 11 && number % 100 <= 13;
  return `${number}${teen ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th')}`;
}
