import { parseNumber, parseOffset, parseSize } from '../units.ts';
import type { ValueFamily, ValueProblem } from './index.ts';

/** ngx_conf_set_num_slot(), ngx_conf_check_num_bounds(), and the first half of ngx_conf_set_bufs_slot(). */
export const number: ValueFamily = ({ value }, { min, max }, at) => {
  const name = at.name;
  const buffers = isBuffers(at.fact?.valueKinds);
  const found = parseNumber(value);
  if (found === null || (buffers && found === 0)) {
    const what = buffers ? 'a number of buffers, 1 or more' : 'a whole number without a unit';
    return {
      message: `"${name}" takes ${what}, not "${value}"`,
      nginx: `"${name}" directive invalid ${buffers ? 'value' : 'number'}`,
    };
  }
  if ((min === undefined || found >= min) && (max === undefined || found <= max)) return null;
  return max === undefined
    ? { message: `"${name}" must be at least ${min}`, nginx: `value must be equal to or greater than ${min}` }
    : { message: `"${name}" must be between ${min} and ${max}`, nginx: `value must be between ${min} and ${max}` };
};

/** ngx_conf_set_size_slot(), ngx_http_set_complex_value_size_slot(), and the second half of ngx_conf_set_bufs_slot(). */
export const size: ValueFamily = ({ value }, _kind, at) => {
  const found = parseSize(value);
  const buffers = isBuffers(at.fact?.valueKinds);
  if (found !== null && !(buffers && found === 0)) return null;
  const name = at.name;
  const form = /^[0-9]+[gG]$/.test(value)
    ? `sizes of "${name}" have the units "k" and "m" only`
    : `"${name}" takes a size such as "16k" or "1m"`;
  return { message: `${form}, not "${value}"`, nginx: `"${name}" directive invalid value`, ...meantSize(value, false) };
};

/** ngx_conf_set_off_slot() */
export const offset: ValueFamily = ({ value }, { words }, at) => {
  if (words?.includes(value) || parseOffset(value) !== null) return null;
  const name = at.name;
  return {
    message: `"${name}" takes a size such as "512k", "10m" or "1g", not "${value}"`,
    nginx: `"${name}" directive invalid value`,
    ...meantSize(value, true),
  };
};

/** `10MB`, `512kb`, `1 GiB`: a unit with a tail; and `2g` where there are no gigabytes. */
function meantSize(value: string, giga: boolean): Pick<ValueProblem, 'meant'> {
  const [, digits = '', unit = ''] = /^([0-9]+) ?([kmg])?(?:i?b|byte|bytes)?$/i.exec(value) ?? [];
  if (digits === '' || digits.length > 9) return {};
  const lower = unit.toLowerCase();
  const text = lower === 'g' && !giga ? `${Number(digits) * 1024}m` : `${digits}${lower}`;
  return { meant: { text, safe: true } };
}

/** ngx_conf_set_path_slot(): the numbers of characters of one, two or three levels of folders. */
export const level: ValueFamily = ({ value }, _kind, at) => {
  if ((parseNumber(value) ?? 0) > 0 && levelsFit(at.node.args.slice(1).map((word) => word.value))) return null;
  return {
    message: `the levels of folders of "${at.name}" are up to three numbers from 1 to 3, not "${value}"`,
    nginx: `"${at.name}" directive invalid value`,
  };
};

/** `path->len > 10 + i`, where each level adds itself and a slash. */
function levelsFit(levels: readonly string[]): boolean {
  const length = levels.reduce((sum, each) => sum + (parseNumber(each) ?? 0) + 1, 0);
  return length <= 10 + levels.length;
}

function isBuffers(kinds: readonly { readonly kind: string }[] | undefined): boolean {
  return kinds?.length === 2 && kinds[0]?.kind === 'number' && kinds[1]?.kind === 'size';
}
