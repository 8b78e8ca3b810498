import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { buildCommand, COMMAND, folderWith, removeFolder } from './support/command.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: {
    readonly steps: readonly { readonly run: string; readonly env: Readonly<Record<string, string>> }[];
  };
}

const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as Action;
const folders: string[] = [];
beforeAll(buildCommand, 120_000);
afterAll(() => {
  for (const folder of folders) removeFolder(folder);
});

/** Runs the step of the action as GitHub does, with a stand-in for `npx` that starts the command of this build. */
function runAction(conf: string, inputs: Readonly<Record<string, string>> = {}) {
  const folder = folderWith({ '.git/': '', 'nginx.conf': conf, 'bin/': '', 'runner temp/': '' });
  folders.push(folder);
  const npx = join(folder, 'bin/npx');
  writeFileSync(
    npx,
    `#!/bin/sh\necho "$2" >> '${folder}/asked'\nshift 2\nexec '${process.execPath}' '${COMMAND}' "$@"\n`,
  );
  chmodSync(npx, 0o755);
  const [step] = action.runs.steps;
  const env = Object.entries(step?.env ?? {}).map(([name, value]) => {
    const input = /\$\{\{ inputs\.(\S+) \}\}/.exec(value)?.[1] ?? '';
    return [name, inputs[input] ?? action.inputs[input]?.default ?? ''];
  });
  const { status, stdout } = spawnSync(
    'bash',
    ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', step?.run ?? ''],
    {
      cwd: folder,
      encoding: 'utf8',
      env: {
        ...process.env,
        ...Object.fromEntries(env),
        PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
        RUNNER_TEMP: join(folder, 'runner temp'),
        GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
        GITHUB_ACTION_PATH: ROOT,
        GITHUB_WORKSPACE: folder,
      },
    },
  );
  const read = (name: string): string | null => {
    try {
      return readFileSync(join(folder, name), 'utf8');
    } catch {
      return null;
    }
  };
  return { status, stdout, summary: read('summary.md'), asked: read('asked') };
}

const WEAK = 'events {}\nhttp {\n  ssl_protocols TLSv1 TLSv1.2;\n}\n';

it('says problems at their lines and in the summary, and fails', () => {
  const { status, stdout, summary, asked } = runAction(WEAK, { args: '--select ssl-weak-protocols', version: '1.2.3' });
  expect(status).toBe(1);
  expect(stdout).toMatch(/^::error .*file=nginx\.conf,line=3/m);
  expect(summary).toContain('## nginx-lint\n\n1 error in 1 file.\n');
  expect(summary).toMatch(/^\| 🔴 error \| nginx\.conf:3 \| .* \| ssl-weak-protocols \|$/m);
  expect(asked).toBe('nginx-lint@1.2.3\nnginx-lint@1.2.3\n');
});

it('lets pass what is below the severity, and what is clean', () => {
  const info = runAction(WEAK, { args: '--select ssl-weak-protocols --severity ssl-weak-protocols=info' });
  expect(info).toMatchObject({ status: 0 });
  expect(info.summary).toContain('1 info in 1 file.');
  const clean = runAction('worker_processes auto;\nevents {}\n', { path: 'nginx.conf' });
  expect(clean).toMatchObject({
    status: 0,
    summary: '## nginx-lint\n\nNo problems in 1 file.\n',
    asked: expect.stringContaining('@latest'),
  });
});

it('fails with 2 where nothing could be looked at', () => {
  expect(runAction('events {}\n', { path: 'nowhere' })).toMatchObject({ status: 2, summary: null });
});

it('has a job for GitLab whose command line is one', () => {
  const jobs = parse(readFileSync(join(ROOT, 'templates/gitlab-ci.yml'), 'utf8'));
  const { script, variables } = jobs['nginx-lint'] as { script: string[]; variables: Record<string, string> };
  const folder = folderWith({ 'nginx.conf': WEAK, 'bin/': '' });
  folders.push(folder);
  const link = join(folder, 'bin/nginx-lint');
  writeFileSync(link, `#!/bin/sh\nexec '${process.execPath}' '${COMMAND}' "$@"\n`);
  chmodSync(link, 0o755);
  const env = { ...process.env, ...variables, PATH: `${join(folder, 'bin')}:${process.env['PATH']}` };
  const codes = script.map((line) => spawnSync('sh', ['-e', '-c', line], { cwd: folder, env }).status);
  expect(codes).toEqual([0, 1]);
  const report = JSON.parse(readFileSync(join(folder, 'gl-code-quality-report.json'), 'utf8')) as unknown[];
  expect(report.length).toBeGreaterThan(0);
});
