import type { Item, Repeat } from '../ast.ts';
import { choose, compileItem } from './compile-body.ts';
import type { Code, Compiler } from './compiler.ts';
import { firstAfterRound, singleByteSet } from './first-set.ts';
import { compileAtomic } from './groups.ts';
import type { Step } from './machine.ts';
import { compileSingleRepeat } from './single-repeats.ts';

export function compileRepeat(c: Compiler, repeat: Repeat, next: Code): Code {
  if (repeat.max === 0) return next;
  const bytes = singleByteSet(repeat.item);
  if (bytes !== null) return compileSingleRepeat(repeat, bytes, next);
  if (repeat.mode === 'possessive') {
    return compileAtomic(c, next, (end) => compileRepeat(c, { ...repeat, mode: 'greedy' }, end));
  }
  return compileLoop(c, bounded(repeat), next);
}

/** More than one further round of a look can do nothing new, so the library bounds them. */
function bounded(repeat: Repeat): Repeat {
  if (repeat.item.kind !== 'lookaround' || repeat.max !== Number.POSITIVE_INFINITY) return repeat;
  return { ...repeat, max: repeat.min + 1 };
}

function compileLoop(c: Compiler, repeat: Repeat, next: Code): Code {
  const { item, min, max, mode } = repeat;
  if (min === 1 && max === 1) return compileItem(c, item, next);
  if (min === 0 && max === 1) return inOrder(mode, compileItem(c, item, next), next);
  return max === Number.POSITIVE_INFINITY && min <= 1
    ? compileEndless(c, repeat, next)
    : compileCounted(c, repeat, next);
}

function inOrder(mode: Repeat['mode'], round: Code, next: Code): Code {
  return choose(mode === 'lazy' ? [next, round] : [round, next]);
}

/** `X*` and `X+`. A round that matched nothing is the last. */
function compileEndless(c: Compiler, { item, min, mode }: Repeat, next: Code): Code {
  const start = c.newRegister();
  let again: Step = next.step;
  const after: Step = (m) => (m.pos === m.register(start) ? next.step : again);
  const round = compileRound(c, item, start, { step: after, first: firstAfterRound(item, next.first) });
  const loop = inOrder(mode, round, next);
  again = loop.step;
  return min === 0 ? loop : round;
}

function compileRound(c: Compiler, item: Item, start: number, after: Code): Code {
  const body = compileItem(c, item, after);
  return {
    first: body.first,
    step: (m) => {
      m.setRegister(start, m.pos);
      return body.step;
    },
  };
}

/** Rounds that are counted; where there is no upper bound, a round that matched nothing is the last. */
function compileCounted(c: Compiler, { item, min, max, mode }: Repeat, next: Code): Code {
  const start = c.newRegister();
  const count = c.newRegister();
  const endless = max === Number.POSITIVE_INFINITY;
  let must: Step = next.step;
  let may: Step = next.step;
  const after: Step = (m) => {
    const done = m.register(count) + 1;
    m.setRegister(count, done);
    if (done < min) return must;
    return done >= max || (endless && m.pos === m.register(start)) ? next.step : may;
  };
  const round = compileRound(c, item, start, { step: after, first: firstAfterRound(item, next.first) });
  const choice = inOrder(mode, round, next);
  must = round.step;
  may = choice.step;
  const first = min === 0 ? choice : round;
  return {
    first: first.first,
    step: (m) => {
      m.setRegister(count, 0);
      return first.step;
    },
  };
}
