import { DEFAULT_FORMAT, type FormatOptions } from '../format/options.ts';
import { type ConfigPath, kindOf, type Reader } from './config-reader.ts';

type Key = keyof FormatOptions;

/** What a value may be: words, a number from the first to the last, or true and false. */
const VALUES: { readonly [K in Key]: readonly FormatOptions[K][] | readonly [number, number] | 'flag' } = {
  indent: [1, 16],
  useTabs: 'flag',
  maxBlankLines: [0, 100],
  braces: ['same-line', 'keep'],
  align: ['keep', 'none'],
  finalNewline: 'flag',
  endOfLine: ['keep', 'lf', 'crlf'],
};

const KEYS = Object.keys(DEFAULT_FORMAT) as readonly Key[];

/** Reads the options of the formatter, as far as they are given. */
export function readFormat(value: unknown, path: ConfigPath, reader: Reader): Partial<FormatOptions> {
  if (value === undefined || value === null) return {};
  const given = reader.object(value, path, KEYS);
  const read = KEYS.filter((key) => given[key] !== undefined && given[key] !== null).filter((key) => {
    const problem = problemWith(given[key], VALUES[key]);
    if (problem !== null) reader.error([...path, key], problem);
    return problem === null;
  });
  return Object.fromEntries(read.map((key) => [key, given[key]])) as Partial<FormatOptions>;
}

function problemWith(value: unknown, wanted: (typeof VALUES)[Key]): string | null {
  if (wanted === 'flag') return typeof value === 'boolean' ? null : `expected true or false, got ${kindOf(value)}`;
  const [first, last] = wanted;
  if (typeof first === 'number' && typeof last === 'number') {
    if (typeof value === 'number' && Number.isInteger(value) && value >= first && value <= last) return null;
    const got = typeof value === 'number' ? String(value) : kindOf(value);
    return `expected a whole number from ${first} to ${last}, got ${got}`;
  }
  const words = wanted as readonly unknown[];
  if (words.includes(value)) return null;
  return `expected one of ${words.join(', ')}, got ${typeof value === 'string' ? `"${value}"` : kindOf(value)}`;
}
