import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type FileSystem, joinDiagnostics, parse, rules } from '@nginx-lint/core';
import { isOnDisk, nodeFileSystem, nodeHost } from '@nginx-lint/disk';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readArguments } from '../src/args.ts';
import { Baseline } from '../src/baseline/baseline.ts';
import { readLintOptions } from '../src/lint-options.ts';
import { fingerprintsIn, lintTargets, type Round } from '../src/linting.ts';
import { Progress } from '../src/progress.ts';

const cwd = fileURLToPath(new URL('../../../fixtures/playground', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'nginx-lint-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const NOWHERE = { isTTY: false, columns: null, write: () => undefined };
const optionsOf = (...args: string[]) => readLintOptions(readArguments(args).options, cwd, rules);

function look(files: FileSystem): Promise<Round> {
  const targets = { files: [], folders: [cwd], names: new Map(), overlay: null, shown: '.' };
  return lintTargets(targets, optionsOf(), nodeHost(cwd, files), new Progress(NOWHERE));
}

/** The files with other texts, made once for each. */
function changed(change: (text: string, at: number) => string): FileSystem {
  const known = new Map<string, Uint8Array>();
  return {
    list: (folder) => nodeFileSystem.list(folder),
    read: async (file) => {
      const bytes = known.get(file) ?? (await nodeFileSystem.read(file));
      if (typeof bytes === 'string' || known.has(file) || !isOnDisk(file) || !file.endsWith('.conf')) return bytes;
      const mended = new TextEncoder().encode(change(new TextDecoder().decode(bytes), known.size));
      known.set(file, mended);
      return mended;
    },
  };
}

/** Offsets of lines in front of which there is room for a line, that is, which do not begin within a word. */
function gapsOf(text: string): readonly number[] {
  const { tokens } = parse('file:///x.conf' as Parameters<typeof parse>[0], text);
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return starts.filter((at) => !tokens.some(({ start, end }) => start < at && at < end));
}

function signsOf(round: Round): readonly string[] {
  const fingerprints = fingerprintsIn(round);
  return joinDiagnostics(round.linted.map(({ result }) => result)).diagnostics.map((diagnostic) => {
    const { line, ordinal } = fingerprints(diagnostic);
    return `${diagnostic.file} ${diagnostic.rule} ${line} ${ordinal}`;
  });
}

const inserted = fc.record({
  where: fc.array(fc.nat(), { minLength: 1, maxLength: 8 }),
  line: fc.constantFrom('\n', '   \n', '# moved\n', '\t# listen 80;\n', '\n\n\n'),
  indent: fc.constantFrom('', '  ', '\t'),
});

type Insertion = typeof inserted extends fc.Arbitrary<infer T> ? T : never;

/** Lines in between, and other blanks in front of those that begin a line. */
function withLines({ where, line, indent }: Insertion): FileSystem {
  return changed((text, index) => {
    const gaps = gapsOf(text);
    const chosen = new Set(where.map((at) => gaps[(at + index) % gaps.length] ?? 0));
    const edits = [...chosen].sort((a, b) => b - a);
    return edits.reduce((result, at) => `${result.slice(0, at)}${line}${indent}${result.slice(at)}`, text);
  });
}

describe('what tells findings apart', () => {
  it('stays when lines and indentation move', async () => {
    const before = signsOf(await look(nodeFileSystem));
    expect(before.length).toBeGreaterThan(50);
    expect(new Set(before).size).toBe(before.length);
    await fc.assert(
      fc.asyncProperty(inserted, async (insertion) => {
        expect(signsOf(await look(withLines(insertion)))).toEqual(before);
      }),
      { numRuns: 20 },
    );
  });

  it('changes with the line', async () => {
    const before = signsOf(await look(nodeFileSystem));
    const after = signsOf(await look(changed((text) => text.replace('max_fails=0', 'max_fails=0 weight=3'))));
    const gone = before.filter((sign) => !after.includes(sign));
    expect(gone).toEqual([expect.stringContaining('upstreams.conf upstream-max-fails-zero')]);
  });
});

describe('a baseline', () => {
  it('knows all that it was made of, wherever it has moved', async () => {
    const path = join(scratch, 'all.json');
    new Baseline(path, optionsOf('--baseline', path, '--update-baseline'), cwd).update(await look(nodeFileSystem));
    const baseline = new Baseline(path, optionsOf('--baseline', path), cwd);
    await fc.assert(
      fc.asyncProperty(inserted, async (insertion) => {
        const { linted, notes } = baseline.narrow(await look(withLines(insertion)));
        expect(linted.flatMap(({ result }) => result.diagnostics)).toEqual([]);
        expect(notes).toEqual([expect.stringMatching(/^\d+ known problems not shown/)]);
      }),
      { numRuns: 10 },
    );
  });

  it('has the same bytes for the same findings', async () => {
    const texts = await Promise.all(
      ['one.json', 'two.json'].map(async (name) => {
        const path = join(scratch, name);
        if (name === 'two.json') writeFileSync(path, '{ "version": 1, "findings": {} }');
        new Baseline(path, optionsOf('--baseline', path, '--update-baseline'), cwd).update(await look(nodeFileSystem));
        return readFileSync(path, 'utf8');
      }),
    );
    expect(texts[0]).toBe(texts[1]);
  });
});
