import type { ByteSet, Repeat } from '../ast.ts';
import { isAllBytes } from '../byte-set.ts';
import type { Code } from './compiler.ts';
import { areDisjoint, END, type FirstSet, firstOfItem, firstSetOf } from './first-set.ts';
import type { Machine, Step } from './machine.ts';

/** `[^/]+`, `.*`, `\d{1,3}`: taken in one go, and given back byte by byte only to where the rest can go on. */
export function compileSingleRepeat(repeat: Repeat, bytes: ByteSet, next: Code): Code {
  const set = firstSetOf(bytes);
  const first = firstOfItem(repeat, next.first);
  const keepsAll = repeat.mode === 'possessive' || (next.first !== null && areDisjoint(set, next.first));
  if (keepsAll) return { first, step: takeAll(repeat, scannerOf(bytes, set), next.step) };
  if (repeat.mode === 'lazy') return { first, step: takeLittle(repeat, set, next) };
  return { first, step: takeMuch(repeat, scannerOf(bytes, set), next) };
}

/** The end of the run of bytes of a set that starts at `from`. */
type Scanner = (m: Machine, from: number, limit: number) => number;

function scannerOf(bytes: ByteSet, set: FirstSet): Scanner {
  if (isAllBytes(bytes)) return (_, __, limit) => limit;
  return (m, from, limit) => {
    const { subject } = m;
    let pos = from;
    while (pos < limit && set[subject.charCodeAt(pos)] === 1) pos++;
    m.steps += (pos - from) >> 3;
    return pos;
  };
}

function limitOf(m: Machine, max: number): number {
  return Math.min(m.subject.length, m.pos + max);
}

function takeAll({ min, max }: Repeat, scan: Scanner, next: Step): Step {
  return (m) => {
    const end = scan(m, m.pos, limitOf(m, max));
    if (end - m.pos < min) return m.fail();
    m.pos = end;
    return next;
  };
}

function takeMuch({ min, max }: Repeat, scan: Scanner, { step, first }: Code): Step {
  const giveBack = (m: Machine, from: number, low: number): Step => {
    let pos = from;
    if (first !== null) {
      while (pos >= low && first[codeAt(m, pos)] !== 1) pos--;
      m.steps += (from - pos) >> 3;
      if (pos < low) return m.fail();
    }
    if (pos > low) m.push(retry, pos - 1, low);
    m.pos = pos;
    return step;
  };
  const retry: Step = (m) => giveBack(m, m.pos, m.low);
  return (m) => {
    const end = scan(m, m.pos, limitOf(m, max));
    return end - m.pos < min ? m.fail() : giveBack(m, end, m.pos + min);
  };
}

function takeLittle({ min, max }: Repeat, set: FirstSet, { step, first }: Code): Step {
  /** Goes on from a place where the least, or one more, has been taken. */
  const goOn = (m: Machine, from: number, limit: number): Step => {
    let pos = from;
    while (first !== null && first[codeAt(m, pos)] !== 1) {
      if (pos >= limit || set[m.subject.charCodeAt(pos)] !== 1) return m.fail();
      pos++;
    }
    m.steps += (pos - from) >> 3;
    m.push(retry, pos, limit);
    m.pos = pos;
    return step;
  };
  const retry: Step = (m) => {
    if (m.pos >= m.low || set[m.subject.charCodeAt(m.pos)] !== 1) return m.fail();
    return goOn(m, m.pos + 1, m.low);
  };
  return (m) => {
    const limit = limitOf(m, max);
    const least = m.pos + min;
    if (least > limit) return m.fail();
    for (let pos = m.pos; pos < least; pos++) {
      if (set[m.subject.charCodeAt(pos)] !== 1) return m.fail();
    }
    return goOn(m, least, limit);
  };
}

function codeAt(m: Machine, pos: number): number {
  return pos < m.subject.length ? m.subject.charCodeAt(pos) : END;
}
