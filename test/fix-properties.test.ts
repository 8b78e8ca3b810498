import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type ConfigModel,
  createFacts,
  createModel,
  type FileId,
  fileAt,
  loadFragment,
  loadTree,
  memoryFiles,
} from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';
import { corpus, corpusNote, hasCorpus } from './support/corpus.ts';
import { corpusEntries, loadEntry, nginxVerdicts } from './support/corpus-entry.ts';
import type { Entry } from './support/corpus-verdicts.ts';
import { changedFiles, fixOutcome, type Mendable } from './support/fix-properties.ts';
import { nginxVersion } from './support/nginx.ts';
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

const entriesOfCorpus = (): readonly Entry[] =>
  corpusEntries(
    ({ source }, index) =>
      REAL.has(source) || (index % 4 === 0 && !/malformed|include-cases|^big$|^tokenizer/.test(source)),
  );

const ofCorpus = (entry: Entry, version: string | null): Mendable => ({
  name: entry.id,
  load: (changed) => loadEntry(entry, changed, version),
  isOwn: (id) => id.startsWith(fileAt(corpus)),
});

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
        const verdicts = nginxVerdicts(entry, outcome.before, outcome.changed);
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
