/** What a 64-bit nginx can hold: NGX_MAX_INT_T_VALUE, NGX_MAX_OFF_T_VALUE. */
const MAX = 9_223_372_036_854_775_807n;

/** Digits that a number of JavaScript holds exactly, whatever they are. */
const EXACT_DIGITS = 15;

/** ngx_atoi(): decimal digits and nothing else; null where it says NGX_ERROR. */
export function parseNumber(text: string): number | null {
  if (!/^[0-9]+$/.test(text)) return null;
  if (text.length > EXACT_DIGITS && BigInt(text) > MAX) return null;
  return Number(text);
}

/** ngx_parse_size(): bytes, with `k` or `m` in either case. */
export function parseSize(text: string): number | null {
  return parseScaled(text, SIZES);
}

/** ngx_parse_offset(): as a size, and `g`. */
export function parseOffset(text: string): number | null {
  return parseScaled(text, OFFSETS);
}

type Scales = ReadonlyMap<string, number>;
const SIZES: Scales = new Map([
  ['k', 1024],
  ['m', 1024 ** 2],
]);
const OFFSETS: Scales = new Map([...SIZES, ['g', 1024 ** 3]]);

function parseScaled(text: string, scales: Scales): number | null {
  const scale = scales.get(text.slice(-1).toLowerCase());
  if (scale === undefined) return parseNumber(text);
  const digits = text.slice(0, -1);
  const number = parseNumber(digits);
  if (number === null) return null;
  return digits.length > EXACT_DIGITS - 9 && BigInt(digits) > MAX / BigInt(scale) ? null : number * scale;
}

/** Units in the order in which they must come, with their seconds; a space ends the seconds as `s` does. */
const STEPS: readonly (readonly [unit: string, seconds: number, step: number])[] = [
  ['y', 60 * 60 * 24 * 365, 1],
  ['M', 60 * 60 * 24 * 30, 2],
  ['w', 60 * 60 * 24 * 7, 3],
  ['d', 60 * 60 * 24, 4],
  ['h', 60 * 60, 5],
  ['ms', 0.001, 8],
  ['m', 60, 6],
  ['s', 1, 7],
  [' ', 1, 9],
];
/** A number without a unit. */
const LAST = ['', 1, 9] as const;
const MONTH = 2;
const SECONDS = 7;

/** ngx_parse_time(line, 0): milliseconds; a bare number is seconds. */
export function parseMilliseconds(text: string): number | null {
  return parseTime(text, false);
}

/** ngx_parse_time(line, 1): seconds; years and months are known, milliseconds are not. */
export function parseSeconds(text: string): number | null {
  return parseTime(text, true);
}

function parseTime(text: string, inSeconds: boolean): number | null {
  const pattern = /([0-9]*)(y|M|w|d|h|ms|m|s| |$) */y;
  let step = inSeconds ? 0 : MONTH;
  /** In milliseconds. */
  let total = 0;
  let exact = 0n;
  let valid = false;
  while (pattern.lastIndex < text.length) {
    const found = pattern.exec(text);
    if (found === null) return null;
    const [, digits = '', unit = ''] = found;
    valid ||= digits !== '';
    const number = digits === '' ? 0 : parseNumber(digits);
    if (number === null) return null;
    const known = STEPS.find(([name]) => name === unit);
    const [, seconds, next] = known ?? LAST;
    if (known !== undefined && (unit === ' ' ? step >= SECONDS : step >= next)) return null;
    if (unit === 'ms' && inSeconds) return null;
    step = next;
    total += number * seconds * 1000;
    if (text.length > EXACT_DIGITS - 4) exact += BigInt(digits === '' ? 0 : digits) * BigInt(seconds * 1000);
  }
  const most = inSeconds ? MAX * 1000n : MAX;
  if (!valid || exact > most) return null;
  return inSeconds ? total / 1000 : total;
}
