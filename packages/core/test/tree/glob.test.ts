import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nginxVersion } from '../../../../test/support/nginx.ts';
import { createFacts } from '../../src/facts/lookup.ts';
import { fileAt, normalisePath, pathOf } from '../../src/text/file-id.ts';
import type { FileSystem } from '../../src/tree/files.ts';
import { byBytes, glob } from '../../src/tree/glob.ts';
import { compilePart } from '../../src/tree/glob-part.ts';
import { loadTree } from '../../src/tree/load.ts';
import { memoryFiles } from '../../src/tree/memory-files.ts';
import { deadLinks, files, patterns } from './glob-cases.ts';
import { entryWith, type Found, observeGlobs } from './observe-globs.ts';

const record = new URL('./globs.observed.json', import.meta.url);

if (process.env['UPDATE_OBSERVED']) writeFileSync(record, `${JSON.stringify(observeGlobs(patterns), null, 2)}\n`);

const observed = JSON.parse(readFileSync(record, 'utf8')) as Record<string, Found>;

describe('patterns', () => {
  it.each(patterns)('%s', async (pattern) => {
    expect(await found(pattern)).toEqual(normalised(observed[pattern]));
  });

  it.skipIf(nginxVersion() === null)('are recorded as the nginx here reads them', () => {
    expect(observeGlobs(patterns)).toEqual(observed);
  });

  it('match in time that grows with the lengths only', () => {
    const part = compilePart(`${'a*'.repeat(2000)}b`, true);
    const started = performance.now();
    expect(part.matches('a'.repeat(4000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('do not go through a whole disk', async () => {
    let asked = 0;
    const endless = async () => {
      asked++;
      return Array.from({ length: 100 }, (_, index) => ({ name: `${index}`, folder: true }));
    };
    expect(await glob('/*/*/*/*/*/*', endless)).toBeNull();
    expect(asked).toBeLessThan(20_000);
  });

  it('are sorted by bytes, not by UTF-16 units', () => {
    const sorted = ['\uFF5E', '\u{1F600}', 'é', 'z', 'Z', '', 'a/b', 'a-b', 'a'].sort(byBytes);
    expect(sorted).toEqual(['', 'Z', 'a', 'a-b', 'a/b', 'z', 'é', '\uFF5E', '\u{1F600}']);
  });
});

async function found(pattern: string): Promise<Found> {
  const text = Object.fromEntries([...files, ...deadLinks].map((name) => [`/conf/${name}`, '# here\n']));
  const memory = memoryFiles({ ...text, '/conf/nginx.conf': entryWith(pattern) });
  const dead = new Set(deadLinks.map((name) => fileAt(`/conf/${name}`)));
  const fs: FileSystem = { list: memory.list, read: async (file) => (dead.has(file) ? 'missing' : memory.read(file)) };
  const tree = await loadTree(fileAt('/conf/nginx.conf'), { files: fs, facts: createFacts() });
  const [problem] = tree.problems.filter(({ rule }) => rule === 'include-not-found');
  if (problem) return { stopsAt: problem.path.slice('/conf/'.length) };
  const include = tree.all.find(({ node }) => node.name.value === 'include')?.node;
  const target = include && tree.includeTarget(include);
  return { read: (target?.files ?? []).map((file) => pathOf(file).slice('/conf/'.length)) };
}

/** Files have one name here, whatever way led to them. */
function normalised(what: Found | undefined): Found | undefined {
  if (what === undefined || !('read' in what)) return what;
  return { read: what.read.map((path) => normalisePath(path).slice(1)) };
}
