import { parseMilliseconds, parseSeconds } from '../units.ts';
import type { ValueFamily, ValueProblem } from './index.ts';

/** ngx_conf_set_msec_slot() */
export const milliseconds: ValueFamily = ({ value }, _kind, at) =>
  parseMilliseconds(value) === null ? timeProblem(at.name, value) : null;

/** ngx_conf_set_sec_slot() */
export const seconds: ValueFamily = ({ value }, _kind, at) =>
  parseSeconds(value) === null ? timeProblem(at.name, value, true) : null;

/** What the setters of times say of a value; `whole` ones count in seconds and know years and months. */
export function timeProblem(name: string, value: string, whole = false): ValueProblem {
  const message = `${timeForm(name, value, whole)}, not "${value}"`;
  return { message, nginx: `"${name}" directive invalid value`, ...meantTime(value, whole) };
}

/** Names of units that people write, and nginx's. */
const UNITS: readonly (readonly [RegExp, string])[] = [
  [/^(?:ms|msec|msecs|millis|milliseconds?)$/i, 'ms'],
  [/^(?:s|sec|secs|seconds?)$/i, 's'],
  [/^(?:min|mins|minutes?)$/i, 'm'],
  [/^(?:h|hr|hrs|hours?)$/i, 'h'],
  [/^(?:d|days?)$/i, 'd'],
  [/^(?:w|weeks?)$/i, 'w'],
];

/** `60sec`, `5 min`, `1H` */
function meantTime(value: string, whole: boolean): Pick<ValueProblem, 'meant'> {
  const [, digits = '', name = ''] = /^([0-9]+) ?([A-Za-z]+)$/.exec(value) ?? [];
  const unit = UNITS.find(([names]) => names.test(name))?.[1];
  if (unit === undefined || (whole && unit === 'ms')) return {};
  return { meant: { text: `${digits}${unit}`, safe: true } };
}

function timeForm(name: string, value: string, whole: boolean): string {
  if (whole && /^[0-9]+ms$/.test(value)) return `"${name}" counts in whole seconds`;
  const units = whole ? 'y, M, w, d, h, m and s' : 'w, d, h, m, s and ms';
  if (/^(?:[0-9]+[A-Za-z]+ *)+$/.test(value)) return `times of "${name}" have the units ${units}, larger ones first`;
  return `"${name}" takes a time such as ${whole ? '"30s" or "1d"' : '"30s", "5m" or "500ms"'}`;
}
