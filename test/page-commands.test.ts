import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCommand, folderWith, removeFolder } from './support/command.ts';
import { commandLinesOf, fencesOf, PAGES, pageText } from './support/pages/command-lines.ts';
import { type Expected, expectedOf, NOT_RUN } from './support/pages/expected.ts';
import { environment, projectFor, type State } from './support/pages/project.ts';
import { whyNotObservable } from './support/routing/observe.ts';

// Every command line of the pages is run in a project that has the files they name.

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const projects: Partial<Record<State, string>> = {};
const scratch = folderWith({});

beforeAll(async () => {
  await buildCommand();
  for (const state of ['clean', 'changed'] as const) projects[state] = projectFor(state);
}, 240_000);
afterAll(() => {
  for (const folder of [...Object.values(projects), scratch]) removeFolder(folder);
});

const has = (tool: string): boolean => spawnSync(tool, ['--version']).error === undefined;

/** Runs a line where it was not run before. */
function ran(line: string, { state = 'changed', without = [], files = {}, after }: Expected) {
  const folder = join(scratch, 'project');
  rmSync(folder, { recursive: true, force: true });
  cpSync(projects[state] ?? '', folder, { recursive: true, verbatimSymlinks: true });
  for (const name of without) rmSync(join(folder, name));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const shell = (text: string) =>
    spawnSync('bash', ['-c', text.replaceAll(' /etc/nginx', ` ${folder}/etc/nginx`)], {
      cwd: folder,
      env: environment(folder),
      input: '',
      encoding: 'utf8',
      timeout: 60_000,
    });
  if (after !== undefined) expect(shell(after), after).toMatchObject({ status: 0 });
  const { status, stdout, stderr } = shell(line);
  return { code: status, stdout, stderr, text: (name: string) => readFileSync(join(folder, name), 'utf8') };
}

const lines = new Map<string, string>();
for (const page of PAGES)
  for (const line of fencesOf(page).flatMap(commandLinesOf)) lines.set(line, lines.get(line) ?? page);

describe('command lines of the pages', () => {
  it('are known to this test, which knows no others', () => {
    const known = [...Object.keys(NOT_RUN), ...[...lines.keys()].filter((line) => expectedOf(line) !== null)];
    expect([...lines.keys()].sort()).toEqual(known.sort());
    expect(lines.size).toBeGreaterThan(70);
  });

  for (const [line, page] of lines) {
    const expected = expectedOf(line);
    if (expected === null) continue;
    const missing = (expected.tools ?? []).filter((tool) => !has(tool)).map((tool) => `there is no ${tool}`);
    const [reason = null] = [...missing, ...(expected.observes === true ? [whyNotObservable()] : [])];
    const why = reason === null ? '' : ` (skipped: ${reason})`;
    it.skipIf(reason !== null)(`${page}: ${line}${why}`, () => {
      const { code, stdout, stderr, text } = ran(line, expected);
      expect({ code, stderr }).toEqual({ code: expected.code ?? 0, stderr: expected.stderr ?? '' });
      expect(stdout).toMatch(expected.says ?? /^$/);
      for (const [name, content] of Object.entries(expected.writes ?? {})) expect(text(name)).toMatch(content);
    });
  }
});

describe('what pages show', () => {
  it('in README.md is what the command prints', () => {
    const [shown] = fencesOf('README.md').filter(({ language }) => language === '');
    const { stdout } = ran('nginx-lint fixtures/playground', {});
    expect(shown?.text.split('\n').length).toBeGreaterThan(5);
    expect(stdout).toContain(shown?.text);
  });

  it('in routing.md is a line of a story', () => {
    const [story] = fencesOf('docs/guide/routing.md').filter(({ language }) => language === '');
    const { stdout } = ran('cd fixtures/playground && nginx-lint route https://shop.larkspur.example/cart', {});
    expect(stdout.split('\n')).toContain(story?.text.split('\n')[0]);
  });

  it('with a prompt is run by the tests of examples', () => {
    const elsewhere = ['README.md', 'docs/guide/diff.md', 'docs/guide/routing-examples.md'];
    const shown = PAGES.filter((page) => fencesOf(page).some(({ language }) => language === 'console'));
    expect(shown.sort()).toEqual(elsewhere.sort());
  });

  it('names scripts, tests and files that there are', () => {
    const named = [...PAGES, 'ARCHITECTURE.md'].flatMap((page) => {
      const text = pageText(page);
      const scripts = [...text.matchAll(/\bnpm run ([a-z:-]+)/g)].map(([, name = '']) => `${page}: npm run ${name}`);
      const paths = [...text.matchAll(/(?<![\w./-])(?:scripts|test|fixtures|packages|templates|bench)\/[\w./-]*\w/g)];
      return [...scripts, ...paths.map(([path]) => `${page}: ${path}`)];
    });
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
    const madeUp = ['fixtures/routes/what-it-is-about.json', 'packages/vscode/nginx-lint-vscode'];
    const isThere = (name: string) => {
      const [, script] = /: npm run (.+)$/.exec(name) ?? [];
      return script === undefined ? existsSync(join(ROOT, name.replace(/^.*: /, ''))) : script in scripts;
    };
    expect(named.length).toBeGreaterThan(40);
    expect(named.filter((name) => !isThere(name)).map((name) => name.replace(/^.*: /, ''))).toEqual(madeUp);
  });
});
