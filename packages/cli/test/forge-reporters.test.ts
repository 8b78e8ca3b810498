import { type Diagnostic, type FileId, fileAt, parse } from '@nginx-lint/core';
import { toFileId } from '@nginx-lint/disk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readXml } from '../../../test/support/strict-xml.ts';
import { wantsLinks } from '../src/hyperlinks.ts';
import { namesBelowRoot } from '../src/reporters/below-root.ts';
import { checkstyle } from '../src/reporters/checkstyle.ts';
import { github } from '../src/reporters/github.ts';
import { gitlab } from '../src/reporters/gitlab.ts';
import { junit } from '../src/reporters/junit.ts';
import type { Report } from '../src/reporters/report.ts';
import { sarif } from '../src/reporters/sarif.ts';

const FILE = fileAt('/site/a b/ü#%.conf');
const TEXT = 'root x;\nindex y;\n# nginx-lint-disable-line all -- because\n';

const DIAGNOSTIC: Diagnostic = {
  rule: 'ssl-weak-protocols',
  group: 'tls',
  severity: 'warning',
  fatal: false,
  message: 'this is wrong',
  file: FILE,
  span: { start: 5, end: 6 },
  context: ['http', 'server'],
  related: [],
  fixes: [],
};

function reportOf(diagnostics: readonly Partial<Diagnostic>[], extra: Partial<Report> = {}): Report {
  const source = parse(FILE, TEXT);
  return {
    diagnostics: diagnostics.map((one) => ({ ...DIAGNOSTIC, ...one })),
    files: 1,
    suppressed: 0,
    silenced: [],
    looked: [FILE],
    source: () => source,
    nameOf: () => 'a b/ü#%.conf',
    fingerprintOf: ({ rule, span }) => `${rule}:${span.start}`,
    ...extra,
  };
}

describe('github', () => {
  it('escapes what would end a property or a line', () => {
    const report = reportOf([{ message: '50% of a:b, c\r\nd' }], { nameOf: () => 'a:b,c%.conf' });
    expect(github(report)).toBe(
      '::warning file=a%3Ab%2Cc%25.conf,line=1,endLine=1,col=6,endColumn=7,title=ssl-weak-protocols::50%25 of a:b, c␍␊d\n',
    );
  });

  it('names no columns over several lines, and knows three levels', () => {
    const span = { start: 0, end: 12 };
    const report = reportOf([
      { severity: 'error', span },
      { severity: 'info', span },
      { severity: 'hint', span },
    ]);
    const rest = 'file=a b/ü#%25.conf,line=1,endLine=2,title=ssl-weak-protocols::this is wrong\n';
    expect(github(report)).toBe(`::error ${rest}::notice ${rest}::notice ${rest}`);
  });
});

describe('gitlab', () => {
  it('has five severities, and a fingerprint for each problem', () => {
    const severities = ['error', 'warning', 'info', 'hint'] as const;
    const report = reportOf([
      { fatal: true, severity: 'error', span: { start: 0, end: 4 } },
      ...severities.map((severity, index) => ({ severity, span: { start: index + 1, end: index + 2 } })),
    ]);
    const problems = JSON.parse(gitlab(report)) as { severity: string; fingerprint: string; location: object }[];
    expect(problems.map(({ severity }) => severity)).toEqual(['blocker', 'critical', 'major', 'minor', 'info']);
    expect(new Set(problems.map(({ fingerprint }) => fingerprint)).size).toBe(5);
    expect(problems[0]?.location).toEqual({ path: 'a b/ü#%.conf', lines: { begin: 1, end: 1 } });
  });

  it('is an empty list for nothing', () => {
    expect(gitlab(reportOf([]))).toBe('[]\n');
  });
});

describe('names in a forge', () => {
  const nameOf = (file: FileId) => file as string;
  const shown = (env: Record<string, string>, name: string) => {
    const world = { cwd: '/w/repo/deploy', env } as unknown as Parameters<typeof namesBelowRoot>[2];
    return namesBelowRoot('github', nameOf, world)(name as FileId);
  };

  it.each([
    [{}, 'a.conf', 'a.conf'],
    [{ GITHUB_WORKSPACE: '/w/repo' }, 'a.conf', 'deploy/a.conf'],
    [{ GITHUB_WORKSPACE: '/w/repo' }, '../a.conf', 'a.conf'],
    [{ GITHUB_WORKSPACE: '/w/repo' }, '../../a.conf', '../../a.conf'],
    [{ GITHUB_WORKSPACE: '/w/repo' }, '/etc/a.conf', '/etc/a.conf'],
    [{ GITHUB_WORKSPACE: '/w/repo' }, '<nginx>/mime.types', '<nginx>/mime.types'],
    [{ GITHUB_WORKSPACE: '/w/other' }, 'a.conf', 'a.conf'],
    [{ GITHUB_WORKSPACE: '/w/repo/deploy' }, 'a.conf', 'a.conf'],
    [{ CI_PROJECT_DIR: '/w/repo' }, 'a.conf', 'a.conf'],
  ])('begin at the root of the checkout: %j %s', (env, name, expected) => {
    expect(shown(env, name)).toBe(expected);
  });
});

describe('XML', () => {
  it('is well-formed whatever is said of whatever file', () => {
    const texts = fc.string({
      unit: fc.oneof(
        fc.constantFrom('<', '>', '&', '"', "'", ']]>', '\u0000', '\u001b', '\ufffe', '\ud800', '\n'),
        fc.string({ unit: 'binary', maxLength: 1 }),
      ),
    });
    fc.assert(
      fc.property(texts, texts, (message, name) => {
        const report = reportOf([{ message }], { nameOf: () => name });
        for (const text of [checkstyle(report), junit(report, ['warning']), junit(report, [])]) readXml(text);
      }),
    );
  });

  it('keeps quotes, ampersands and brackets', () => {
    const message = `"a" & 'b' <c> ]]>`;
    const found = readXml(checkstyle(reportOf([{ message }]))).children[0]?.children[0];
    expect(found?.attributes).toEqual({
      line: '1',
      column: '6',
      severity: 'warning',
      message,
      source: 'nginx-lint.ssl-weak-protocols',
    });
  });

  it('counts what failed, and passes a file without problems', () => {
    const other = toFileId('/site/other.conf', '/');
    const report = reportOf([{ severity: 'error' }, { severity: 'info' }], {
      looked: [other, FILE],
      nameOf: (file) => file.replace('file:///site/', ''),
    });
    const root = readXml(junit(report, ['error', 'warning']));
    expect(root.attributes).toMatchObject({ tests: '3', failures: '1', errors: '0' });
    expect(root.children.map(({ attributes }) => attributes)).toEqual([
      {
        name: 'a%20b/%C3%BC%23%25.conf',
        tests: '2',
        failures: '1',
        errors: '0',
        skipped: '1',
        file: 'a%20b/%C3%BC%23%25.conf',
      },
      { name: 'other.conf', tests: '1', failures: '0', errors: '0', skipped: '0', file: 'other.conf' },
    ]);
    expect(root.children[0]?.children.map(({ children }) => children[0]?.name)).toEqual(['failure', 'skipped']);
    expect(root.children[1]?.children[0]).toMatchObject({ name: 'testcase', children: [] });
  });

  it.each([
    '<a>',
    '<a></b>',
    '<a/><b/>',
    '<a b="<"/>',
    '<a b="1" b="2"/>',
    '<a>&nbsp;</a>',
    '<a>\u0001</a>',
    '<a>& </a>',
  ])('is refused by the reader of the tests: %s', (text) => {
    expect(() => readXml(`<?xml version="1.0" encoding="UTF-8"?>${text}`)).toThrow();
  });
});

describe('sarif', () => {
  const RUN = { version: '1.2.3', cwd: '/site', exitCode: 1, unreadable: [] };
  const runOf = (report: Report) => JSON.parse(sarif(report, RUN)).runs[0];

  it('writes names as addresses from the current folder', () => {
    const { results, originalUriBaseIds } = runOf(reportOf([{}]));
    expect(originalUriBaseIds).toEqual({ SRCROOT: { uri: 'file:///site/' } });
    expect(results[0].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'a%20b/%C3%BC%23%25.conf', uriBaseId: 'SRCROOT' },
      region: { startLine: 1, startColumn: 6, endLine: 1, endColumn: 7 },
    });
    const outside = runOf(reportOf([{}], { nameOf: () => '../x.conf' }));
    expect(outside.results[0].locations[0].physicalLocation.artifactLocation).toEqual({ uri: 'file:///x.conf' });
  });

  it('says what comments switched off, and why', () => {
    const at = TEXT.indexOf('#');
    const by = {
      comment: { start: at, end: TEXT.length - 1 },
      rules: [],
      reason: 'because',
      region: { start: 0, end: 9 },
    };
    const { results } = runOf(reportOf([{}], { silenced: [{ diagnostic: DIAGNOSTIC, by }] }));
    expect(results[0].suppressions).toEqual([]);
    expect(results[1].suppressions).toMatchObject([
      { kind: 'inSource', justification: 'because', location: { physicalLocation: { region: { startLine: 3 } } } },
    ]);
  });

  it('puts the edits of each file together', () => {
    const edits = [
      { file: FILE, span: { start: 0, end: 4 }, text: 'alias' },
      { file: FILE, span: { start: 7, end: 7 }, text: '\n' },
    ];
    const { results } = runOf(reportOf([{ fixes: [{ title: 'Do it', safe: true, edits }] }]));
    const [change] = results[0].fixes[0].artifactChanges;
    expect(change.replacements).toEqual([
      { deletedRegion: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 5 }, insertedContent: { text: 'alias' } },
      { deletedRegion: { startLine: 1, startColumn: 8, endLine: 1, endColumn: 8 }, insertedContent: { text: '\n' } },
    ]);
  });
});

describe('links', () => {
  const tty = { isTTY: true, columns: 80, write: () => undefined };
  it.each([
    [{}, false],
    [{ TERM_PROGRAM: 'iTerm.app', TERM_PROGRAM_VERSION: '3.5.0' }, true],
    [{ TERM_PROGRAM: 'iTerm.app', TERM_PROGRAM_VERSION: '3.0.9' }, false],
    [{ TERM_PROGRAM: 'vscode', TERM_PROGRAM_VERSION: '1.71.2' }, false],
    [{ TERM_PROGRAM: 'vscode', TERM_PROGRAM_VERSION: '1.99.0' }, true],
    [{ TERM_PROGRAM: 'Apple_Terminal', TERM_PROGRAM_VERSION: '455' }, false],
    [{ TERM_PROGRAM: 'WezTerm' }, true],
    [{ VTE_VERSION: '5000' }, false],
    [{ VTE_VERSION: '7600' }, true],
    [{ WT_SESSION: 'x' }, true],
    [{ TERM: 'xterm-kitty' }, true],
    [{ TERM: 'xterm-256color' }, false],
    [{ TERM: 'dumb', WT_SESSION: 'x' }, false],
    [{ CI: 'true', WT_SESSION: 'x' }, false],
    [{ FORCE_HYPERLINK: '1' }, true],
    [{ FORCE_HYPERLINK: '0', WT_SESSION: 'x' }, false],
  ])('in a terminal with %j: %s', (env, expected) => {
    expect(wantsLinks(true, tty, env)).toBe(expected);
  });

  it('are never written where nothing is coloured, nor to a file unless forced', () => {
    expect(wantsLinks(false, tty, { FORCE_HYPERLINK: '1', WT_SESSION: 'x' })).toBe(false);
    expect(wantsLinks(true, { ...tty, isTTY: false }, { WT_SESSION: 'x' })).toBe(false);
    expect(wantsLinks(true, { ...tty, isTTY: false }, { FORCE_HYPERLINK: '1' })).toBe(true);
  });
});
