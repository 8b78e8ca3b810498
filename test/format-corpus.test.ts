import {
  type ConfigModel,
  createSettings,
  encode,
  type FileId,
  fileAt,
  formatEdits,
  formatted,
  lint,
  ownIndentation,
  parse,
  rules,
} from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';
import { faultsIn, STYLES, wordsOf } from '../packages/core/test/format/support.ts';
import { corpusFile, corpusLines, corpusNote, hasCorpus } from './support/corpus.ts';
import { corpusEntries, loadEntry, nginxVerdicts } from './support/corpus-entry.ts';
import type { Entry } from './support/corpus-verdicts.ts';
import { nginxVersion } from './support/nginx.ts';
import { tokenStream } from './support/token-records.ts';

/** Verdicts are compared, and all styles tried, for one in so many; 1: all, which takes minutes. */
const STEP = Number(process.env['FORMAT_STEP'] ?? 12);

/** Both times refused, for other reasons: the line tells us that `“1; mode=block”` was meant to be one value. */
const KNOWN: readonly string[] = ['malformed-mutated/133ea7cfa1/smart_quotes.conf'];

/** How many configurations a real nginx is asked about. */
const SAMPLE = Number(process.env['FORMAT_SAMPLE'] ?? 40);

const entries = (): readonly Entry[] =>
  // A file of one word without an end of line looks like a link that git could not make.
  corpusEntries(({ id }) => !id.includes('/eof-word/'));

const load = (entry: Entry, changed: ReadonlyMap<FileId, Uint8Array>): Promise<ConfigModel> =>
  loadEntry(entry, changed, null);

/** The files of a tree that formatting changes. */
function formattedFiles({ tree }: ConfigModel): ReadonlyMap<FileId, Uint8Array> {
  const changed = new Map<FileId, Uint8Array>();
  for (const source of tree.files.values()) {
    const text = source.id.startsWith('file:') ? formatted(source, ownIndentation(source)) : source.text;
    if (text !== source.text) changed.set(source.id, encode(text, source.encoding));
  }
  return changed;
}

const NGINX = createSettings({ preset: 'nginx' });

/** What nginx refuses, without the places. */
function fatalsOf(model: ConfigModel): string {
  const fatal = lint(model, rules, NGINX).diagnostics.filter((one) => one.fatal);
  return JSON.stringify(fatal.map(({ rule, file, message }) => [rule, file, message]).sort());
}

describe('formatting of the corpus', () => {
  it.runIf(hasCorpus)(
    `leaves what nginx reads as it is, in every file, and is done after one run${corpusNote}`,
    () => {
      const wrong: string[] = [];
      const files = corpusLines<{ file: string }>('tokens.jsonl');
      for (const [index, { file }] of files.entries()) {
        const source = parse(fileAt(`/${file}`), corpusFile(file));
        for (const [at, options] of [ownIndentation(source), ...(index % STEP === 0 ? STYLES : [])].entries()) {
          const edits = formatEdits(source, options);
          const text = formatted(source, options);
          const after = parse(source.id, encode(text, source.encoding));
          const faults = faultsIn(source.text, edits);
          const read = [tokenStream(source), tokenStream(after)].map(({ records, error }) =>
            JSON.stringify([records.map((record) => record.slice(2)), error?.message]),
          );
          if (faults.length > 0) wrong.push(`${file} ${at}: ${faults[0]}`);
          if (read[0] !== read[1] || wordsOf(source) !== wordsOf(after)) wrong.push(`${file} ${at}: other words`);
          if (formatted(after, options) !== text) wrong.push(`${file} ${at}: not done`);
        }
      }
      expect(files.length).toBeGreaterThan(3_000);
      expect(wrong).toEqual([]);
    },
    600_000,
  );

  it.runIf(hasCorpus)(
    `leaves our verdict as it is${corpusNote}`,
    async () => {
      const wrong: string[] = [];
      let compared = 0;
      for (const entry of entries().filter((_, index) => index % STEP === 0)) {
        const before = await load(entry, new Map());
        const changed = formattedFiles(before);
        if (changed.size === 0) continue;
        compared++;
        if (fatalsOf(before) !== fatalsOf(await load(entry, changed))) wrong.push(entry.id);
      }
      console.log(`${compared} formatted configurations compared`);
      expect(compared).toBeGreaterThan(1000 / STEP);
      expect(wrong.filter((id) => !KNOWN.includes(id))).toEqual([]);
    },
    900_000,
  );

  it.runIf(hasCorpus && nginxVersion() !== null)(
    `leaves nginx's verdict as it is${corpusNote}`,
    async () => {
      const wrong: string[] = [];
      const all = entries().filter(({ source }) => !/malformed|include-cases|^big$|^tokenizer|openresty/.test(source));
      const step = Math.max(1, Math.floor(all.length / (3 * SAMPLE)));
      let asked = 0;
      for (const entry of all.filter((_, index) => index % step === 0)) {
        if (asked >= SAMPLE) break;
        const before = await load(entry, new Map());
        const changed = formattedFiles(before);
        const verdicts = changed.size === 0 ? null : nginxVerdicts(entry, before, changed);
        if (verdicts === null) continue;
        asked++;
        // Formatting moves lines.
        const [was, is] = verdicts.map((verdict) => verdict.replace(/:\d+$/, ''));
        if (was !== is) wrong.push(`${entry.id}: ${was}; formatted: ${is}`);
      }
      expect(asked).toBeGreaterThanOrEqual(Math.min(SAMPLE, 30));
      expect(wrong).toEqual([]);
    },
    900_000,
  );
});
