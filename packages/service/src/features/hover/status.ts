import { kindAt } from '@nginx-lint/core';
import { CODE_NAMES } from '../completion/numbers.ts';
import { code } from '../markdown.ts';
import type { Finding, Subject } from './subject.ts';

const KINDS: ReadonlySet<string> = new Set(['http-code', 'response-code']);

/** The code of an answer: `404`, `=200`. */
export function statusHover({ standings, index, word, directive }: Subject): Finding | null {
  const [, digits] = /^=?([1-5]\d\d)$/.exec(word.value) ?? [];
  if (digits === undefined || index === -1) return null;
  const name = directive.name.value;
  const kinds = standings[0].at.fact?.valueKinds;
  const kind = kinds === undefined ? null : kindAt(kinds, index, directive.args.length);
  const isFallback = name === 'try_files' && word.value.startsWith('=');
  if (!isFallback && !name.endsWith('_status') && !KINDS.has(kind?.kind ?? '')) return null;
  const meaning = CODE_NAMES[digits];
  return meaning === undefined ? null : { span: word, markdown: [`${code(digits)}: ${meaning}`] };
}
