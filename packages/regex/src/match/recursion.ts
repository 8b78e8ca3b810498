import type { Recursion } from '../ast.ts';
import { compileBody } from './compile-body.ts';
import { type Code, type Compiler, type Subroutine, Unsupported } from './compiler.ts';
import type { Call, Machine, Step } from './machine.ts';

/** `(?R)`, `(?1)`: captures are as before when it returns. */
export function compileRecursion(c: Compiler, item: Recursion, next: Code): Code {
  const to = c.numbersOf(item.to)[0];
  if (to === undefined) throw new Unsupported('a call of a group that is not there');
  const target = c.subroutine(to);
  return { first: null, step: callOf(target, next.step) };
}

function callOf(target: Subroutine, next: Step): Step {
  const { group } = target;
  return (m) => {
    if (m.call !== null && isLoop(m.call, group, m.pos)) return m.stop('error');
    m.steps += m.registers.length >> 3;
    const { pos: from, call: caller, top, barrier } = m;
    m.call = { group, from, next, registers: m.registers.slice(), caller, top, barrier };
    m.barrier = top;
    return target.entry ?? m.stop('error');
  };
}

/** PCRE2_ERROR_RECURSELOOP: the group is being called from the same place already. */
function isLoop(innermost: Call, group: number, pos: number): boolean {
  for (let call: Call | null = innermost; call !== null; call = call.caller) {
    if (call.group === group) return call.from === pos;
  }
  return false;
}

/** Compiles the groups that are called, each by itself: quantifiers around a group have no part in its call. */
export function compileSubroutines(c: Compiler): void {
  for (let waiting = c.waiting.pop(); waiting !== undefined; waiting = c.waiting.pop()) {
    const { group } = waiting;
    const body = group === 0 ? c.tree.body : c.groups.get(group)?.body;
    if (body === undefined) throw new Unsupported('a call of a group that is not there');
    const exit: Step = (m) => returnFrom(c, m, true);
    const leave: Step = group === 0 ? exit : (m) => returnFrom(c, m, false);
    const entry = c.within({ exit, open: [], called: group }, () => compileBody(c, body, { step: leave, first: null }));
    waiting.entry = entry.step;
  }
}

/**
 * The end of a group, where its untried ways remain. At the end of the whole pattern, and at `(*ACCEPT)`, the library
 * goes back to the state at the call, and forgets them.
 */
function returnFrom(c: Compiler, m: Machine, goesBack: boolean): Step {
  const { call } = m;
  if (call === null) return m.stop('error');
  const before = call.registers;
  const { keepRegister, captures } = c;
  const known = goesBack ? c.tree.captureCount : (before[captures.highest] ?? -1);
  for (let i = 0; i < before.length; i++) {
    const isStale = i < keepRegister && i >= known * 2 + 2;
    const value = before[i] ?? -1;
    if (i !== keepRegister && !isStale && m.register(i) !== value) m.setRegister(i, value);
  }
  m.steps += before.length >> 3;
  if (goesBack) m.top = call.top;
  m.call = call.caller;
  m.barrier = call.barrier;
  return call.next;
}
