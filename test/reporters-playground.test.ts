import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messageOf } from '../packages/cli/src/reporters/sarif-message.ts';
import { escaped } from '../packages/cli/src/reporters/xml.ts';
import { buildCommand, folderWith, nginxLint, removeFolder } from './support/command.ts';
import { type Element, readXml } from './support/strict-xml.ts';

// `npx vitest run test/reporters-playground.test.ts -u` writes what is expected anew; read what changed.

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = folderWith({});
const reports = new Map<string, string>();

beforeAll(async () => {
  await buildCommand();
  const env = { GITHUB_WORKSPACE: '', CI_PROJECT_DIR: '' };
  for (const format of ['json', 'compact', 'sarif', 'github', 'gitlab', 'junit', 'checkstyle']) {
    const { stdout, stderr, code } = await nginxLint(['--format', format, 'fixtures/playground'], { cwd: root, env });
    expect({ code, stderr }, format).toEqual({ code: 1, stderr: '' });
    reports.set(format, stdout);
  }
}, 240_000);
afterAll(() => removeFolder(scratch));

const report = (format: string): string => reports.get(format) ?? '';

interface Problem {
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly file: string;
  readonly range: Readonly<Record<'start' | 'end', { readonly line: number; readonly column: number }>>;
  readonly related: readonly object[];
  readonly fixes: readonly object[];
}

const problems = (): readonly Problem[] => JSON.parse(report('json')).diagnostics;

const places = () => problems().map(({ file, range }) => `${file}:${range.start.line}:${range.start.column}`);

const inJson = (text = ''): string => JSON.stringify(text).slice(1, -1);

/** How a message stands in a report, where it does not stand there as it is. */
const WRITTEN: Readonly<Record<string, (message: string) => string>> = {
  junit: escaped,
  checkstyle: escaped,
  gitlab: inJson,
  sarif: (message) => inJson(messageOf(message).text),
  github: (message) => message.replaceAll('%', '%25'),
};

describe.each(['compact', 'sarif', 'github', 'gitlab', 'junit', 'checkstyle'])('%s', (format) => {
  it('holds errors alone with --quiet', async () => {
    const { stdout, code } = await nginxLint(['--format', format, '--quiet', 'fixtures/playground'], { cwd: root });
    expect(code).toBe(1);
    const errors = problems().filter(({ severity }) => severity === 'error');
    for (const { message, severity } of problems()) {
      const written = WRITTEN[format]?.(message) ?? message;
      expect(stdout.includes(written), message).toBe(
        severity === 'error' || errors.some((one) => one.message === message),
      );
    }
  });

  it('is whole where there is nothing to report', async () => {
    const ran = await nginxLint(['--format', format, 'fixtures/clean'], { cwd: root });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    if (format === 'junit' || format === 'checkstyle') readXml(ran.stdout);
    else if (format === 'sarif') expect(JSON.parse(ran.stdout).runs[0].results).toEqual([]);
    else expect(ran.stdout.trim()).toBe(format === 'gitlab' ? '[]' : '');
  });
});

describe('github', () => {
  it('has an annotation for each problem', async () => {
    await expect(report('github')).toMatchFileSnapshot('./expected/playground.github.txt');
    // As the runner reads it.
    const found = report('github')
      .trimEnd()
      .split('\n')
      .map((line) => {
        const [, level = '', properties = '', message = ''] = /^::(error|warning|notice) (.*?)::(.*)$/.exec(line) ?? [];
        const values = new Map(properties.split(',').map((part) => part.split('=', 2) as [string, string]));
        return { level, message, place: `${values.get('file')}:${values.get('line')}:${values.get('col')}` };
      });
    expect(found.map(({ place }) => place)).toEqual(places());
    expect(found.map(({ message }) => message.replaceAll('%25', '%'))).toEqual(
      problems().map(({ message }) => message),
    );
  });
});

describe('gitlab', () => {
  it('is a Code Quality report', async () => {
    await expect(report('gitlab')).toMatchFileSnapshot('./expected/playground.gitlab.json');
    const found: Record<string, unknown>[] = JSON.parse(report('gitlab'));
    expect(found).toHaveLength(problems().length);
    for (const one of found)
      expect(one).toEqual({
        description: expect.any(String),
        check_name: expect.stringMatching(/^[a-z0-9-]+$/),
        fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
        severity: expect.stringMatching(/^(?:info|minor|major|critical|blocker)$/),
        location: {
          path: expect.not.stringMatching(/^\.?\//),
          lines: { begin: expect.any(Number), end: expect.any(Number) },
        },
      });
    expect(new Set(found.map(({ fingerprint }) => fingerprint)).size).toBe(found.length);
  });
});

/** What junit-10.xsd of Jenkins lets elements have, as far as it concerns us. */
const JUNIT: Readonly<Record<string, readonly string[]>> = {
  testsuites: ['name', 'tests', 'failures', 'errors'],
  testsuite: ['name', 'tests', 'failures', 'errors', 'skipped', 'file'],
  testcase: ['name', 'classname'],
  failure: ['type', 'message'],
  skipped: ['message'],
};

const INSIDE: Readonly<Record<string, readonly string[]>> = {
  testsuites: ['testsuite'],
  testsuite: ['testcase'],
  testcase: ['failure', 'skipped'],
  failure: [],
  skipped: [],
};

function checkJunit(element: Element): void {
  expect(JUNIT[element.name]).toEqual(expect.arrayContaining(Object.keys(element.attributes)));
  for (const child of element.children) {
    expect(INSIDE[element.name]).toContain(child.name);
    checkJunit(child);
  }
}

describe('XML', () => {
  it('junit has a case for each problem, and adds them up', async () => {
    await expect(report('junit')).toMatchFileSnapshot('./expected/playground.junit.xml');
    const all = readXml(report('junit'));
    checkJunit(all);
    const cases = all.children.flatMap(({ children }) => children);
    const failed = cases.filter(({ children }) => children[0]?.name === 'failure');
    expect(all.attributes).toMatchObject({ tests: String(cases.length), failures: String(failed.length) });
    expect(failed).toHaveLength(problems().filter(({ severity }) => /^(?:error|warning)$/.test(severity)).length);
    for (const { attributes, children } of all.children)
      expect(attributes).toMatchObject({
        tests: String(children.length),
        failures: String(children.filter((one) => one.children[0]?.name === 'failure').length),
      });
  });

  it('checkstyle has them by file', async () => {
    await expect(report('checkstyle')).toMatchFileSnapshot('./expected/playground.checkstyle.xml');
    const all = readXml(report('checkstyle'));
    const found = all.children.flatMap((file) =>
      file.children.map(({ attributes: { line, column } }) => `${file.attributes['name']}:${line}:${column}`),
    );
    expect(found).toEqual(places());
  });

  const python = spawnSync('python3', ['-c', 'import xml.dom.minidom']).status === 0;
  it.skipIf(!python).each(['junit', 'checkstyle'])(
    `%s is read by expat${python ? '' : ' (skipped: no Python)'}`,
    (format) => {
      const path = join(scratch, `${format}.xml`);
      writeFileSync(path, report(format));
      const count = 'import sys, xml.dom.minidom as m; print(len(m.parse(sys.argv[1]).getElementsByTagName("*")))';
      const ours = (element: Element): number => element.children.reduce((sum, child) => sum + ours(child), 1);
      expect(Number(execFileSync('python3', ['-c', count, path]))).toBe(ours(readXml(report(format))));
    },
  );
});

interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly message: { readonly text: string };
  readonly locations: readonly {
    readonly physicalLocation: { readonly region: object; readonly artifactLocation: object };
  }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly relatedLocations?: readonly object[];
  readonly fixes?: readonly object[];
}

describe('sarif', () => {
  it('has a result for each problem, with its rule', async () => {
    const log = JSON.parse(report('sarif'));
    const [run] = log.runs;
    const results: readonly SarifResult[] = run.results;
    const lines = results.map((result) => JSON.stringify(result));
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('./expected/playground.sarif-results.txt');
    expect(results.map(({ ruleId }) => ruleId)).toEqual(problems().map(({ rule }) => rule));
    for (const { ruleId, ruleIndex } of results) expect(run.tool.driver.rules[ruleIndex].id).toBe(ruleId);
    expect(results.map(({ locations }) => locations[0]?.physicalLocation.region)).toEqual(
      problems().map(({ range: { start, end } }) => ({
        startLine: start.line,
        startColumn: start.column,
        endLine: end.line,
        endColumn: end.column,
      })),
    );
    expect(results.map(({ relatedLocations = [] }) => relatedLocations.length)).toEqual(
      problems().map(({ related }) => related.length),
    );
    expect(results.map(({ fixes = [] }) => fixes.length)).toEqual(problems().map(({ fixes }) => fixes.length));
    const prints = results.map(({ partialFingerprints, locations: [place] }) =>
      JSON.stringify([partialFingerprints, place?.physicalLocation.artifactLocation]),
    );
    expect(new Set(prints).size).toBe(prints.length);
  });
});

describe('compact', () => {
  it('is read by the problem matcher of VS Code', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'packages/vscode/package.json'), 'utf8'));
    const { regexp, ...groups } = manifest.contributes.problemMatchers[0].pattern;
    const found = report('compact')
      .trimEnd()
      .split('\n')
      .map((line) => new RegExp(regexp).exec(line));
    const read = (name: string) => found.map((match) => match?.[groups[name]]);
    expect(read('file')).toEqual(problems().map(({ file }) => file));
    expect(read('line').map(Number)).toEqual(problems().map(({ range }) => range.start.line));
    expect(read('column').map(Number)).toEqual(problems().map(({ range }) => range.start.column));
    expect(read('severity')).toEqual(problems().map(({ severity }) => severity));
    expect(read('message')).toEqual(problems().map(({ message }) => message));
    expect(read('code')).toEqual(problems().map(({ rule }) => rule));
  });

  const vim = /\+quickfix/.test(spawnSync('vim', ['--version']).stdout?.toString() ?? '');
  it.skipIf(!vim)(`is read by Vim as it comes${vim ? '' : ' (skipped: no Vim with +quickfix)'}`, () => {
    const path = join(scratch, 'compact.txt');
    const out = join(scratch, 'vim.json');
    writeFileSync(path, report('compact'));
    const entry = '[bufname(v:val.bufnr), v:val.lnum, v:val.col, v:val.text, v:val.valid]';
    const commands = [
      `cgetfile ${path}`,
      `call writefile([json_encode(map(getqflist(), '${entry}'))], '${out}')`,
      'qa!',
    ];
    spawnSync('vim', ['-u', 'NONE', '-N', '-es', ...commands.flatMap((command) => ['-c', command])], { cwd: root });
    expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual(
      problems().map(({ file, range: { start }, severity, message, rule }) => [
        ...[file, start.line, start.column],
        ...[` ${severity}: ${message} [${rule}]`, 1],
      ]),
    );
  });
});
