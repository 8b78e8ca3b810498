import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rules } from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';
import { readArguments } from '../src/args.ts';
import { readLintOptions } from '../src/lint-options.ts';
import { OPTIONS } from '../src/options.ts';

const guide = (name: string) => fileURLToPath(new URL(`../../../docs/guide/${name}`, import.meta.url));
const PAGES = ['ci.md', 'adoption.md'];

/** Command lines within fences, up to where their output goes. */
function commandsOf(page: string): readonly string[] {
  const fences = readFileSync(guide(page), 'utf8').match(/^```[\s\S]*?^```/gm) ?? [];
  return fences.flatMap((fence) => [...fence.matchAll(/(?:^|: )nginx-lint ([^>\n]*)/gm)].map(([, args = '']) => args));
}

describe.each(PAGES)('%s', (page) => {
  it.each(commandsOf(page))('nginx-lint %s is understood', (line) => {
    const words = line
      .replace(/"\$\([^)]*\)"/g, 'HEAD')
      .trim()
      .split(/\s+/);
    const { options, command } = readArguments(words);
    expect(command).toBe('lint');
    expect(() => readLintOptions(options, '/', rules)).not.toThrow();
  });

  it('leads to pages that are there', () => {
    const links = [...readFileSync(guide(page), 'utf8').matchAll(/\]\(([^)#:]+)\)/g)].map(([, to = '']) => to);
    expect(links.filter((to) => !existsSync(guide(to)))).toEqual([]);
  });
});

it('every format has its line in the guide', () => {
  const formats = OPTIONS.find(({ name, commands }) => name === 'format' && commands.includes('lint'))?.choices ?? [];
  const table = [...readFileSync(guide('ci.md'), 'utf8').matchAll(/^\| `([a-z]+)` /gm)].map(([, name]) => name);
  expect(table).toEqual(formats);
});
