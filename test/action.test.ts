import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { buildCommand, COMMAND } from './support/command.ts';
import { site } from './support/site.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface Step {
  readonly run: string;
  readonly env: Readonly<Record<string, string>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
}

const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as Action;
beforeAll(buildCommand, 120_000);

/** Runs the step of the action as GitHub does, with a stand-in for `npx` that starts the command of this build. */
function runAction(conf: string, inputs: Readonly<Record<string, string>> = {}) {
  const folder = site({ '.git/': '', 'nginx.conf': conf, 'bin/': '', 'runner temp/': '' });
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

/** What GitHub's metadata syntax allows of an action whose steps are commands of a shell. */
const TEXT = { type: 'string', minLength: 1 };
const METADATA = {
  type: 'object',
  required: ['name', 'description', 'runs'],
  additionalProperties: false,
  properties: {
    name: TEXT,
    description: TEXT,
    branding: {
      type: 'object',
      required: ['icon', 'color'],
      additionalProperties: false,
      properties: {
        icon: { type: 'string', pattern: '^[a-z]+(-[a-z0-9]+)*$' },
        color: { enum: ['white', 'black', 'yellow', 'blue', 'green', 'orange', 'red', 'purple', 'gray-dark'] },
      },
    },
    inputs: {
      type: 'object',
      propertyNames: { pattern: '^[A-Za-z_][A-Za-z0-9_-]*$' },
      additionalProperties: {
        type: 'object',
        required: ['description'],
        additionalProperties: false,
        properties: {
          description: TEXT,
          required: { type: 'boolean' },
          default: { type: 'string' },
          deprecationMessage: TEXT,
        },
      },
    },
    runs: {
      type: 'object',
      required: ['using', 'steps'],
      additionalProperties: false,
      properties: {
        using: { const: 'composite' },
        steps: {
          type: 'array',
          minItems: 1,
          items: {
            type: 'object',
            required: ['run', 'shell'],
            additionalProperties: false,
            properties: {
              ...{ id: TEXT, if: TEXT, name: TEXT, run: TEXT, 'working-directory': TEXT },
              shell: { enum: ['bash', 'sh', 'pwsh', 'python'] },
              'continue-on-error': { type: 'boolean' },
              env: { type: 'object', additionalProperties: { type: 'string' } },
            },
          },
        },
      },
    },
  },
};

it('is an action as GitHub describes one', () => {
  const { default: Ajv } = createRequire(import.meta.url)('ajv') as typeof import('ajv');
  const ajv = new Ajv({ allErrors: true });
  ajv.validate(METADATA, action);
  expect(ajv.errors ?? []).toEqual([]);
  expect(ajv.validate(METADATA, { ...action, runs: { using: 'composite', steps: [{ run: 'x' }] } })).toBe(false);
});

it('hands inputs to its step in the environment, each of them, and writes none into a script', () => {
  expect(action.runs.steps).toHaveLength(1);
  const [{ run, env } = { run: '', env: {} }] = action.runs.steps;
  expect(run).not.toContain('${{');
  const used = Object.values(env).map((value) => /^\$\{\{ inputs\.(\S+) \}\}$/.exec(value)?.[1]);
  expect(used.sort()).toEqual(Object.keys(action.inputs).sort());
  for (const name of Object.keys(env)) expect(run).toMatch(new RegExp(`\\$${name}\\b`));
  for (const [, path = ''] of run.matchAll(/\$GITHUB_ACTION_PATH\/([\w./-]+)/g))
    expect(existsSync(join(ROOT, path))).toBe(true);
});

interface Job {
  readonly image: string;
  readonly stage: string;
  readonly before_script: readonly string[];
  readonly script: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly artifacts: object;
  readonly rules: readonly object[];
}

const { 'nginx-lint': job, ...others } = parse(readFileSync(join(ROOT, 'templates/gitlab-ci.yml'), 'utf8')) as {
  'nginx-lint': Job;
};

/** Runs the lines of the job as a runner does: one shell for all, which stops where one fails. */
function runJob(variables: Readonly<Record<string, string>>) {
  const folder = site({
    'nginx.conf': WEAK,
    'deploy/nginx.conf': 'worker_processes auto;\nevents {}\n',
    'bin/': '',
  });
  const scripts = {
    'nginx-lint': `exec '${process.execPath}' '${COMMAND}' "$@"`,
    npm: `echo "$@" > '${folder}/asked'`,
  };
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, 'bin', name), 0o755);
  }
  const env = { ...process.env, ...job.variables, ...variables, PATH: `${join(folder, 'bin')}:${process.env['PATH']}` };
  const script = [...job.before_script, ...job.script].join('\n');
  const { status, stdout } = spawnSync('sh', ['-e', '-c', script], { cwd: folder, env, encoding: 'utf8' });
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const report = JSON.parse(read('gl-code-quality-report.json')) as readonly object[];
  return { status, stdout, asked: read('asked'), found: report.length };
}

describe('the job for GitLab', () => {
  it('is one job, of keys that jobs have', () => {
    expect(others).toEqual({});
    expect(job).toEqual({
      image: expect.stringMatching(/^node:20/),
      // One of the stages that there are without `stages`.
      stage: 'test',
      variables: expect.any(Object),
      before_script: [expect.any(String)],
      script: [expect.any(String), expect.any(String)],
      artifacts: { when: 'always', reports: { codequality: 'gl-code-quality-report.json' } },
      rules: expect.arrayContaining([{ if: expect.stringMatching(/^\$CI_\w+ == /) }]),
    });
  });

  it('reports, and fails where there are problems', () => {
    const { status, stdout, asked, found } = runJob({ NGINX_LINT_VERSION: '1.2.3' });
    expect({ status, asked }).toEqual({ status: 1, asked: 'install --global --no-fund --no-audit nginx-lint@1.2.3\n' });
    expect(stdout).toContain('ssl-weak-protocols');
    expect(found).toBeGreaterThan(0);
  });

  it('passes where there are none, and takes paths and options', () => {
    expect(runJob({ NGINX_LINT_PATH: 'deploy' })).toMatchObject({ status: 0, stdout: '', found: 0 });
    expect(runJob({ NGINX_LINT_ARGS: '--select routing' })).toMatchObject({ status: 0, found: 0 });
  });
});
