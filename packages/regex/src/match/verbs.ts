import type { Verb } from '../ast.ts';
import { type Code, type Compiler, Unsupported } from './compiler.ts';
import type { Machine, Step } from './machine.ts';

export function compileVerb(c: Compiler, verb: Verb, next: Code): Code {
  switch (verb.name) {
    case 'MARK':
      return next;
    case 'FAIL':
      return { step: (m) => m.fail(), first: null };
    case 'ACCEPT':
      return { step: acceptOf(c), first: null };
    case 'COMMIT':
      return { step: guard(next.step, (m) => m.stop('committed')), first: null };
    case 'PRUNE':
      return { step: guard(next.step, (m) => m.stop('failed')), first: null };
    case 'SKIP':
      if (verb.argument !== null) throw new Unsupported('(*SKIP) to a mark');
      return { step: guard(next.step, skip), first: null };
    case 'THEN':
      throw new Unsupported('(*THEN)');
  }
}

function skip(m: Machine): Step {
  m.skipTo = m.pos;
  return m.stop('failed');
}

/** Ends the whole pattern, or the assertion or the call that it stands in. */
function acceptOf(c: Compiler): Step {
  const { exit, open, called } = c.scope;
  if (called !== null || open.length === 0) return exit;
  return (m) => {
    for (const { group, start } of open) c.captures.set(m, group, m.register(start));
    return exit;
  };
}

/** Passes; when what follows has failed, ends the assertion or call around it, or else does what the verb says. */
function guard(next: Step, end: Step): Step {
  const cameBack: Step = (m) => {
    if (m.low > 0) {
      m.top = m.low;
      return m.fail();
    }
    return end(m);
  };
  return (m) => {
    m.push(cameBack, m.pos, m.barrier);
    return next;
  };
}
