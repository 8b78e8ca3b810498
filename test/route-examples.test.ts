import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildCommand, nginxLint } from './support/command.ts';

// The examples of the pages are what the command prints. UPDATE_RECORDS=1 writes them anew.

const path = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
const PLAYGROUND = path('fixtures/playground');
const PAGES = ['README.md', 'docs/guide/routing-examples.md'];

const EXAMPLE = /^```console\n\$ nginx-lint (.*)\n([^`]*)```$/gm;

interface Example {
  readonly args: string;
  readonly output: string;
}

function examplesOf(page: string): readonly Example[] {
  return [...readFileSync(path(page), 'utf8').matchAll(EXAMPLE)].map(([, args = '', output = '']) => ({
    args,
    output,
  }));
}

/** The words of a command line in which single quotes are all the quoting there is. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

async function printed(args: string): Promise<string> {
  const { code, stdout, stderr } = await nginxLint(wordsOf(args), { cwd: PLAYGROUND });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

beforeAll(async () => {
  await buildCommand();
  if (process.env['UPDATE_RECORDS'] !== '1') return;
  for (const page of PAGES) {
    const outputs = new Map<string, string>();
    for (const { args } of examplesOf(page)) outputs.set(args, await printed(args));
    const text = readFileSync(path(page), 'utf8').replace(
      EXAMPLE,
      (_, args: string) => `\`\`\`console\n$ nginx-lint ${args}\n${outputs.get(args)}\`\`\``,
    );
    writeFileSync(path(page), text);
  }
}, 240_000);

describe.each(PAGES)('%s', (page) => {
  it.each(examplesOf(page).map(({ args }) => args))('nginx-lint %s', async (args) => {
    expect(examplesOf(page).find((example) => example.args === args)?.output).toBe(await printed(args));
  });
});

it('ten URLs and more are answered', () => {
  const urls = PAGES.flatMap(examplesOf).map(({ args }) => args.match(/https?:\/\/[^' ]+/)?.[0]);
  expect(new Set(urls).size).toBeGreaterThanOrEqual(10);
});
