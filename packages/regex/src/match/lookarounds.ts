import type { Lookaround } from '../ast.ts';
import { choose, compileBody, compileSequence } from './compile-body.ts';
import type { Code, Compiler } from './compiler.ts';
import { fixedLength } from './fixed-length.ts';
import type { Machine, Step } from './machine.ts';

export function compileLookaround(c: Compiler, look: Lookaround, next: Code): Code {
  const { step } = next;
  const top = c.newRegister();
  const from = c.newRegister();
  const barrier = c.newRegister();
  const enter = (m: Machine): void => {
    m.setRegister(top, m.top);
    m.setRegister(from, m.pos);
    m.setRegister(barrier, m.barrier);
  };
  if (look.negated) {
    // The way that is tried when the assertion has failed lies below all of its own.
    const found: Step = (m) => {
      m.barrier = m.register(barrier);
      m.top = m.register(top);
      return m.fail();
    };
    const body = compileInside(c, look, found);
    const holds: Step = () => step;
    return {
      first: next.first,
      step: (m) => {
        enter(m);
        m.push(holds, m.pos, 0);
        m.barrier = m.top;
        return body.step;
      },
    };
  }
  const found: Step = (m) => {
    m.barrier = m.register(barrier);
    if (look.atomic) m.top = m.register(top);
    m.pos = m.register(from);
    return step;
  };
  const body = compileInside(c, look, found);
  return {
    first: next.first,
    step: (m) => {
      enter(m);
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
