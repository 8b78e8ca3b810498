import type { Word } from '../../syntax/nodes.ts';
import type { DirectiveCheck } from '../fault.ts';
import { syslogProblem } from '../syslog.ts';
import { parseSize } from '../units.ts';
import { type ValueProblem, valueFault } from '../values/index.ts';
import { notAmong } from '../values/words.ts';

/** err_levels of ngx_log.c, without "emerg" at 0 */
const LEVELS = ['emerg', 'alert', 'crit', 'error', 'warn', 'notice', 'info', 'debug'];
/** debug_levels; they may stand together, and not behind a level. */
const DEBUG = ['core', 'alloc', 'mutex', 'event', 'http', 'mail', 'stream'].map((part) => `debug_${part}`);

/** A buffer holds at least a whole line: NGX_MAX_ERROR_STR, and a head that depends on the file's name. */
const LEAST_BUFFER = 2048;

/** `error_log target [level …]`: ngx_log_set_log(), ngx_log_set_levels() */
export const errorLog: DirectiveCheck = {
  names: ['error_log'],
  *check(at) {
    const [target, ...levels] = at.node.args;
    if (target === undefined) return;
    const problem = targetProblem(target.value);
    if (problem) {
      yield valueFault(at, target, problem);
      return;
    }
    let seen: Word | null = null;
    for (const word of levels) {
      const wrong = levelProblem(word.value, seen);
      if (wrong) {
        yield valueFault(at, word, wrong);
        return;
      }
      seen = word;
    }
  },
};

function targetProblem(value: string): ValueProblem | null {
  if (value.startsWith('syslog:')) return syslogProblem(value);
  if (!value.startsWith('memory:')) return null;
  const size = value.slice('memory:'.length);
  if ((parseSize(size) ?? 0) >= LEAST_BUFFER) return null;
  const message = `"memory:" takes a size such as "32m", at least one line of ${LEAST_BUFFER} bytes, not "${size}"`;
  return { message, nginx: `invalid buffer size "${size}"` };
}

function levelProblem(value: string, before: Word | null): ValueProblem | null {
  const invalid = `invalid log level "${value}"`;
  if (LEVELS.includes(value)) {
    if (before === null) return null;
    const message = `one level is enough; "${before.value}" stands before "${value}"`;
    return { message, nginx: `duplicate log level "${value}"` };
  }
  if (!DEBUG.includes(value)) return { ...notAmong(value, LEVELS, 'error_log'), nginx: invalid };
  if (before === null || DEBUG.includes(before.value)) return null;
  return { message: `"${value}" cannot stand behind the level "${before.value}"`, nginx: invalid };
}
