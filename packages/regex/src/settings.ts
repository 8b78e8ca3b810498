import { isDigit, Refusal } from './reader.ts';
import type { Parser } from './state.ts';

/** In the library's order: the first that fits wins. */
const SETTINGS: readonly string[] = [
  'UTF8)',
  'UTF)',
  'UCP)',
  'NOTEMPTY)',
  'NOTEMPTY_ATSTART)',
  'NO_AUTO_POSSESS)',
  'NO_DOTSTAR_ANCHOR)',
  'NO_JIT)',
  'NO_START_OPT)',
  'LIMIT_HEAP=',
  'LIMIT_MATCH=',
  'LIMIT_DEPTH=',
  'LIMIT_RECURSION=',
  'CR)',
  'LF)',
  'CRLF)',
  'ANY)',
  'NUL)',
  'ANYCRLF)',
  'BSR_ANYCRLF)',
  'BSR_UNICODE)',
];
const HIGHEST = 0xffffffff / 10 - 1;

/** Settings at the very start of the pattern, such as `(*UTF)` or `(*LIMIT_MATCH=9)`; returned without brackets. */
export function readSettings(p: Parser): readonly string[] {
  const found: string[] = [];
  while (p.bytes.startsWith('(*', p.at)) {
    const from = p.at + 2;
    const setting = SETTINGS.find((text) => p.bytes.startsWith(text, from));
    if (setting === undefined) break;
    p.at = from + setting.length;
    if (setting.endsWith('=')) readLimit(p);
    if (setting.startsWith('UTF')) p.utf = true;
    found.push(p.bytes.slice(from, p.at - 1));
  }
  return found;
}

function readLimit(p: Parser): void {
  if (!isDigit(p.bytes[p.at])) throw new Refusal(160, p.at);
  let limit = 0;
  while (isDigit(p.bytes[p.at]) && limit <= HIGHEST) limit = limit * 10 + Number(p.bytes[p.at++]);
  p.at++;
  if (p.bytes[p.at - 1] !== ')') throw new Refusal(160, p.at);
}
