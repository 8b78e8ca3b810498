import type { Backreference } from '../ast.ts';
import type { Code, Compiler } from './compiler.ts';
import type { Machine } from './machine.ts';

/** match_ref(): what a group has captured, once more. A group that took no part fails. */
export function compileBackreference(c: Compiler, item: Backreference, next: Code): Code {
  const numbers = c.numbersOf(item.to);
  const isSame = item.caseless ? isSameLetter : (a: number, b: number) => a === b;
  const { step } = next;
  return {
    first: null,
    step: (m) => {
      const number = numbers.find((each) => c.captures.isSet(m, each));
      if (number === undefined) return m.fail();
      const from = m.register(number * 2);
      const length = m.register(number * 2 + 1) - from;
      if (!isRepeated(m, from, length, isSame)) return m.fail();
      m.pos += length;
      return step;
    },
  };
}

function isRepeated(m: Machine, from: number, length: number, isSame: (a: number, b: number) => boolean): boolean {
  const { subject, pos } = m;
  if (length > subject.length - pos) return false;
  for (let i = 0; i < length; i++) {
    if (!isSame(subject.charCodeAt(from + i), subject.charCodeAt(pos + i))) return false;
  }
  m.steps += length >> 3;
  return true;
}

function isSameLetter(a: number, b: number): boolean {
  return a === b || lower(a) === lower(b);
}

function lower(code: number): number {
  return code >= 0x41 && code <= 0x5a ? code + 32 : code;
}
