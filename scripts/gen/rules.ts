import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { GROUPS, type Rule } from '@nginx-lint/core';
import type { GeneratedFile } from './generated-file.ts';
import { rulePage, rulesTable } from './rule-page.ts';

const RULES = new URL('../../packages/core/src/rules/', import.meta.url);

/** The registry, a page for each rule, and the table of them. */
export async function generate(): Promise<GeneratedFile[]> {
  const paths = await rulePaths();
  const rules: Rule[] = [];
  for (const path of paths) rules.push(await loadRule(path));
  return [
    { path: 'packages/core/src/rules/index.generated.ts', text: registry(paths) },
    ...rules.map((rule) => ({ path: `docs/rules/${rule.id}.md`, text: rulePage(rule) })),
    { path: 'docs/rules/README.md', text: rulesTable(rules) },
  ];
}

/** `tls/ssl-weak-protocols`, by group in the order of the groups, then by id. */
async function rulePaths(): Promise<string[]> {
  const paths: string[] = [];
  for (const group of GROUPS) {
    const names = await readdir(new URL(`${group}/`, RULES)).catch(() => []);
    for (const name of names.sort()) if (name.endsWith('.ts')) paths.push(`${group}/${name.slice(0, -3)}`);
  }
  return paths;
}

async function loadRule(path: string): Promise<Rule> {
  const module = (await import(fileURLToPath(new URL(`${path}.ts`, RULES)))) as { default?: Rule };
  const rule = module.default;
  if (rule === undefined || `${rule.group}/${rule.id}` !== path)
    throw new Error(`${path}.ts must export as default the rule of that group and id`);
  return rule;
}

function registry(paths: readonly string[]): string {
  const nameOf = (path: string): string =>
    (path.split('/')[1] ?? '').replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return [
    '// Written by `npm run gen` from the files in this folder.',
    "import type { Rule } from '../lint/rule.ts';",
    ...paths.map((path) => `import ${nameOf(path)} from './${path}.ts';`),
    '',
    '/** Every rule, by group and id. */',
    'export const rules: readonly Rule[] = [',
    ...paths.map((path) => `  ${nameOf(path)},`),
    '];',
    '',
  ].join('\n');
}
