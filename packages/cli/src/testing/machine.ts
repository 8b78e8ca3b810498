import { jsonText, routeJson } from '@nginx-lint/core';
import { DECLARATION, emptyTag, escaped, startTag } from '../reporters/xml.ts';
import type { FileResult, TestResult } from './run-tests.ts';

/** For scripts, version 1; a failed test has the whole result of `route`. */
export function json(files: readonly FileResult[]): string {
  const all = files.flatMap(({ results }) => results);
  const failed = all.filter(isFailed).length;
  const value = {
    version: 1,
    files: files.map((file) => ({
      file: file.name,
      config: file.entry.nameOf(file.entry.file),
      tests: file.results.map((result) => testJson(result, file)),
    })),
    summary: { tests: all.length, ok: all.length - failed, failed },
  };
  return `${jsonText(value, 2)}\n`;
}

function testJson(result: TestResult, { entry }: FileResult): object {
  const { test, line, mismatches, outcome, unseen } = result;
  return {
    name: test.name,
    url: test.url,
    line,
    ok: !isFailed(result),
    failures: mismatches.map(({ path, expected, got, unknown, hint, line: at }) => ({
      field: path.join('.'),
      line: at,
      expected,
      got,
      unknown,
      ...(hint === null ? {} : { hint }),
    })),
    unseen,
    ...(isFailed(result) ? { result: routeJson(outcome, entry.model, entry.nameOf, test.url) } : {}),
  };
}

/** What CI servers read: a suite for each file, a case for each test. */
export function junit(files: readonly FileResult[]): string {
  const suites = files.map(({ name, results }) => {
    const cases = results.map((result) => testCase(result, name)).join('');
    return `  ${startTag('testsuite', { name, ...countsOf(results), skipped: 0 })}\n${cases}  </testsuite>\n`;
  });
  const counts = countsOf(files.flatMap(({ results }) => results));
  return `${DECLARATION}${startTag('testsuites', { name: 'nginx-lint test', ...counts })}\n${suites.join('')}</testsuites>\n`;
}

function countsOf(results: readonly TestResult[]): {
  readonly tests: number;
  readonly failures: number;
  readonly errors: 0;
} {
  return { tests: results.length, failures: results.filter(isFailed).length, errors: 0 };
}

function testCase(result: TestResult, file: string): string {
  const { test, mismatches } = result;
  const name = test.name === null ? test.url : `${test.name}: ${test.url}`;
  // Jenkins' schema knows neither files nor lines here; the text of a failure has them.
  const attributes = { name, classname: file };
  if (!isFailed(result)) return `    ${emptyTag('testcase', attributes)}\n`;
  const lines = mismatches.map(
    ({ path, expected, got, line: at }) => `${file}:${at}: ${path.join('.')}: expected ${expected}, got ${got}`,
  );
  const message = mismatches.map(({ path }) => path.join('.')).join(', ');
  return [
    `    ${startTag('testcase', attributes)}\n`,
    `      ${startTag('failure', { message, type: 'expectation' })}${lines.map(escaped).join('\n')}</failure>\n`,
    '    </testcase>\n',
  ].join('');
}

function isFailed({ mismatches }: TestResult): boolean {
  return mismatches.length > 0;
}
