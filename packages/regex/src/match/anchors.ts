import type { Anchor } from '../ast.ts';
import type { Code } from './compiler.ts';
import { firstOfItem } from './first-set.ts';

const NEWLINE = 0x0a;

/** A place without a width. */
export function compileAnchor(anchor: Anchor, next: Code): Code {
  const isHere = TESTS[anchor.at];
  const { step } = next;
  return {
    first: firstOfItem(anchor, next.first),
    step: (m) => (isHere(m.subject, m.pos) ? step : m.fail()),
  };
}

const TESTS: Readonly<Record<Anchor['at'], (subject: string, pos: number) => boolean>> = {
  'subject-start': (_, pos) => pos === 0,
  // A search never starts from anywhere but the start of the subject.
  'match-start': (_, pos) => pos === 0,
  'subject-end': (subject, pos) => pos === subject.length,
  'subject-end-or-newline': (subject, pos) =>
    pos === subject.length || (pos === subject.length - 1 && subject.charCodeAt(pos) === NEWLINE),
  // A newline that ends the subject starts no line.
  'line-start': (subject, pos) => pos === 0 || (pos < subject.length && subject.charCodeAt(pos - 1) === NEWLINE),
  'line-end': (subject, pos) => pos === subject.length || subject.charCodeAt(pos) === NEWLINE,
  'word-boundary': isWordBoundary,
  'not-word-boundary': (subject, pos) => !isWordBoundary(subject, pos),
  'word-start': (subject, pos) => isWordBoundary(subject, pos) && isWordAt(subject, pos),
  'word-end': (subject, pos) => isWordBoundary(subject, pos) && isWordAt(subject, pos - 1),
};

function isWordBoundary(subject: string, pos: number): boolean {
  return isWordAt(subject, pos - 1) !== isWordAt(subject, pos);
}

function isWordAt(subject: string, pos: number): boolean {
  const code = subject.charCodeAt(pos);
  return (
    (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39) || code === 0x5f
  );
}
