import type { Lookaround } from '../ast.ts';
import { choose, compileBody, compileSequence } from './compile-body.ts';
import type { Code, Compiler } from './compiler.ts';
import { firstOfItem } from './first-set.ts';
import { fixedLength } from './fixed-length.ts';
import type { Step } from './machine.ts';

export function compileLookaround(c: Compiler, look: Lookaround, next: Code): Code {
  if (look.negated) return compileNegated(c, look, next);
  const { step } = next;
  const top = c.newRegister();
  const from = c.newRegister();
  const found: Step = (m) => {
    if (look.atomic) m.top = m.register(top);
    m.pos = m.register(from);
    return step;
  };
  const body = compileInside(c, look, found);
  return {
    first: firstOfItem(look, next.first),
    step: (m) => {
      m.setRegister(top, m.top);
      m.setRegister(from, m.pos);
      return body.step;
    },
  };
}

/** The way that is tried when nothing was found lies below all ways of the inside; verbs lead there as well. */
function compileNegated(c: Compiler, look: Lookaround, next: Code): Code {
  const { step } = next;
  const top = c.newRegister();
  const found: Step = (m) => {
    m.top = m.register(top);
    return m.fail();
  };
  const body = compileInside(c, look, found);
  const notFound: Step = () => step;
  return {
    first: firstOfItem(look, next.first),
    step: (m) => {
      m.setRegister(top, m.top);
      m.push(notFound, m.pos, 0);
      m.barrier = m.top;
      return body.step;
    },
  };
}

/** The inside of an assertion, which goes on with `found` where it has matched; `(*ACCEPT)` does so at once. */
export function compileInside(c: Compiler, look: Lookaround, found: Step): Code {
  const end: Code = { step: found, first: null };
  return c.within({ exit: found, open: [] }, () => {
    if (look.direction === 'ahead') return compileBody(c, look.body, end);
    return choose(
      look.body.alternatives.map((sequence) => {
        const length = fixedLength(c, sequence);
        return { step: stepBack(length, compileSequence(c, sequence, end).step), first: null };
      }),
    );
  });
}

function stepBack(length: number, then: Step): Step {
  return (m) => {
    if (m.pos < length) return m.fail();
    m.pos -= length;
    return then;
  };
}
