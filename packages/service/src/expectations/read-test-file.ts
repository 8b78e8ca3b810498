import {
  type ConfigError,
  type ConfigPath,
  isObject,
  isVersion,
  kindOf,
  parseHostAddress,
  parseSocketAddress,
  Reader,
} from '@nginx-lint/core';
import { readExpectation } from './read-expectation.ts';
import {
  FILES_CHOICES,
  type FilesChoice,
  type RequestTest,
  TEST_FILE_KEYS,
  TEST_KEYS,
  type TestFile,
} from './test-file.ts';

/** Reads what stood in a file of tests (parsed YAML or JSON). Says all that is wrong with it; never throws. */
export function readTestFile(value: unknown): { readonly file: TestFile; readonly errors: readonly ConfigError[] } {
  const reader = new Reader();
  const object = reader.object(value, [], TEST_FILE_KEYS);
  const file: TestFile = {
    config: reader.string(object['config'], ['config']),
    nginxVersion: readVersion(object['nginxVersion'], reader),
    files: readFiles(object['files'], ['files'], reader),
    prefix: reader.string(object['prefix'], ['prefix']),
    map: readMap(object['map'], reader),
    tests: readTests(object['tests'], value, reader),
  };
  return { file, errors: reader.errors };
}

function readTests(value: unknown, file: unknown, reader: Reader): readonly RequestTest[] {
  if (!Array.isArray(value) || value.length === 0) {
    if (isObject(file)) reader.error(['tests'], `expected a list of requests, got ${kindOf(value)}`);
    return [];
  }
  return value.map((item: unknown, index): RequestTest => {
    const path: ConfigPath = ['tests', index];
    const object = reader.object(item, path, TEST_KEYS);
    const within = (key: string): ConfigPath => [...path, key];
    const text = (key: string): string | null => reader.string(object[key], within(key));
    const url = text('url');
    if (isObject(item) && object['url'] === undefined) reader.error(path, 'expected "url": what is asked for');
    const listen = text('listen');
    if (listen !== null && parseSocketAddress(listen) === null)
      reader.error(within('listen'), `"${listen}" is no address and port, such as 127.0.0.1:8080`);
    const client = text('client');
    if (client !== null && !/^unix:/i.test(client) && parseHostAddress(client) === null)
      reader.error(within('client'), `"${client}" is no IP address, such as 203.0.113.7`);
    const method = text('method');
    if (method !== null && !isToken(method)) reader.error(within('method'), `"${method}" is no method, such as POST`);
    if (isObject(item) && object['expect'] === undefined)
      reader.error(path, 'expected "expect": what becomes of the request');
    return {
      ...{ name: text('name'), url: url ?? '', method, client, listen },
      headers: readHeaders(object['headers'], within('headers'), reader),
      files: readFiles(object['files'], within('files'), reader),
      expect: object['expect'] === undefined ? {} : readExpectation(object['expect'], within('expect'), reader),
    };
  });
}

/** `{ Name: value }`, also with a list of values. */
function readHeaders(value: unknown, path: ConfigPath, reader: Reader): RequestTest['headers'] {
  if (value === undefined || value === null) return [];
  if (!isObject(value)) {
    reader.error(path, `expected names of headers, each with its value, got ${kindOf(value)}`);
    return [];
  }
  return Object.entries(value).flatMap(([name, given]) => {
    if (!isToken(name)) reader.error([...path, name], `"${name}" is no name of a header`, 'key');
    const values: readonly unknown[] = Array.isArray(given) ? given : [given];
    return values.flatMap((each, index): [string, string][] => {
      const text = typeof each === 'number' ? String(each) : each;
      if (typeof text === 'string' && !/[\0\r\n]/.test(text)) return [[name, text]];
      const at = Array.isArray(given) ? [...path, name, index] : [...path, name];
      reader.error(
        at,
        typeof text === 'string' ? 'a value has no line end and no NUL' : `expected a text, got ${kindOf(each)}`,
      );
      return [];
    });
  });
}

function readFiles(value: unknown, path: ConfigPath, reader: Reader): FilesChoice | null {
  const text = reader.string(value, path);
  const found = FILES_CHOICES.find((choice) => choice === text);
  if (text !== null && found === undefined) reader.unknown(path, 'choice', text, FILES_CHOICES);
  return found ?? null;
}

function readVersion(value: unknown, reader: Reader): string | null {
  // YAML reads 1.28 as a number.
  const text = typeof value === 'number' ? String(value) : reader.string(value, ['nginxVersion']);
  if (text === null || isVersion(text)) return text;
  reader.error(['nginxVersion'], `"${text}" is not a version; write it as "1.28.0"`);
  return null;
}

function readMap(value: unknown, reader: Reader): TestFile['map'] {
  if (value === undefined || value === null) return [];
  if (!isObject(value)) {
    reader.error(['map'], `expected paths of the server, each with the path it has here, got ${kindOf(value)}`);
    return [];
  }
  return Object.entries(value).flatMap(([from, to]) => {
    if (!from.startsWith('/')) reader.error(['map', from], `"${from}" must be an absolute path of the server`, 'key');
    const text = reader.string(to, ['map', from]);
    return text === null ? [] : [{ from, to: text }];
  });
}

/** A method or the name of a header (RFC 9110, `token`). */
function isToken(value: string): boolean {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(value);
}
