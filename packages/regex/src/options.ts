import { Refusal } from './reader.ts';
import { addItem, type Flags, newFrame, type Parser, spanFrom } from './state.ts';

const FLAG_OF_LETTER: Readonly<Record<string, keyof Flags>> = {
  J: 'duplicateNames',
  i: 'caseless',
  m: 'multiline',
  n: 'noAutoCapture',
  s: 'dotAll',
  U: 'ungreedy',
};

/** What `(?^` switches off. */
const NORMAL: Partial<Flags> = {
  caseless: false,
  multiline: false,
  noAutoCapture: false,
  dotAll: false,
  extended: false,
  extendedMore: false,
};

/** `(?i)`, `(?i:`, `(?i-s)`, `(?^i)` and `(?:`; the reader stands behind the `?` of the bracket at `start`. */
export function readOptions(p: Parser, start: number): void {
  const before = p.flags;
  const flags = readFlags(p);
  if (p.at >= p.bytes.length) throw new Refusal(114, p.at);
  const text = p.bytes.slice(start + 2, p.at);
  p.flags = flags;
  if (p.bytes[p.at++] === ')') {
    addItem(p, { kind: 'options', ...spanFrom(p, start), text }, false);
    return;
  }
  p.frames.push(newFrame(p, { kind: 'group', type: 'plain', index: null, name: null }, start, before));
}

function readFlags(p: Parser): Flags {
  const set: Partial<Record<keyof Flags, boolean>> = {};
  const unset: Partial<Record<keyof Flags, boolean>> = {};
  let flags = p.flags;
  let target = set;
  let hyphenAllowed = true;
  if (p.bytes[p.at] === '^') {
    flags = { ...flags, ...NORMAL };
    hyphenAllowed = false;
    p.at++;
  }
  for (; p.at < p.bytes.length; p.at++) {
    const letter = p.bytes[p.at] ?? '';
    if (letter === ')' || letter === ':') break;
    const flag = FLAG_OF_LETTER[letter];
    if (letter === '-') {
      if (!hyphenAllowed) throw new Refusal(194, p.at);
      target = unset;
      hyphenAllowed = false;
    } else if (letter === 'x') {
      target.extended = true;
      if (p.bytes[p.at + 1] === 'x') {
        target.extendedMore = true;
        p.at++;
      }
    } else if (flag !== undefined) target[flag] = true;
    else throw new Refusal(111, p.at);
  }
  if ((set.extended && !set.extendedMore) || unset.extended) unset.extendedMore = true;
  const result: Record<keyof Flags, boolean> = { ...flags, ...set };
  for (const flag of Object.keys(unset)) {
    if (flag in result) result[flag as keyof Flags] = false;
  }
  return result;
}
