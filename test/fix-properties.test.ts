import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type ConfigModel,
  createFacts,
  createModel,
  encode,
  type FileId,
  fileAt,
  loadFragment,
  loadTree,
  memoryFiles,
  pathOf,
} from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';
import { filesWithLinks } from '../packages/core/test/tree/corpus-links.ts';
import { corpus, corpusJson, corpusNote, hasCorpus } from './support/corpus.ts';
import type { Entry } from './support/corpus-verdicts.ts';
import { changedFiles, fixOutcome, type Mendable, type Outcome } from './support/fix-properties.ts';
import { nginxTest, nginxVersion } from './support/nginx.ts';
import { scenarioOf } from './support/scenario.ts';

/** How many mended configurations of the corpus a real nginx is asked about. */
const SAMPLE = Number(process.env['FIXES_SAMPLE'] ?? 60);

/** Test data of others, and what is cut out of documentation: of these every fourth, as there are so many. */
const REAL = new Set(['repos', 'reverse-proxy-confs', 'certbot', 'nginx-agent', 'seeds', 'gixy', 'walf443-nginx-lint']);

const FIXTURES = fileURLToPath(new URL('../fixtures/rules/', import.meta.url));

const installed = nginxVersion();

function fixture(path: string): Mendable {
  const { files, entry, context, version } = scenarioOf(readFileSync(join(FIXTURES, path), 'utf8'));
  const texts = Object.entries(files).map(([name, text]) => [`/etc/nginx/${name}`, text] as const);
  const facts = createFacts(version === null ? {} : { version });
  const below = memoryFiles(Object.fromEntries(texts));
  const load = async (changed: ReadonlyMap<FileId, Uint8Array>): Promise<ConfigModel> => {
    const options = { files: changedFiles(below, changed), facts };
    const file = fileAt(`/etc/nginx/${entry}`);
    const whole = context === null || context[0] === 'main';
    return createModel(
      whole ? await loadTree(file, options) : await loadFragment(file, context, { ...options, prefix: '/etc/nginx' }),
    );
  };
  return { name: path, load, isOwn: (file) => file.startsWith('file:') };
}

interface CorpusEntry extends Entry {
  readonly includedBy?: readonly string[];
  readonly template?: boolean;
}

function entriesOfCorpus(): readonly CorpusEntry[] {
  const entries = corpusJson<CorpusEntry[]>('index.json');
  return entries.filter(
    ({ source, includedBy, template }, index) =>
      !includedBy?.length &&
      !template &&
      (REAL.has(source) || (index % 4 === 0 && !/malformed|include-cases|^big$|^tokenizer/.test(source))),
  );
}

function contextOf({ context }: CorpusEntry): string[] {
  return context.split(/(?<=^(?:stream|mail|rtmp))\./);
}

function ofCorpus(entry: CorpusEntry, version: string | null): Mendable {
  const map = Object.entries(entry.maps ?? {}).map(([from, to]) => ({ from, to: `${corpus}/${to}` }));
  const facts = createFacts(version === null ? {} : { version });
  const file = fileAt(`${corpus}/${entry.root}`);
  const load = async (changed: ReadonlyMap<FileId, Uint8Array>): Promise<ConfigModel> => {
    const options = {
      files: changedFiles(filesWithLinks, changed),
      facts,
      prefix: `${corpus}/${entry.prefix}`,
      map: [...map, { from: entry.prefixPath, to: `${corpus}/${entry.prefix}` }],
    };
    const context = contextOf(entry);
    const whole = context[0] === 'main' && entry.kind === 'main';
    return createModel(whole ? await loadTree(file, options) : await loadFragment(file, context, options));
  };
  return { name: entry.id, load, isOwn: (id) => id.startsWith(fileAt(corpus)) };
}

/** What nginx says of the files before and after; null where they do not lie in one folder. */
function nginxVerdicts(entry: CorpusEntry, { before, changed }: Outcome): readonly [string, string] | null {
  const folder = `${corpus}/${entry.prefix}/`;
  const own = [...before.tree.files.values()].filter(({ id }) => id.startsWith('file:'));
  if (own.some(({ id }) => !pathOf(id).startsWith(folder))) return null;
  const context = contextOf(entry);
  const whole = context[0] === 'main' && entry.kind === 'main';
  const ask = (contents: ReadonlyMap<FileId, Uint8Array>): string => {
    const files = own.map(({ id, text, encoding }) => [
      pathOf(id).slice(folder.length),
      contents.get(id) ?? encode(text, encoding),
    ]);
    const { ok, message } = nginxTest({
      files: Object.fromEntries(files) as Record<string, Uint8Array>,
      entry: `${corpus}/${entry.root}`.slice(folder.length),
      ...(whole ? {} : { context }),
      prefix: entry.prefixPath,
    });
    return ok ? 'accepted' : `refused: ${message}`;
  };
  return [ask(new Map()), ask(changed)];
}

describe('every safe fix', () => {
  it('of the fixtures does no harm', async () => {
    const complaints: string[] = [];
    let made = 0;
    const names = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' });
    for (const name of names.filter((path) => path.endsWith('.conf') && !path.endsWith('.fixed.conf')).sort()) {
      const outcome = await fixOutcome(fixture(name));
      complaints.push(...outcome.complaints);
      made += outcome.made;
    }
    expect(made).toBeGreaterThan(500);
    expect(complaints).toEqual([]);
  }, 600_000);

  it.runIf(hasCorpus)(
    `of real configurations does no harm${corpusNote}`,
    async () => {
      const complaints: string[] = [];
      let made = 0;
      for (const entry of entriesOfCorpus()) {
        const outcome = await fixOutcome(ofCorpus(entry, null));
        complaints.push(...outcome.complaints);
        made += outcome.made;
      }
      console.log(`${made} safe fixes made`);
      if (process.env['DIFF_LOG'] === '1') console.log(complaints.join('\n'));
      expect(made).toBeGreaterThan(5_000);
      expect(complaints).toEqual([]);
    },
    900_000,
  );

  it.runIf(hasCorpus && installed !== null)(
    `leaves what nginx says as it was${corpusNote}`,
    async () => {
      const all = entriesOfCorpus().filter(({ source }) => REAL.has(source));
      const step = Math.max(1, Math.floor(all.length / (3 * SAMPLE)));
      const differences: string[] = [];
      let asked = 0;
      for (const entry of all.filter((_, index) => index % step === 0)) {
        if (asked >= SAMPLE) break;
        const outcome = await fixOutcome(ofCorpus(entry, installed), { together: true });
        if (outcome.changed.size === 0) continue;
        const verdicts = nginxVerdicts(entry, outcome);
        if (verdicts === null) continue;
        asked++;
        // What it refuses may be mended, or be refused for the next of several reasons.
        if (verdicts[0] === 'accepted' && verdicts[1] !== 'accepted')
          differences.push(`${entry.id}: ${verdicts.join('; mended: ')}`);
      }
      expect(asked).toBeGreaterThanOrEqual(Math.min(SAMPLE, 40));
      expect(differences).toEqual([]);
    },
    900_000,
  );
});
