import type { Condition, Conditional } from '../ast.ts';
import { compileSequence } from './compile-body.ts';
import type { Code, Compiler } from './compiler.ts';
import { compileInside } from './lookarounds.ts';
import type { Step } from './machine.ts';

/** `(?(VERSION>=10.4)…)` asks for this. */
const VERSION = { major: 10, minor: 42 };

export function compileConditional(c: Compiler, item: Conditional, next: Code): Code {
  const { condition } = item;
  if (condition === null || condition.kind === 'define') return next;
  const [first, second] = item.body.alternatives;
  const yes = first === undefined ? next : compileSequence(c, first, next);
  const no = second === undefined ? next : compileSequence(c, second, next);
  switch (condition.kind) {
    case 'assertion':
      return compileAssertion(c, condition, yes.step, no.step);
    case 'group': {
      const numbers = c.numbersOf(condition.to);
      return {
        first: null,
        step: (m) => (numbers.some((number) => c.captures.isSet(m, number)) ? yes.step : no.step),
      };
    }
    case 'recursion':
      return isCalled(c, condition.to) ? yes : no;
    case 'version':
      return isVersion(condition) ? yes : no;
  }
}

/** Each group that is called is compiled anew, so that this is known beforehand. */
function isCalled(c: Compiler, to: number | string | null): boolean {
  const { called } = c.scope;
  if (called === null) return false;
  return to === null || c.numbersOf(to).includes(called);
}

function isVersion(condition: Condition & { readonly kind: 'version' }): boolean {
  const { major, minor } = condition;
  if (!condition.atLeast) return VERSION.major === major && VERSION.minor === minor;
  return VERSION.major > major || (VERSION.major === major && VERSION.minor >= minor);
}

/** The captures of an assertion that was found are kept, even where it is negated and the condition therefore false. */
function compileAssertion(
  c: Compiler,
  { assertion }: Condition & { readonly kind: 'assertion' },
  yes: Step,
  no: Step,
): Code {
  const top = c.newRegister();
  const from = c.newRegister();
  const barrier = c.newRegister();
  const whenFound = assertion.negated ? no : yes;
  const whenNot = assertion.negated ? yes : no;
  const found: Step = (m) => {
    m.top = m.register(top);
    m.barrier = m.register(barrier);
    m.pos = m.register(from);
    return whenFound;
  };
  const body = compileInside(c, assertion, found);
  const notFound: Step = () => whenNot;
  return {
    first: null,
    step: (m) => {
      m.setRegister(top, m.top);
      m.setRegister(from, m.pos);
      m.setRegister(barrier, m.barrier);
      m.push(notFound, m.pos, 0);
      m.barrier = m.top;
      return body.step;
    },
  };
}
