import { type Bytes, bytesOf, type ConfigPath, nearest, shownBytes } from '@nginx-lint/core';
import { createMatcher, parseRegex } from '@nginx-lint/regex';
import { type Actual, type Known, locationText, type Named } from './actual.ts';
import type { Expectation, ExpectedText } from './test-file.ts';

/** One thing that is not as expected. */
export interface Mismatch {
  /** From `expect` on: `status`, `headers.x-frame-options`. */
  readonly path: ConfigPath;
  readonly expected: string;
  readonly got: string;
  /** Not another value, but one that cannot be known. */
  readonly unknown: boolean;
  /** What may help; null: nothing. */
  readonly hint: string | null;
}

/** Names that a configuration has, for hints. */
export interface KnownPlaces {
  readonly servers: readonly string[];
  readonly locations: readonly string[];
}

/** What is not as expected; empty where all is. */
export function check(expect: Expectation, actual: Actual, places: KnownPlaces): readonly Mismatch[] {
  const checker = new Checker();
  const { server, location, status, redirect, file, upstream, upstreamUri, body } = expect;
  if (server !== undefined) checker.name(['server'], server, actual.server, places.servers);
  if (location !== undefined)
    checker.name(['location'], location === null ? null : spaced(location), actual.location, places.locations);
  if (status !== undefined) checker.status(status, actual);
  if (redirect !== undefined) checker.text(['redirect'], redirect, actual.redirect);
  if (file !== undefined) checker.text(['file'], file, actual.file);
  if (upstream !== undefined) checker.name(['upstream'], upstream, actual.upstream, []);
  if (upstreamUri !== undefined) checker.text(['upstreamUri'], upstreamUri, actual.upstreamUri);
  for (const [name, wanted] of expect.upstreamHeaders ?? [])
    checker.values(['upstreamHeaders', name], wanted, actual.upstreamHeader(name.toLowerCase()));
  for (const [name, wanted] of expect.upstreamParams ?? [])
    checker.values(['upstreamParams', name], wanted, actual.upstreamParam(name));
  for (const [name, wanted] of expect.headers ?? [])
    checker.values(['headers', name], wanted, actual.header(name.toLowerCase()));
  if (body !== undefined) checker.text(['body'], body, actual.body);
  for (const [name, wanted] of expect.effective ?? [])
    checker.words(['effective', name], wanted, actual.effective(name));
  if (expect.uncertain !== undefined) checker.uncertain(expect.uncertain, actual.uncertain);
  return checker.found;
}

class Checker {
  readonly found: Mismatch[] = [];

  name(path: ConfigPath, wanted: string | null, actual: Known<Named | null>, others: readonly string[]): void {
    const got = this.#known(path, wanted ?? NONE, actual);
    if (got === undefined || (wanted === null ? got.value === null : got.value?.names.includes(wanted))) return;
    const near = wanted === null || others.includes(wanted) || isPlace(wanted) ? [] : nearest(wanted, others);
    const hint = near[0] === undefined ? null : `there is no "${wanted}"; did you mean "${near[0]}"?`;
    this.#differs(path, wanted ?? NONE, got.value?.shown ?? NONE, hint);
  }

  status(wanted: number | null, actual: Actual): void {
    const got = this.#known(['status'], wanted === null ? CLOSED : String(wanted), actual.status);
    if (got === undefined) return;
    if (wanted === null ? actual.closed : wanted === got.value) return;
    this.#differs(['status'], wanted === null ? CLOSED : String(wanted), actual.closed ? CLOSED : String(got.value));
  }

  text(path: ConfigPath, wanted: ExpectedText, actual: Known<Bytes | null>): void {
    const got = this.#known(path, shownText(wanted), actual);
    if (got !== undefined && !fits(wanted, got.value)) this.#differs(path, shownText(wanted), readable(got.value));
  }

  /** Of several values each has to be expected. */
  values(path: ConfigPath, wanted: ExpectedText | readonly string[], actual: Known<readonly Bytes[]>): void {
    const shown = isList(wanted) ? wanted.map(shownText).join(', ') : shownText(wanted);
    const got = this.#known(path, shown, actual)?.value;
    if (got === undefined) return;
    const right = isList(wanted)
      ? got.length === wanted.length && wanted.every((each, at) => fits(each, got[at] ?? null))
      : got.length < 2 && fits(wanted, got[0] ?? null);
    if (!right) this.#differs(path, shown, got.length === 0 ? NONE : got.map(readable).join(', '));
  }

  words(path: ConfigPath, wanted: string | null | readonly string[], actual: Known<readonly string[]>): void {
    const list = wanted === null ? [] : typeof wanted === 'string' ? [wanted] : wanted;
    const shown = (words: readonly string[]): string => (words.length === 0 ? UNSET : words.join(', '));
    const got = this.#known(path, shown(list), actual)?.value;
    if (got === undefined || (got.length === list.length && got.every((each, at) => each === list[at]))) return;
    this.#differs(path, shown(list), shown(got));
  }

  uncertain(wanted: boolean, reasons: readonly string[]): void {
    if (wanted === reasons.length > 0) return;
    this.#differs(
      ['uncertain'],
      wanted ? 'uncertain' : 'certain',
      wanted ? 'certain' : `uncertain: ${reasons.join('; ')}`,
    );
  }

  #known<T>(path: ConfigPath, expected: string, actual: Known<T>): { readonly value: T } | undefined {
    if ('value' in actual) return actual;
    this.found.push({ path, expected, got: `not known: ${actual.unknown}`, unknown: true, hint: null });
    return undefined;
  }

  #differs(path: ConfigPath, expected: string, got: string, hint: string | null = null): void {
    this.found.push({ path, expected, got, unknown: false, hint });
  }
}

const NONE = 'none';
const UNSET = 'not set';
const CLOSED = 'no answer';

function isList(value: ExpectedText | readonly string[]): value is readonly string[] {
  return Array.isArray(value);
}

function isPlace(text: string): boolean {
  return /:\d+$/.test(text);
}

function fits(wanted: ExpectedText, got: Bytes | null): boolean {
  if (wanted === null || got === null) return wanted === got;
  if (typeof wanted === 'string') return bytesOf(wanted) === got;
  const result = createMatcher(parseRegex(wanted.matches).tree).match(got);
  return result !== null && result !== 'cannot-evaluate';
}

function shownText(wanted: ExpectedText): string {
  if (wanted === null) return NONE;
  return typeof wanted === 'string' ? readable(bytesOf(wanted)) : `matches ${wanted.matches}`;
}

/** Line ends would tear a report apart. */
function readable(bytes: Bytes | null): string {
  if (bytes === null) return NONE;
  const shown = shownBytes(bytes);
  const text =
    typeof shown === 'string'
      ? shown
      : bytes.replace(/[\x80-\xff]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`);
  return text === '' ? 'empty' : JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
}

/** `~\.php$` as `~ \.php$`: nginx takes a modifier with or without a blank behind it. */
function spaced(location: string): string {
  const [, modifier, rest = ''] = /^(=|\^~|~\*|~)\s*(.*)$/s.exec(location.trim()) ?? [];
  if (modifier === undefined) return location.trim();
  const match = modifier === '=' ? 'exact' : modifier === '^~' ? 'prefix-final' : 'regex';
  return locationText({ match, caseless: modifier === '~*', pattern: rest });
}
