import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { buildCommand, nginxLint } from './support/command.ts';

// The examples of the page are what the command prints. UPDATE_RECORDS=1 writes them anew.

const path = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
const CASES = path('fixtures/diff');
const PAGE = path('docs/guide/diff.md');

const EXAMPLE = /^```console\n\$ nginx-lint (diff .*)\n([^`]*(?:`(?!``)[^`]*)*)```$/gm;

const examples = (): readonly (readonly [args: string, output: string])[] =>
  [...readFileSync(PAGE, 'utf8').matchAll(EXAMPLE)].map(([, args = '', output = '']) => [args, output]);

async function printed(args: string): Promise<string> {
  const { code, stdout, stderr } = await nginxLint(args.split(' '), { cwd: CASES });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

beforeAll(async () => {
  await buildCommand();
  if (process.env['UPDATE_RECORDS'] !== '1') return;
  const outputs = new Map<string, string>();
  for (const [args] of examples()) outputs.set(args, await printed(args));
  const page = readFileSync(PAGE, 'utf8');
  writeFileSync(
    PAGE,
    page.replace(EXAMPLE, (_, args: string) => `\`\`\`console\n$ nginx-lint ${args}\n${outputs.get(args)}\`\`\``),
  );
}, 240_000);

it.each(examples().map(([args]) => args))('nginx-lint %s', async (args) => {
  expect(examples().find(([name]) => name === args)?.[1]).toBe(await printed(args));
});

it('each case has its example, ten and more', () => {
  const shown = examples().map(([args]) => args);
  const cases = readdirSync(CASES).sort();
  expect(shown.map((args) => args.split(/[ /]/)[1]).sort()).toEqual(cases);
  expect(cases.length).toBeGreaterThanOrEqual(10);
  for (const one of cases)
    for (const side of ['old', 'new']) expect(existsSync(`${CASES}/${one}/${side}/nginx.conf`)).toBe(true);
});
