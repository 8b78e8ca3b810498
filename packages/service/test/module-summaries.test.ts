import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Row {
  readonly module: string;
  readonly source: string;
  readonly removed: string | null;
  readonly build?: { readonly requires?: string };
}

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const rowsOf = (path: string): Row[] => (JSON.parse(read(path)) as Row[]).filter(({ source }) => source === 'core');

const text = read('service/data/modules.json');
const modules = JSON.parse(text) as Record<string, string>;
const directives = rowsOf('core/data/directives.json');

/** The options that the directives which a module has today ask for; `undefined` stands for none. */
function optionsOf(module: string): Set<string | undefined> {
  const present = directives.filter((row) => row.module === module && row.removed === null);
  return new Set(present.map(({ build }) => build?.requires));
}

describe('what modules are for', () => {
  it('is said of each module that the facts name, and of nothing else', () => {
    const named = [...directives, ...rowsOf('core/data/variables.json')].map(({ module }) => module);
    expect(Object.keys(modules)).toEqual([...new Set(named)].sort());
  });

  it('is said in one short line, without a full stop', () => {
    const wrong = Object.entries(modules).filter(([, said]) => said.length > 110 || !/^[A-Z].{9,}[^.\s]$/.test(said));
    expect(wrong).toEqual([]);
  });

  it('names the option of configure that a module needs, and no other', () => {
    const wrong = Object.entries(modules).filter(([module, said]) => {
      const named = /; needs (--with-\w+)(?: \(before [\d.]+\))?$/.exec(said)?.[1];
      const options = optionsOf(module);
      if (options.size === 0) return false;
      const needed = ![...options].some((option) => !option?.startsWith('--with-'));
      return needed ? !options.has(named) || named === undefined : said.includes('--with');
    });
    expect(wrong).toEqual([]);
  });

  it('stands one on a line, in the order of names', () => {
    const sorted = Object.fromEntries(Object.entries(modules).sort(([a], [b]) => (a < b ? -1 : 1)));
    expect(text).toBe(`${JSON.stringify(sorted, null, 2)}\n`);
  });
});
