import type { Anchor } from './ast.ts';
import { shorthandClass } from './classes.ts';
import { readEscape } from './escapes.ts';
import { addCall, addNamedCall, addNamedReference } from './groups.ts';
import { MAX_GROUP_NUMBER, type Reader, Refusal, readGroupName, readNumber } from './reader.ts';
import { addItem, type Parser, spanFrom } from './state.ts';

const ANCHORS: ReadonlyMap<string, Anchor['at']> = new Map([
  ['A', 'subject-start'],
  ['Z', 'subject-end-or-newline'],
  ['z', 'subject-end'],
  ['b', 'word-boundary'],
  ['B', 'not-word-boundary'],
  ['G', 'match-start'],
]);

/** An escape outside a class; the backslash is at `start`, the reader behind it. */
export function readEscapedItem(p: Parser, start: number): void {
  const escaped = readEscape(p, false);
  const { caseless } = p.flags;
  if (escaped.kind === 'character') {
    addItem(p, { kind: 'literal', ...spanFrom(p, start), code: escaped.code, caseless }, true);
  } else if (escaped.kind === 'reference') {
    p.deferred.push({ kind: 'group', to: escaped.to, at: p.at - 1 });
    addItem(p, { kind: 'backreference', ...spanFrom(p, start), to: escaped.to, caseless }, true);
  } else addSpecial(p, start, escaped.letter);
}

function addSpecial(p: Parser, start: number, letter: string): void {
  const anchor = ANCHORS.get(letter);
  if (anchor !== undefined) {
    addItem(p, { kind: 'anchor', ...spanFrom(p, start), at: anchor }, false);
    return;
  }
  switch (letter) {
    case 'C':
      addItem(p, { kind: 'any', ...spanFrom(p, start), newline: true }, true);
      return;
    case 'N':
      addItem(p, { kind: 'any', ...spanFrom(p, start), newline: false }, true);
      return;
    case 'R':
      addItem(p, { kind: 'newline-sequence', ...spanFrom(p, start) }, true);
      return;
    case 'X':
      addItem(p, { kind: 'grapheme', ...spanFrom(p, start) }, true);
      return;
    case 'K':
      addResetStart(p, start);
      return;
    case 'g':
    case 'k':
      readNamed(p, start, letter);
      return;
    default:
      addItem(p, shorthandClass(p, start, letter), true);
      return;
  }
}

function addResetStart(p: Parser, start: number): void {
  if (p.frames.some((frame) => frame.opening.kind === 'lookaround')) {
    p.deferred.push({ kind: 'refusal', code: 199, at: p.bytes.length });
  }
  addItem(p, { kind: 'reset-start', ...spanFrom(p, start) }, false);
}

/** `\k<name>`, `\k'name'`, `\k{name}` and `\g{name}` refer; `\g<name>` and `\g'1'` call. */
function readNamed(p: Parser, start: number, letter: 'g' | 'k'): void {
  const opening = p.bytes[p.at];
  if (opening !== '{' && opening !== '<' && opening !== "'") throw new Refusal(letter === 'g' ? 157 : 169, p.at);
  const terminator = opening === '<' ? '>' : opening === '{' ? '}' : opening;
  const isCall = letter === 'g' && opening !== '{';
  if (!isCall) {
    addNamedReference(p, start, readGroupName(p, terminator));
    return;
  }
  const probe: Reader = { bytes: p.bytes, at: p.at + 1 };
  const number = readCallNumber(p, probe);
  if (number === null) {
    addNamedCall(p, start, readGroupName(p, terminator));
    return;
  }
  if (p.bytes[probe.at] !== terminator) throw new Refusal(157, p.at);
  p.at = probe.at;
  addCall(p, start, number);
}

/** A number that is wrong is blamed on the delimiter before it. */
function readCallNumber(p: Parser, probe: Reader): number | null {
  try {
    return readNumber(probe, p.captureCount, MAX_GROUP_NUMBER, 161);
  } catch (error) {
    if (error instanceof Refusal) throw new Refusal(error.code, p.at);
    throw error;
  }
}
