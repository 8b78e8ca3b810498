import type { Name, NameKind } from '../../names/name.ts';

/** A name as it is put in the place of another one, or why it cannot be. */
export type NewName = { readonly text: string } | { readonly refused: string };

const WHAT: Readonly<Record<NameKind, string>> = {
  variable: 'variable',
  upstream: 'upstream',
  'named-location': 'named location',
  zone: 'zone',
  'log-format': 'log format',
  match: '"match" block',
  'thread-pool': 'thread pool',
  'js-module': 'njs module',
};

export function whatOf(kind: NameKind): string {
  return WHAT[kind];
}

/** Names of groups in expressions: PCRE takes 32 characters. */
const LONGEST_GROUP = 32;

/** What was typed as a new name; the signs of variables and named locations may be there or not. */
export function newNameOf(typed: string, { kind }: Name, hasGroups: boolean): NewName {
  if (kind === 'variable') return variable(typed.trim(), hasGroups);
  if (kind === 'named-location') return location(typed.trim());
  const text = typed.trim();
  if (kind === 'js-module')
    return /^[A-Za-z_]\w*$/.test(text)
      ? { text }
      : refused(text, 'the name of an njs module is made of letters, digits and "_", and begins with no digit');
  // nginx takes more in some places; these signs are read alike in all of them, without quotes.
  if (!/^\w[\w.-]*$/.test(text))
    return refused(text, `the name of ${article(kind)} is made of letters, digits, "_", "-" and "."`);
  if (kind === 'zone' && text === 'off') return refused(text, '"off" switches caches off');
  return { text };
}

function variable(typed: string, hasGroups: boolean): NewName {
  const text = typed.replace(/^\$\{(.*)\}$/, '$1').replace(/^\$/, '');
  if (!/^\w+$/.test(text)) return refused(typed, 'the name of a variable is made of letters, digits and "_"');
  if (/^\d/.test(text)) return refused(typed, 'a name that begins with a digit is read as a group of an expression');
  if (hasGroups && text.length > LONGEST_GROUP)
    return refused(typed, `a group of an expression has a name of at most ${LONGEST_GROUP} characters`);
  return { text };
}

function location(typed: string): NewName {
  const text = typed.startsWith('@') ? typed : `@${typed}`;
  if (/^@[^\s;{}"'\\$#@=]+$/.test(text)) return { text };
  return refused(typed, 'a named location is "@" and a word without blanks, quotes, braces, ";", "$", "#" and "="');
}

function article(kind: NameKind): string {
  return `${/^[aeiou]/.test(WHAT[kind]) ? 'an' : 'a'} ${WHAT[kind]}`;
}

function refused(typed: string, why: string): NewName {
  return { refused: `"${typed}" cannot be a name here: ${why}` };
}
