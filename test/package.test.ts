import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildCommand, folderWith, removeFolder } from './support/command.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CLI = join(ROOT, 'packages/cli');

const folder = folderWith({
  '.git/': '',
  'package.json': '{ "name": "user", "version": "1.0.0", "type": "module" }',
  'nginx.conf': 'worker_processes auto;\nevents {}\nhttp {\n  ssl_protocols TLSv1;\n}\n',
});
let tarball = '';

function node(args: readonly string[]) {
  return spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
}

beforeAll(async () => {
  await buildCommand();
  execFileSync(
    process.execPath,
    [join(ROOT, 'node_modules/typescript/bin/tsc'), '-b', 'packages/core', 'packages/service'],
    { cwd: ROOT },
  );
  execFileSync(process.execPath, [join(ROOT, 'scripts/build-library.mjs')]);
  mkdirSync(join(folder, 'packed'));
  // The scripts ran above; what they clean away other tests may be using.
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', join(folder, 'packed')], {
    cwd: CLI,
    stdio: 'pipe',
  });
  const { version } = JSON.parse(readFileSync(join(CLI, 'package.json'), 'utf8')) as { version: string };
  tarball = join(folder, `packed/nginx-lint-${version}.tgz`);
  execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], { cwd: folder, stdio: 'pipe' });
}, 300_000);
afterAll(() => removeFolder(folder));

it('brings nothing but itself', () => {
  const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as { packages: object };
  expect(Object.keys(lock.packages)).toEqual(['', 'node_modules/nginx-lint']);
});

it('runs in a folder that holds nothing else', () => {
  const found = spawnSync('npx', ['--no-install', 'nginx-lint', '--format', 'compact', '--select', 'tls'], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(found.status).toBe(1);
  expect(found.stdout).toContain('nginx.conf:4:17: error: ');
  for (const name of [
    'man/nginx-lint.1',
    'completions/nginx-lint.bash',
    'config.schema.json',
    'test.schema.json',
    'LICENSE',
    'README.md',
  ])
    expect(readFileSync(join(folder, 'node_modules/nginx-lint', name), 'utf8')).not.toBe('');
});

// A Node.js that is newer than this one, such as that of the npm package `node`; the gate gets one.
const { NEWEST_NODE } = process.env;

it.skipIf(NEWEST_NODE === undefined)('runs with the newest Node.js', () => {
  const command = join(folder, 'node_modules/nginx-lint/bin/nginx-lint.js');
  const run = (...args: string[]) => spawnSync(NEWEST_NODE ?? '', args, { cwd: folder, encoding: 'utf8' });
  expect(run('--version').stdout).not.toBe(`${process.version}\n`);
  const found = run(command, '--format', 'compact', '--select', 'tls');
  expect({ status: found.status, stderr: found.stderr }).toEqual({ status: 1, stderr: '' });
  expect(found.stdout).toContain('nginx.conf:4:17: error: ');
  const routed = run(command, 'route', 'http://a.example/', '--config', 'nginx.conf');
  expect({ stdout: routed.stdout, stderr: routed.stderr }).toEqual({
    stdout: expect.stringContaining('no server listens on 127.0.0.1:80'),
    stderr: '',
  });
});

const USE = `
import { createFacts, createModel, createSettings, fileAt, lint, loadTree, memoryFiles, route, requestOfUrl, rules } from 'nginx-lint/core';
import { actualOf, check, readTestFile } from 'nginx-lint/expectations';

const files = memoryFiles({ '/etc/nginx/nginx.conf': 'events {} http { server { listen 80; return 301 /x; } }' });
const model = createModel(await loadTree(fileAt('/etc/nginx/nginx.conf'), { files, facts: createFacts(), prefix: '/etc/nginx' }));
const { diagnostics } = lint(model, rules, createSettings({}));
const request = requestOfUrl('http://a.example/', { model });
if ('problem' in request) throw new Error(request.problem);
const outcome = route(model, request);
const { file } = readTestFile({ tests: [{ url: 'http://a.example/', expect: { status: 302 } }] });
const found = file.tests.flatMap(({ expect }) => check(expect, actualOf(outcome, model, (id) => id), { servers: [], locations: [] }));
const line: string = diagnostics.map(({ rule }) => rule).sort().join() + ' ' + outcome.status + ' ' + found.map(({ got }) => got).join();
console.log(line);
`;

it('is a library with types that stand alone', () => {
  writeFileSync(join(folder, 'use.ts'), USE);
  const options = [
    '--strict',
    '--target',
    'es2023',
    '--module',
    'nodenext',
    '--types',
    '',
    '--lib',
    'es2023,dom',
    '--noEmit',
    'false',
  ];
  const checked = node([join(ROOT, 'node_modules/typescript/bin/tsc'), ...options, '--outDir', 'out', 'use.ts']);
  expect(checked.stdout + checked.stderr).toBe('');
  const ran = node(['out/use.js']);
  expect(ran.stderr).toBe('');
  expect(ran.stdout).toMatch(/\bserver-tokens-on\b.* 301 301\n$/);
});

it('is packed as publint wants it', async () => {
  const data = readFileSync(tarball);
  const packed = data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength) as ArrayBuffer;
  const { messages } = await publint({ pack: { tarball: packed }, strict: true });
  expect(messages).toEqual([]);
});

it('has types that lead where the code does', async () => {
  const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(readFileSync(tarball))));
  if (!analysis.types) throw new Error('no types were found');
  // It is of ES modules alone, which Node from 20.19 on can require, and "exports" is what TypeScript reads since 4.7.
  const known = new Set(['CJSResolvesToESM', 'NoResolution']);
  const problems = analysis.problems.filter(
    (problem) =>
      !known.has(problem.kind) ||
      ('resolutionKind' in problem && !['node10', 'node16-cjs'].includes(problem.resolutionKind)),
  );
  expect(problems).toEqual([]);
});
