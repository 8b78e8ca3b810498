import { type ConfigPath, isObject, kindOf, type Reader } from '@nginx-lint/core';
import { parseRegex } from '@nginx-lint/regex';
import { EXPECTATION_KEYS, type Expectation, type ExpectedText } from './test-file.ts';

/** Reads what a test expects; what is wrong goes to the reader. */
export function readExpectation(value: unknown, path: ConfigPath, reader: Reader): Expectation {
  const object = reader.object(value, path, EXPECTATION_KEYS);
  const wanted: { -readonly [K in keyof Expectation]: Expectation[K] } = {};
  for (const [key, given] of Object.entries(object)) {
    const at: ConfigPath = [...path, key];
    if (key === 'server' || key === 'location' || key === 'upstream') wanted[key] = readName(given, at, reader);
    else if (key === 'redirect' || key === 'file' || key === 'upstreamUri' || key === 'body')
      wanted[key] = readText(given, at, reader);
    else if (key === 'status') wanted.status = readStatus(given, at, reader);
    else if (key === 'uncertain') wanted.uncertain = readFlag(given, at, reader);
    else if (key === 'upstreamHeaders' || key === 'upstreamParams') wanted[key] = readTexts(given, at, reader);
    else if (key === 'headers') wanted.headers = readHeaders(given, at, reader);
    else if (key === 'effective') wanted.effective = readEffective(given, at, reader);
  }
  if (isObject(value) && Object.keys(value).length === 0)
    reader.error(path, `expects nothing; known are ${EXPECTATION_KEYS.join(', ')}`);
  return wanted;
}

function readName(value: unknown, path: ConfigPath, reader: Reader): string | null {
  if (value === null || typeof value === 'string') return value;
  reader.error(path, `expected a text, or null for none, got ${kindOf(value)}`);
  return null;
}

function readStatus(value: unknown, path: ConfigPath, reader: Reader): number | null {
  if (value === null) return null;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 100 && value <= 999) return value;
  reader.error(path, `expected a status of HTTP, such as 301, or null where nothing is answered`);
  return null;
}

function readFlag(value: unknown, path: ConfigPath, reader: Reader): boolean {
  if (typeof value === 'boolean') return value;
  reader.error(path, `expected true or false, got ${kindOf(value)}`);
  return false;
}

function readText(value: unknown, path: ConfigPath, reader: Reader): ExpectedText {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (!isObject(value)) {
    reader.error(path, `expected a text, null for none, or "matches" with an expression, got ${kindOf(value)}`);
    return null;
  }
  const object = reader.object(value, path, ['matches']);
  const at = [...path, 'matches'];
  const matches = reader.string(object['matches'], at);
  const [problem] = matches === null ? [] : parseRegex(matches).problems;
  if (problem !== undefined) reader.error(at, `${problem.message} (at ${problem.offset})`);
  if (matches === null && object['matches'] === undefined) reader.error(path, 'expected "matches" with an expression');
  return { matches: matches ?? '' };
}

function readTexts(value: unknown, path: ConfigPath, reader: Reader): ReadonlyMap<string, ExpectedText> {
  if (isObject(value))
    return new Map(Object.entries(value).map(([name, each]) => [name, readText(each, [...path, name], reader)]));
  reader.error(path, `expected names, each with its value, got ${kindOf(value)}`);
  return new Map();
}

function readHeaders(value: unknown, path: ConfigPath, reader: Reader): NonNullable<Expectation['headers']> {
  const found = new Map<string, ExpectedText | readonly string[]>();
  if (!isObject(value)) {
    reader.error(path, `expected names of headers, each with its value, got ${kindOf(value)}`);
    return found;
  }
  for (const [name, each] of Object.entries(value)) {
    const at = [...path, name];
    found.set(name, Array.isArray(each) ? reader.strings(each, at, false) : readText(each, at, reader));
  }
  return found;
}

function readEffective(value: unknown, path: ConfigPath, reader: Reader): NonNullable<Expectation['effective']> {
  const found = new Map<string, string | null | readonly string[]>();
  if (!isObject(value)) {
    reader.error(path, `expected names of directives, each with its words, got ${kindOf(value)}`);
    return found;
  }
  for (const [name, each] of Object.entries(value)) {
    const at = [...path, name];
    if (Array.isArray(each))
      found.set(
        name,
        each.map((item, index) => readWords(item, [...at, index], reader) ?? ''),
      );
    else found.set(name, each === null ? null : readWords(each, at, reader));
  }
  return found;
}

function readWords(value: unknown, path: ConfigPath, reader: Reader): string | null {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number') return String(value);
  const hint = typeof value === 'boolean' ? `; write it as nginx does: ${value ? 'on' : 'off'}` : '';
  reader.error(path, `expected the words of the directive, got ${kindOf(value)}${hint}`);
  return null;
}
