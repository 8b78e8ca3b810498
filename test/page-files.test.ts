import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { buildCommand, nginxLint, removeFolder } from './support/command.ts';
import { fencesOf, pageText } from './support/pages/command-lines.ts';
import { projectFor } from './support/pages/project.ts';

// Files that pages show are read by what reads them. The tests of testing.md are run by test/page-commands.test.ts.

const ROOT = fileURLToPath(new URL('..', import.meta.url));
let project = '';
beforeAll(async () => {
  await buildCommand();
  project = projectFor('changed');
}, 240_000);
afterAll(() => removeFolder(project));

const shown = (page: string): readonly string[] =>
  fencesOf(`docs/guide/${page}`)
    .filter(({ language }) => language === 'yaml')
    .map(({ text }) => text);

const manifest = parse(readFileSync(join(ROOT, '.pre-commit-hooks.yaml'), 'utf8')) as readonly { id: string }[];
const hookIds = manifest.map(({ id }) => id);

interface Repo {
  readonly hooks: readonly { readonly id: string }[];
}

interface Step {
  readonly uses?: string;
  readonly with?: object;
}

describe('config files', () => {
  it('of configuration.md are understood, and count', async () => {
    const [text = ''] = shown('configuration.md');
    writeFileSync(join(project, '.nginx-lint.yaml'), text);
    const ran = await nginxLint(['--format', 'compact'], { cwd: project });
    expect(ran).toMatchObject({ code: 1, stderr: '' });
    // `entries` names this one and no other, and what is a part of others is judged by `nginxVersion`.
    expect(ran.stdout).toMatch(/^deploy\/nginx\/nginx\.conf:6:19: /m);
    expect(ran.stdout).toMatch(/^conf\.d\/app\.conf:.* nginx 1\.22\.1 /m);
    expect(ran.stdout).not.toMatch(/^nginx\.conf:/m);
  });

  it('of formatting.md are understood', async () => {
    const [text = ''] = shown('formatting.md');
    writeFileSync(join(project, '.nginx-lint.yaml'), text);
    const ran = await nginxLint(['format', 'conf.d/app.conf'], { cwd: project });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toMatch(/^server \{\n {4}listen 443 ssl;\n/);
  });
});

describe('hooks and pipelines', () => {
  const [remote = '', local = '', workflow = ''] = shown('hooks.md');

  it('name the hooks that there are', () => {
    const ids = [remote, local].flatMap((text) =>
      (parse(text) as { repos: readonly Repo[] }).repos.flatMap(({ hooks }) => hooks.map(({ id }) => id)),
    );
    expect(ids.length).toBeGreaterThan(2);
    expect(ids.filter((id) => !hookIds.includes(id))).toEqual([]);
    const table = [...pageText('docs/guide/hooks.md').matchAll(/^\| `(nginx-lint[a-z-]*)`/gm)].map(([, id]) => id);
    expect(table).toEqual(hookIds);
  });

  it('give the action inputs that it has', () => {
    const { inputs } = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as { inputs: object };
    const { jobs } = parse(workflow) as { jobs: Readonly<Record<string, { steps: readonly Step[] }>> };
    const steps = Object.values(jobs).flatMap(({ steps: all }) => all);
    const ours = steps.find(({ uses }) => uses?.startsWith('nginx-lint/'));
    expect(Object.keys(ours?.with ?? {}).filter((name) => !(name in inputs))).toEqual([]);
    for (const name of Object.keys(inputs)) expect(pageText('docs/guide/hooks.md')).toContain(`\`${name}\``);
  });

  it('give the job for GitLab variables that it has', () => {
    const job = readFileSync(join(ROOT, 'templates/gitlab-ci.yml'), 'utf8');
    const { variables } = parse(job)['nginx-lint'] as { variables: object };
    const told = [...pageText('docs/guide/hooks.md').matchAll(/`(NGINX_LINT_[A-Z]+)`/g)].map(([, name]) => name);
    expect(told.sort()).toEqual(Object.keys(variables).sort());
  });

  it('of ci.md are YAML of the right shape', () => {
    const [github = '', gitlab = ''] = shown('ci.md');
    expect(parse(github)).toEqual([{ run: expect.any(String) }, expect.objectContaining({ uses: expect.any(String) })]);
    expect(parse(gitlab)).toMatchObject({
      'nginx-lint': { artifacts: { reports: { codequality: expect.any(String) } } },
    });
  });
});

it('the task of the extension is one that it takes, with options that there are', async () => {
  const [task = ''] = fencesOf('packages/vscode/README.md').map(({ text }) => text);
  const { contributes } = JSON.parse(readFileSync(join(ROOT, 'packages/vscode/package.json'), 'utf8'));
  const { type, args, paths, problemMatcher, ...rest } = JSON.parse(task);
  const [{ type: known, properties }] = contributes.taskDefinitions;
  expect({ type, rest, problemMatcher }).toEqual({
    type: known,
    rest: {},
    problemMatcher: `$${contributes.problemMatchers[0].name}`,
  });
  expect(Object.keys(properties).sort()).toEqual(['args', 'paths']);
  const ran = await nginxLint(['--no-config', ...args, ...paths], { cwd: project });
  expect(ran).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('server-tokens-on') });
});
