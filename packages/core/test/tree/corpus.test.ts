import { describe, expect, test } from 'vitest';
import { corpus, corpusFile, corpusJson, corpusNote, hasCorpus } from '../../../../test/support/corpus.ts';
import { createFacts } from '../../src/facts/lookup.ts';
import { parse } from '../../src/syntax/parse.ts';
import { fileAt, pathOf, relativeTo } from '../../src/text/file-id.ts';
import { inferContext } from '../../src/tree/infer-context.ts';
import { loadTree } from '../../src/tree/load.ts';
import type { ConfigTree, TreeProblem } from '../../src/tree/tree.ts';
import { filesWithLinks } from './corpus-links.ts';

interface Entry {
  readonly id: string;
  readonly kind: 'main' | 'fragment';
  readonly context: string;
  readonly contexts?: readonly string[];
  readonly source: string;
  readonly prefix: string;
  readonly prefixPath: string;
  readonly includes?: readonly string[];
  readonly maps?: Readonly<Record<string, string>>;
  readonly missing?: readonly string[];
  readonly mutation?: string;
  readonly mixed?: boolean;
  readonly ellipsis?: boolean;
  readonly dump?: boolean;
  readonly template?: boolean;
}

interface Verdict {
  readonly id: string;
  readonly nginx: string;
  readonly ok: boolean;
  readonly category?: string;
  readonly message?: string;
  readonly file?: string | null;
  readonly line?: number | null;
}

const facts = createFacts({ version: '1.31.5' });

const loading = ({ prefix, prefixPath, maps = {} }: Entry) => ({
  files: filesWithLinks,
  facts,
  prefix: `${corpus}/${prefix}`,
  map: [...Object.entries(maps), [prefixPath, prefix] as const].map(([from, to]) => ({ from, to: `${corpus}/${to}` })),
});

/** Where the index, which looks at names only, lists other files than nginx reads. */
const INDEX_DIFFERS = new Map([
  ['include-cases/in-charset-map/nginx.conf', 'a charset_map takes no include'],
  ['include-cases/literal-dollar/nginx.conf', 'a name with a dollar is a name'],
  ['include-cases/symlink-chain/nginx.conf', 'links are not listed'],
  ['include-cases/symlink-dir/nginx.conf', 'links are not listed'],
  ['include-cases/symlink-file/nginx.conf', 'links are not listed'],
  ['include-cases/symlink-two/nginx.conf', 'links are not listed'],
]);

const load = (entry: Entry): Promise<ConfigTree> => loadTree(fileAt(`${corpus}/${entry.id}`), loading(entry));

const inCorpus = (path: string): string => relativeTo(corpus, path) ?? path;

const place = ({ at }: TreeProblem, tree: ConfigTree): string =>
  `${inCorpus(pathOf(at.file))}:${tree.files.get(at.file)?.lines.lineAt(at.node.stop)}`;

describe.skipIf(!hasCorpus)(`reference corpus${corpusNote}`, () => {
  const entries = hasCorpus ? corpusJson<readonly Entry[]>('index.json') : [];
  const verdicts = new Map<string, Verdict>();
  for (const verdict of hasCorpus ? corpusJson<readonly Verdict[]>('verdicts.json') : []) {
    if (verdict.nginx === '1.31.5') verdicts.set(verdict.id, verdict);
  }

  describe('include-cases', () => {
    for (const entry of entries.filter(({ source }) => source === 'include-cases')) {
      const verdict = verdicts.get(entry.id);
      test(entry.id, async () => {
        const tree = await load(entry);
        // A pattern that leads back to its file ends when opendir(3) fails: nginx then takes it for empty.
        const refused = tree.problems.filter(
          ({ rule, at }) => rule !== 'include-cycle' || !tree.includeTarget(at.node)?.pattern,
        );
        if (verdict?.category === 'include') {
          expect(refused).not.toEqual([]);
          // In a cycle, nginx stops wherever it runs out of files.
          if (verdict.message?.includes('Too many open files')) expect(refused[0]?.rule).toBe('include-cycle');
          else if (verdict.file)
            expect(refused.map((problem) => place(problem, tree))).toEqual([`${verdict.file}:${verdict.line}`]);
        } else expect(refused).toEqual([]);
        if (!INDEX_DIFFERS.has(entry.id))
          expect([...tree.files.keys()].map((file) => inCorpus(pathOf(file))).sort()).toEqual(
            [entry.id, ...(entry.includes ?? [])].sort(),
          );
      });
    }
  });

  test('the files that whole configurations include', async () => {
    const differing: unknown[] = [];
    const mains = entries.filter(({ id, kind }) => kind === 'main' && !INDEX_DIFFERS.has(id));
    for (const entry of mains) {
      const tree = await load(entry);
      const ours = [...tree.files.keys()]
        .filter((file) => file.startsWith('file:'))
        .map((file) => inCorpus(pathOf(file)))
        .filter((path) => path !== entry.id)
        .sort();
      const theirs = [...(entry.includes ?? [])].sort();
      if (JSON.stringify(ours) !== JSON.stringify(theirs)) differing.push({ id: entry.id, ours, theirs });
    }
    expect(mains.length).toBeGreaterThan(1000);
    expect(differing).toEqual([]);
  });

  test('the contexts of fragments', async () => {
    const counts = { one: 0, oneHit: 0, several: 0, severalHit: 0 };
    const misses: string[] = [];
    for (const entry of entries.filter(isTelling)) {
      const id = fileAt(`${corpus}/${entry.id}`);
      const found = contextName(inferContext(parse(id, corpusFile(entry.id)), facts));
      const hit = (entry.contexts ?? [entry.context]).includes(found);
      counts[entry.contexts ? 'several' : 'one']++;
      if (hit) counts[entry.contexts ? 'severalHit' : 'oneHit']++;
      else misses.push(`${entry.id}: ${found}, not ${entry.contexts ?? entry.context}`);
    }
    expect(counts.oneHit / counts.one, misses.join('\n')).toBeGreaterThan(0.95);
    expect(counts.severalHit / counts.several, misses.join('\n')).toBeGreaterThan(0.99);
  });
});

/** The tokenizer cases are `server` by agreement only. */
function isTelling({ kind, source, template, mixed, ellipsis, dump, mutation }: Entry): boolean {
  return kind === 'fragment' && source !== 'tokenizer-cases' && !(template || mixed || ellipsis || dump || mutation);
}

function contextName(blocks: readonly string[] | null): string {
  if (blocks === null) return 'none';
  const [first, ...rest] = blocks;
  if (first === undefined) return 'main';
  const last = rest.at(-1);
  return first === 'http' ? (last ?? first) : last === undefined ? first : `${first}.${last}`;
}
