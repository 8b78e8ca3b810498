import type { DirectiveCheck, Fault } from '../fault.ts';
import { parseSeconds } from '../units.ts';
import { type ValueProblem, valueFault } from '../values/index.ts';
import { timeProblem } from '../values/times.ts';

const NONE: readonly Fault[] = [];

const DAY = 24 * 60 * 60;

/** `expires [modified] time`, `@time`, `epoch`, `max`, `off`: ngx_http_headers_expires(), ngx_http_parse_expires() */
export const expires: DirectiveCheck = {
  names: ['expires'],
  check(at, { facts }) {
    const first = at.node.args[0];
    const second = at.node.args[1];
    if (first === undefined) return NONE;
    if (second !== undefined && first.value !== 'modified') {
      const message = `of two words of "expires" the first is "modified", not "${first.value}"`;
      return [valueFault(at, first, { message, nginx: '"expires" directive invalid value' })];
    }
    const word = second ?? first;
    if (word.value.includes('$') && facts.atLeast('1.7.9')) return NONE;
    const problem = expiresProblem(word.value, second !== undefined);
    return problem === null ? NONE : [valueFault(at, word, problem)];
  },
};

function expiresProblem(value: string, modified: boolean): ValueProblem | null {
  if (!modified && ['epoch', 'max', 'off'].includes(value)) return null;
  const daily = value.startsWith('@');
  if (daily && modified) {
    const nginx = '"expires" directive daily time cannot be used with "modified" parameter';
    return { message: `a time of the day ("${value}") and "modified" exclude each other`, nginx };
  }
  const time = parseSeconds(value.replace(/^[@+-]/, ''));
  if (time === null) return timeProblem('expires', value, true);
  if (!daily || time <= DAY) return null;
  const nginx = '"expires" directive daily time value must be less than 24 hours';
  return { message: `"${value}" is no time of the day: it is more than 24 hours`, nginx };
}

/** `userid_expires time`, `max`, `off`: ngx_http_userid_expires() */
export const useridExpires: DirectiveCheck = {
  names: ['userid_expires'],
  *check(at) {
    const [word] = at.node.args;
    if (word === undefined || ['max', 'off'].includes(word.value) || parseSeconds(word.value) !== null) return;
    yield valueFault(at, word, timeProblem('userid_expires', word.value, true));
  },
};
