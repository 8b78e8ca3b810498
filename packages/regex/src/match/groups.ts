import type { Group } from '../ast.ts';
import { compileBody } from './compile-body.ts';
import type { Code, Compiler } from './compiler.ts';
import type { Step } from './machine.ts';

export function compileGroup(c: Compiler, group: Group, next: Code): Code {
  switch (group.type) {
    case 'capture':
      return compileCapture(c, group, next);
    case 'atomic':
    case 'atomic-script-run':
      return compileAtomic(c, next, (end) => compileBody(c, group.body, end));
    case 'plain':
    case 'branch-reset':
    // Without UTF there are 256 characters, all of them Latin or common: every run is a script run.
    case 'script-run':
      return compileBody(c, group.body, next);
  }
}

/** Captures are set when their group ends, so that inside it the last value still holds. */
function compileCapture(c: Compiler, group: Group, next: Code): Code {
  const number = group.index ?? 0;
  const start = c.newRegister();
  const { step } = next;
  const { captures } = c;
  const close: Step = (m) => {
    captures.set(m, number, m.register(start));
    return step;
  };
  const open = [{ group: number, start }, ...c.scope.open];
  const body = c.within({ open }, () => compileBody(c, group.body, { step: close, first: next.first }));
  return {
    first: body.first,
    step: (m) => {
      m.setRegister(start, m.pos);
      return body.step;
    },
  };
}

/** What is compiled inside forgets, at its end, all the ways that it has not tried. */
export function compileAtomic(c: Compiler, next: Code, compileInside: (end: Code) => Code): Code {
  const top = c.newRegister();
  const { step } = next;
  const leave: Step = (m) => {
    m.top = m.register(top);
    return step;
  };
  // What comes after must not be looked at inside: there, another way would be taken, and here it is given up.
  const body = compileInside({ step: leave, first: null });
  return {
    first: body.first,
    step: (m) => {
      m.setRegister(top, m.top);
      return body.step;
    },
  };
}
