import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderWith, removeFolder } from './support/command.ts';

// The steps of the Dockerfile in a folder that stands for the root of the image, without docker and without a network.

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const image = folderWith({ 'src/': '', 'tmp/': '', 'root/.npm/cache': '', 'work/': '', 'bin/': '', 'usr/': '' });
afterAll(() => removeFolder(image));

interface Instruction {
  readonly name: string;
  readonly rest: string;
}

/** The stages, each from its FROM on. */
function stages(): readonly (readonly Instruction[])[] {
  const text = readFileSync(join(ROOT, 'Dockerfile'), 'utf8')
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n\s*/g, '');
  const found = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ name: line.replace(/ .*/, ''), rest: line.replace(/^\S+ /, '') }));
  const starts = found.flatMap(({ name }, index) => (name === 'FROM' ? [index] : []));
  return starts.map((start, number) => found.slice(start, starts[number + 1]));
}

const of = (stage: readonly Instruction[] | undefined, name: string): readonly string[] =>
  (stage ?? []).filter((instruction) => instruction.name === name).map(({ rest }) => rest);

const [build, last] = stages();

/** What git knows, and what is new, without what .dockerignore keeps out; and what npm would have fetched. */
function copyTree(): void {
  const patterns = readFileSync(join(ROOT, '.dockerignore'), 'utf8').trim().split('\n');
  const keptOut = new RegExp(
    `^(?:${patterns.map((one) => one.replaceAll('.', '\\.').replace('**/', '(?:.*/)?')).join('|')})(?:/|$)`,
  );
  const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT });
  const files = listed.stdout
    .toString()
    .split('\0')
    .filter((name) => name !== '' && existsSync(join(ROOT, name)));
  for (const name of files)
    if (!keptOut.test(name))
      cpSync(join(ROOT, name), join(image, 'src', name), { recursive: true, verbatimSymlinks: true });
  for (const folder of ['.', ...readdirSync(join(ROOT, 'packages')).map((name) => `packages/${name}`)])
    if (existsSync(join(ROOT, folder, 'node_modules'))) linkModules(join(folder, 'node_modules'));
}

/** What a folder of the image holds; nothing where there is none. */
function inside(folder: string): readonly string[] {
  return existsSync(join(image, folder)) ? readdirSync(join(image, folder)) : [];
}

/** Our own packages are links to their folders, as npm makes them. */
function linkModules(modules: string): void {
  const there = join(image, 'src', modules);
  mkdirSync(join(there, '@nginx-lint'), { recursive: true });
  for (const name of readdirSync(join(ROOT, modules)))
    if (name !== '@nginx-lint' && name !== '.cache') symlinkSync(join(ROOT, modules, name), join(there, name));
  if (modules !== 'node_modules') return;
  for (const name of readdirSync(join(ROOT, modules, '@nginx-lint')))
    symlinkSync(`../../packages/${name}`, join(there, '@nginx-lint', name));
}

/** Runs what a RUN line says, with the paths of the image in the folder that stands for it. */
function run(line: string, cwd: string) {
  const moved = line.replace(/(?<= )\/(?=\w)/g, `${image}/`);
  const outside = moved.split(' ').filter((word) => word.startsWith('/') && !word.startsWith(`${image}/`));
  expect(outside).toEqual([]);
  const env = {
    ...process.env,
    PATH: [join(image, 'bin'), process.env['PATH']].join(delimiter),
    npm_config_offline: 'true',
    npm_config_prefix: join(image, 'usr'),
  };
  return spawnSync('sh', ['-c', moved], { cwd: join(image, cwd), env, encoding: 'utf8', timeout: 240_000 });
}

beforeAll(() => {
  copyTree();
  const { stdout } = spawnSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' });
  const real = stdout.trim();
  // Everything is fetched already; what is left of `npm ci` is the script that it runs at its end.
  const npm = join(image, 'bin/npm');
  writeFileSync(npm, `#!/bin/sh\nif [ "$1" = ci ]; then exec '${real}' run prepare; fi\nexec '${real}' "$@"\n`);
  chmodSync(npm, 0o755);
}, 120_000);

describe('the image', () => {
  it('has two stages on a Node that the package takes', () => {
    expect([build, last].map((stage) => of(stage, 'FROM')[0])).toEqual(['node:20-alpine AS build', 'node:20-alpine']);
    const { engines } = JSON.parse(readFileSync(join(ROOT, 'packages/cli/package.json'), 'utf8')) as {
      engines: object;
    };
    expect(engines).toEqual({ node: '>=20.19' });
  });

  it('builds the package of what .dockerignore lets in', () => {
    expect(of(build, 'WORKDIR')).toEqual(['/src']);
    expect(of(build, 'COPY')).toEqual(['. .']);
    for (const name of ['package-lock.json', 'packages/cli/package.json', 'LICENSE', 'README.md'])
      expect(existsSync(join(image, 'src', name)), name).toBe(true);
    for (const name of ['docs', 'test', 'fixtures', 'packages/cli/dist'])
      expect(existsSync(join(image, 'src', name)), name).toBe(false);
    for (const line of of(build, 'RUN')) expect(run(line, 'src')).toMatchObject({ status: 0 });
    expect(inside('tmp')).toEqual([expect.stringMatching(/^nginx-lint-[\d.]+\.tgz$/)]);
  }, 300_000);

  it('installs it, and leaves nothing else behind', () => {
    // Both stages have the same folder here, so that the copy is there already.
    expect(of(last, 'COPY')).toEqual(['--from=build /tmp/nginx-lint-*.tgz /tmp/']);
    for (const line of of(last, 'RUN')) expect(run(line, '.')).toMatchObject({ status: 0 });
    expect([inside('tmp'), inside('root')]).toEqual([[], []]);
    expect(inside('usr/lib/node_modules')).toEqual(['nginx-lint']);
  }, 120_000);

  const WEAK = 'events {\n}\nhttp {\n    ssl_protocols TLSv1 TLSv1.2;\n}\n';

  it('starts the command where the configuration is', () => {
    const [entry = ''] = of(last, 'ENTRYPOINT');
    const [command = ''] = JSON.parse(entry) as string[];
    expect(of(last, 'WORKDIR')).toEqual(['/work']);
    expect(of(last, 'USER')).toEqual(['node']);
    writeFileSync(join(image, 'work/nginx.conf'), WEAK);
    const started = (...args: readonly string[]) =>
      spawnSync(process.execPath, [join(image, 'usr/bin', command), ...args], {
        cwd: join(image, 'work'),
        encoding: 'utf8',
      });
    expect(started('--select', 'ssl-weak-protocols')).toMatchObject({
      status: 1,
      stderr: '',
      stdout: expect.stringMatching(/nginx\.conf:4:19/),
    });
    expect(started('--select', 'ssl-weak-protocols', '--fix')).toMatchObject({ status: 0, stdout: '' });
    expect(readFileSync(join(image, 'work/nginx.conf'), 'utf8')).toBe(WEAK.replace('TLSv1 ', ''));
    expect(started('rules', 'ssl-weak-protocols')).toMatchObject({ status: 0, stderr: '' });
  });
});
