import { readFileSync } from 'node:fs';
import {
  createFacts,
  createModel,
  createSettings,
  fileAt,
  lint,
  loadFragment,
  memoryFiles,
  rules,
} from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';

interface Row {
  readonly name: string;
  readonly source: string;
  readonly contexts: readonly string[];
  readonly block: boolean;
  readonly removed: string | null;
}

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

const text = read('service/data/snippets.json');
const snippets = JSON.parse(text) as Record<string, string>;
const rows = (JSON.parse(read('core/data/directives.json')) as Row[]).filter(
  ({ source }) => source === 'core' || source === 'plus',
);

const STOP = /\$(\d+)|\$\{(\d+)(?::((?:\\.|[^\\}])*)|\|((?:\\.|[^\\|])*)\|)?\}|\\([$}\\])/g;
const plain = (escaped: string): string => escaped.replace(/\\([$}\\,|])/g, '$1');
const choicesOf = (list: string): string[] => (list.match(/(?:\\.|[^\\,])+/g) ?? []).map(plain);

/** What an editor inserts when nothing is typed: defaults, and of a choice the one with this number, or the first. */
function expanded(snippet: string, choice: number): string {
  return snippet.replace(STOP, (_, _bare, _number, value?: string, list?: string, escaped?: string) => {
    if (escaped !== undefined) return escaped;
    const choices = choicesOf(list ?? '');
    return list === undefined ? plain(value ?? '') : (choices[choice] ?? choices[0] ?? '');
  });
}

const stopsOf = (snippet: string): number[] =>
  [...snippet.matchAll(STOP)].filter((stop) => stop[5] === undefined).map((stop) => Number(stop[1] ?? stop[2]));

/** Every directive and context that has a snippet, as the service finds it. */
const offered = rows.flatMap(({ name, contexts, removed, block }) =>
  contexts.flatMap((context) => {
    const key = snippets[`${name}@${context}`] === undefined ? name : `${name}@${context}`;
    const snippet = snippets[key];
    return snippet === undefined ? [] : [{ name, context, key, snippet, removed, block }];
  }),
);

/** Removed directives and those of NGINX Plus have no snippet for their own sake, but blocks do. */
const today = offered.filter(({ removed, context }) => removed === null && context !== 'any');

const FACTS = createFacts({});
const SETTINGS = createSettings({ preset: 'nginx' });

/** What nginx would refuse of a text in a context. */
async function refusals(inserted: string, context: string): Promise<string[]> {
  const files = memoryFiles({ '/etc/nginx/part.conf': `${inserted}\n` });
  const around = context === 'main' ? [] : [context];
  const tree = await loadFragment(fileAt('/etc/nginx/part.conf'), around, { files, facts: FACTS, certain: true });
  const { diagnostics } = lint(createModel(tree), rules, SETTINGS);
  return diagnostics.filter(({ fatal }) => fatal).map(({ rule, message }) => `${rule}: ${message}`);
}

describe('snippets', () => {
  it('belong to a directive that the facts know, in a context where it stands', () => {
    const used = new Set(offered.map(({ key }) => key));
    expect(Object.keys(snippets).filter((key) => !used.has(key))).toEqual([]);
  });

  it('are there for every block, and only blocks open one', () => {
    const without = rows.filter(
      ({ name, block, contexts }) =>
        block && contexts.some((context) => !(snippets[`${name}@${context}`] ?? snippets[name])),
    );
    expect(without.map(({ name }) => name)).toEqual([]);
    const wrong = offered.filter(({ snippet, block }) => snippet.endsWith('\n\t$0\n}') !== block);
    expect(wrong.map(({ key, context }) => `${key} in ${context}`)).toEqual([]);
  });

  it('begin with the name of the directive, and their stops are counted from 1', () => {
    const wrong = Object.entries(snippets).filter(([key, snippet]) => {
      const stops = [...new Set(stopsOf(snippet))].filter((stop) => stop > 0);
      const name = key.split('@')[0];
      return snippet.split(' ')[0] !== name || stops.some((stop, at) => stop !== at + 1);
    });
    expect(wrong).toEqual([]);
  });

  it('have no dollar sign that an editor would take for something else', () => {
    const left = Object.entries(snippets).filter(([, snippet]) => snippet.replace(STOP, '').includes('$'));
    expect(left).toEqual([]);
  });

  it.each(today)('$key is not refused in $context', async ({ snippet, context }) => {
    const most = Math.max(1, ...[...snippet.matchAll(STOP)].map((stop) => choicesOf(stop[4] ?? '').length));
    for (let choice = 0; choice < most; choice++)
      expect(await refusals(expanded(snippet, choice), context)).toEqual([]);
  });

  it('stand one on a line, in the order of names', () => {
    const sorted = Object.fromEntries(Object.entries(snippets).sort(([a], [b]) => (a < b ? -1 : 1)));
    expect(text).toBe(`${JSON.stringify(sorted, null, 2)}\n`);
  });
});
