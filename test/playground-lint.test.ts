import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { buildCommand, nginxLint } from './support/command.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

beforeAll(buildCommand, 120_000);

it('the site to play with has its mistakes found, and no others', async () => {
  const { stdout, code } = await nginxLint(['--format', 'compact', '--color', 'never', 'fixtures/playground'], {
    cwd: root,
  });
  expect(code).toBe(1);
  // `npx vitest run test/playground-lint.test.ts -u` writes it anew; read what changed.
  await expect(stdout).toMatchFileSnapshot('./playground.expected.txt');
});

it('the site that is done right has nothing to report', async () => {
  expect(await nginxLint(['fixtures/clean'], { cwd: root })).toMatchObject({ stdout: '', code: 0 });
});
