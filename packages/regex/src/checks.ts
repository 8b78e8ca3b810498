import { MAX_GROUP_NUMBER, Refusal } from './reader.ts';
import type { Deferred, Parser } from './state.ts';

/** What compile_regex() refuses after the pattern was read: groups that do not exist, then too many branches. */
export function checkDeferred(p: Parser): Refusal | null {
  for (const deferred of [...p.deferred, ...p.deferredBranches]) {
    const refusal = judge(p, deferred);
    if (refusal !== null) return refusal;
  }
  return null;
}

function judge(p: Parser, deferred: Deferred): Refusal | null {
  switch (deferred.kind) {
    case 'refusal':
      return new Refusal(deferred.code, deferred.at);
    case 'group': {
      const { to } = deferred;
      const exists = typeof to === 'number' ? to <= p.captureCount : p.indexesOfName.has(to);
      return exists ? null : new Refusal(115, deferred.at);
    }
    case 'recursion-test':
      if (p.indexesOfName.has(deferred.name)) return null;
      if (deferred.to > MAX_GROUP_NUMBER) return new Refusal(161, deferred.at + firstTooBig(deferred.name));
      return deferred.to > p.captureCount ? new Refusal(115, deferred.at) : null;
  }
}

/** The digit of `R123…` with which the number passes the limit. */
function firstTooBig(name: string): number {
  let at = 2;
  while (Number(name.slice(1, at)) <= MAX_GROUP_NUMBER) at++;
  return at - 1;
}
