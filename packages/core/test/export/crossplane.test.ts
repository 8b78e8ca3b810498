import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type CrossplaneOptions, createFacts, crossplanePayload, fileAt, loadTree, pathOf } from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';
import { corpus, corpusNote, hasCorpus } from '../../../../test/support/corpus.ts';
import { diskFiles } from '../../../../test/support/disk-files.ts';

// Recorded with crossplane 0.5.8. Where it reads otherwise than nginx, nginx is right and the payload follows nginx:
//
// - escapes: crossplane keeps "\n", "\t", "\r" and "\\" as they are written, and knows only its own quote's escape;
// - "${" and blanks: a word may not hold one behind a blank, and form feed and no-break space are blanks to it;
// - a ";" behind a "}", text behind a closing quote, and words of 4,096 bytes are no errors to it;
// - a comment at the end of a file without a line end is lost, a lone CR ends a line, bytes that are not UTF-8 become U+FFFD;
// - Lua blocks of newer directives than it knows are read as nginx's own syntax;
// - comments between words are printed without being asked for;
// - in a combined payload, what follows an include carries the name of the included file;
// - a path is joined, not normalised ("./a.conf"), and a statement that it refuses is left out.

const CASES = fileURLToPath(new URL('./cases/', import.meta.url));
const facts = createFacts();

async function payload(entry: string, folder: string, options: Partial<CrossplaneOptions>) {
  const tree = await loadTree(fileAt(entry), { files: diskFiles, facts });
  const nameOf: CrossplaneOptions['nameOf'] = (file) => pathOf(file).slice(folder.length);
  return crossplanePayload(tree, { comments: false, combine: false, singleFile: false, nameOf, ...options });
}

describe.each(readdirSync(CASES))('%s', (name) => {
  const folder = `${CASES}${name}/`;
  const recorded = JSON.parse(readFileSync(`${folder}crossplane.json`, 'utf8')) as Record<string, unknown>;
  it.each([
    ['plain', {}],
    ['comments', { comments: true }],
    ['combine', { combine: true }],
    ['single', { singleFile: true }],
  ] as const)('is what crossplane prints: %s', async (kind, options) => {
    const own = await payload(`${folder}nginx.conf`, folder, options);
    const aside = (value: unknown): unknown =>
      without(value, { comments: kind !== 'comments', files: kind === 'combine' });
    expect(aside(JSON.parse(JSON.stringify(own)))).toEqual(aside(recorded[kind]));
  });
});

it('a combined payload names the file of each statement', async () => {
  const folder = `${CASES}includes/`;
  const { config } = await payload(`${folder}nginx.conf`, folder, { combine: true });
  const named = config[0]?.parsed[1]?.block?.map(({ file, directive }) => `${file}: ${directive}`);
  expect(named).toEqual(['conf.d/a.conf: gzip', 'conf.d/b.conf: map', 'nginx.conf: server']);
});

/** A payload without what crossplane has wrong in it. */
function without(value: unknown, faults: { comments: boolean; files: boolean }): unknown {
  if (Array.isArray(value))
    return value.filter((item) => !(faults.comments && item?.directive === '#')).map((item) => without(item, faults));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !(faults.files && key === 'file' && 'directive' in value));
  return Object.fromEntries(kept.map(([key, item]) => [key, without(item, faults)]));
}

/** Both sides unescaped once more, so that the first fault above does not hide other differences. */
function unescaped(value: unknown): unknown {
  if (typeof value === 'string')
    return value.replace(/\\(["'\\trn])/g, (_, c: string) => ({ t: '\t', r: '\r', n: '\n' })[c] ?? c);
  if (Array.isArray(value)) return value.map(unescaped);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, key === 'comment' ? item : unescaped(item)]),
  );
}

describe.runIf(hasCorpus)(`main trees of the corpus${corpusNote}`, () => {
  const digests = JSON.parse(readFileSync(new URL('./corpus-digests.json', import.meta.url), 'utf8')) as Record<
    string,
    string
  >;
  it('are what crossplane prints, its faults aside', async () => {
    const wrong: string[] = [];
    for (const [id, digest] of Object.entries(digests)) {
      const { config } = await payload(`${corpus}/${id}`, `${corpus}/`, { comments: true });
      const parsed = JSON.stringify(unescaped(config.map((file) => ({ file: file.file, parsed: file.parsed }))));
      if (createHash('sha256').update(parsed).digest('hex').slice(0, 16) !== digest) wrong.push(id);
    }
    expect(wrong).toEqual([]);
  });
});
