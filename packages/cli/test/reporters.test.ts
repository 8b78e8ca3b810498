import { type Diagnostic, fileAt, parse } from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';
import { compact } from '../src/reporters/compact.ts';
import { json } from '../src/reporters/json.ts';
import { pretty } from '../src/reporters/pretty.ts';
import type { Report } from '../src/reporters/report.ts';
import { COLORED, PLAIN } from '../src/style.ts';

const FILE = fileAt('/site/nginx.conf');

/** A report about one text: the first place of each `part`, with what a diagnostic has besides. */
function reportOn(text: string, ...parts: (Partial<Diagnostic> & { part: string })[]): Report {
  const source = parse(FILE, text);
  const diagnostics = parts.map(({ part, ...extra }) => {
    const start = text.indexOf(part);
    expect(start).not.toBe(-1);
    const span = { start, end: start + part.length };
    return { ...PLAIN_DIAGNOSTIC, file: FILE, span, ...extra };
  });
  return {
    diagnostics,
    files: 1,
    suppressed: 0,
    silenced: [],
    looked: [FILE],
    source: () => source,
    nameOf: (file) => file.replace('file:///site/', ''),
    fingerprintOf: ({ rule }) => rule,
  };
}

const PLAIN_DIAGNOSTIC: Omit<Diagnostic, 'file' | 'span'> = {
  rule: 'a-rule',
  group: 'tls',
  severity: 'warning',
  fatal: false,
  message: 'this is wrong',
  context: ['http', 'server'],
  related: [],
  fixes: [],
};

const show = (report: Report, columns = 120) => pretty(report, { palette: PLAIN, columns, links: false });

describe('pretty', () => {
  it('underlines the place', () => {
    expect(show(reportOn('http {\n  root x;\n}\n', { part: 'x' }))).toBe(
      [
        'warning[a-rule]: this is wrong',
        ' --> nginx.conf:2:8',
        '  |',
        '2 |   root x;',
        '  |        ^',
        '  = why: nginx-lint rules a-rule',
        '',
        '1 warning in 1 file',
        '',
      ].join('\n'),
    );
  });

  it('shows what has to do with it, and what helps', () => {
    const text = `${'\n'.repeat(9)}listen 80;\nroot x;\n`;
    const at = text.indexOf('listen');
    const related = [{ file: FILE, span: { start: at, end: at + 6 }, message: 'the listener' }];
    const edits = [{ file: FILE, span: { start: 0, end: 0 }, text: '#' }];
    const fixes = [
      { title: 'Remove it', safe: true, edits },
      { title: 'Guess', safe: false, edits },
    ];
    expect(show(reportOn(text, { part: 'root', related, fixes }))).toBe(
      [
        'warning[a-rule]: this is wrong',
        '  --> nginx.conf:11:1',
        '   |',
        '11 | root x;',
        '   | ^^^^',
        '  ::: nginx.conf:10:1: the listener',
        '   |',
        '10 | listen 80;',
        '   | ------',
        '   = help: Remove it',
        '   = help: Guess (check that this is what you mean)',
        '   = why: nginx-lint rules a-rule',
        '',
        '1 warning in 1 file, 1 with a safe fix',
        '',
      ].join('\n'),
    );
  });

  it.each([
    ['tabs', '\t\troot\tx;\n', 'x', ['        root    x;', '                ^']],
    ['wide characters', 'root 日本x;\n', 'x', ['root 日本x;', '         ^']],
    ['combining characters', 'root e\u0301x;\n', 'x', ['root e\u0301x;', '      ^']],
    ['control characters', 'root \u001b[2Jx;\n', 'x', ['root ␛[2Jx;', '         ^']],
    ['a carriage return at the end', 'root x;\r\n', 'x', ['root x;', '     ^']],
    ['marks of direction', 'root \u202ex;\n', 'x', ['root \ufffdx;', '      ^']],
  ])('keeps the columns with %s', (_, text, part, lines) => {
    const shown = show(reportOn(text, { part })).split('\n');
    expect(shown.slice(3, 5)).toEqual([`1 | ${lines[0]}`, `  | ${lines[1]}`]);
  });

  it('shows first and last line of a range over several', () => {
    const shown = show(reportOn('if (a) {\n  b c;\n}\n', { part: 'if (a) {\n  b c;\n}' })).split('\n');
    expect(shown.slice(2, 8)).toEqual(['  |', '1 | if (a) {', '  | ^^^^^^^^', '...', '3 | }', '  | ^']);
  });

  it('marks an empty range at the end of the text', () => {
    const report = reportOn('root x', { part: 'x', span: { start: 6, end: 6 } });
    expect(show(report).split('\n').slice(3, 5)).toEqual(['1 | root x', '  |       ^']);
  });

  it('cuts long lines around the place', () => {
    const text = `${'a'.repeat(500)} HERE ${'b'.repeat(500)};\n`;
    const lines = show(reportOn(text, { part: 'HERE' }), 60).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(62);
    const [code = '', mark = ''] = lines.slice(3, 5);
    expect(code.slice(mark.indexOf('^'), mark.lastIndexOf('^') + 1)).toBe('HERE');
    expect(code).toMatch(/^1 \| ….*…$/);
  });

  it('explains a rule once, and counts by severity', () => {
    const shown = show(reportOn('a b;\n', { part: 'a' }, { part: 'b' }, { part: 'b', severity: 'error' }));
    expect(shown.match(/= why/g)).toHaveLength(1);
    expect(shown).toMatch(/\n1 error, 2 warnings in 1 file\n$/);
  });

  it('is silent about nothing', () => {
    expect(show(reportOn('a b;\n'))).toBe('');
  });

  it('never lets the source speak to the terminal', () => {
    const report = reportOn('a \u001b]0;x\u0007\u009b31m;\n', { part: 'a', message: 'say \u001b[31m "\u0000"' });
    const nasty = { ...report, nameOf: () => 'bad\u001b[1m\nname' };
    for (const text of [show(nasty), compact(nasty)]) expect(text).not.toMatch(/[^\P{Cc}\n]/u);
  });

  it('colours when asked to, with the same words', () => {
    const report = reportOn('root x;\n', { part: 'x' });
    const colored = pretty(report, { palette: COLORED, columns: 120, links: false });
    expect(colored).toContain('\u001b[');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: terminal sequences begin with one
    expect(colored.replace(/\u001b\[[\d;]*m/g, '')).toBe(show(report));
  });
});

it('leads to files and rules where the terminal can follow', () => {
  const shown = pretty(reportOn('root x;\n', { part: 'x' }), { palette: PLAIN, columns: 120, links: true });
  const link = (text: string, address: string) => `\u001b]8;;${address}\u001b\\${text}\u001b]8;;\u001b\\`;
  const page = 'https://github.com/nginx-lint/nginx-lint/blob/main/docs/rules/a-rule.md';
  expect(shown).toContain(`warning[${link('a-rule', page)}]`);
  expect(shown).toContain(`--> ${link('nginx.conf:1:6', 'file:///site/nginx.conf')}\n`);
});

describe('compact', () => {
  it('is one line for each', () => {
    const report = reportOn(
      'root x;\nindex y;\n',
      { part: 'x' },
      { part: 'y', severity: 'error', message: 'line\nbreak' },
    );
    expect(compact(report)).toBe(
      'nginx.conf:1:6: warning: this is wrong [a-rule]\nnginx.conf:2:7: error: line␊break [a-rule]\n',
    );
  });
});

describe('json', () => {
  it('has the shape that was promised', () => {
    const at = { start: 0, end: 4 };
    const report = reportOn('root 日x;\n', {
      part: 'x',
      related: [{ file: FILE, span: at, message: 'here' }],
      fixes: [{ title: 'Fix', safe: true, edits: [{ file: FILE, span: at, text: 'alias' }] }],
    });
    const range = { start: { line: 1, column: 1, offset: 0 }, end: { line: 1, column: 5, offset: 4 } };
    expect(JSON.parse(json(report))).toEqual({
      version: 1,
      diagnostics: [
        {
          rule: 'a-rule',
          group: 'tls',
          severity: 'warning',
          fatal: false,
          message: 'this is wrong',
          file: 'nginx.conf',
          range: { start: { line: 1, column: 7, offset: 6 }, end: { line: 1, column: 8, offset: 7 } },
          context: ['http', 'server'],
          docs: 'rules/a-rule',
          related: [{ file: 'nginx.conf', range, message: 'here' }],
          fixes: [{ title: 'Fix', safe: true, edits: [{ file: 'nginx.conf', range, text: 'alias' }] }],
        },
      ],
      summary: { files: 1, errors: 0, warnings: 1, infos: 0, hints: 0, fatal: 0, fixable: 1, suppressed: 0 },
    });
  });
});
