import { fileAt, type Span } from '@nginx-lint/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeLenses, resolveCodeLens } from '../src/features/code-lens.ts';
import { hover } from '../src/features/hover.ts';
import { inlayHints } from '../src/features/inlay-hints.ts';
import type { Snapshot } from '../src/snapshot.ts';
import { alone, anySigns, holds, TYPED } from './support/any-text.ts';
import { siteOf, snapshotOf } from './support/site.ts';

const SITE = siteOf('playground');

function checkHover(snapshot: Snapshot, file: ReturnType<typeof fileAt>, offset: number): void {
  const found = hover(snapshot, file, offset);
  if (found === null) return;
  expect(holds(found.span, { start: offset, end: offset })).toBe(true);
  expect(found.markdown.length).toBeGreaterThan(0);
  for (const part of found.markdown) if (typeof part !== 'string') expect(snapshot.source(part.file)).not.toBeNull();
}

function checkFile(snapshot: Snapshot, file: ReturnType<typeof fileAt>, whole: Span): void {
  for (const { offset, text } of inlayHints(snapshot, file, whole)) {
    expect(holds(whole, { start: offset, end: offset })).toBe(true);
    expect(text).not.toBe('');
  }
  for (const lens of codeLenses(snapshot, file)) expect(resolveCodeLens(snapshot, lens).title).not.toBeNull();
}

describe('hover, inlay hints and code lenses', () => {
  it('have an answer at every offset of the playground', async () => {
    const snapshot = await snapshotOf(SITE);
    for (const file of snapshot.files) {
      const length = snapshot.source(file)?.text.length ?? 0;
      for (let offset = 0; offset <= length; offset++) checkHover(snapshot, file, offset);
      checkFile(snapshot, file, { start: 0, end: length });
    }
  });

  it('never fail while a file is typed', async () => {
    const cut = fc
      .constantFrom(...SITE.texts)
      .chain(([path, text]) =>
        fc.record({ path: fc.constant(path), text: fc.constant(text), end: fc.nat(text.length) }),
      );
    await fc.assert(
      fc.asyncProperty(cut, fc.array(fc.nat(), { maxLength: 6 }), async ({ path, text, end }, at) => {
        const typed = text.slice(0, end);
        const snapshots = [await snapshotOf(SITE, new Map([[path, typed]])), await alone(typed)];
        for (const [index, snapshot] of snapshots.entries()) {
          const file = index === 0 ? fileAt(path) : TYPED;
          for (const offset of [...at.map((each) => each % (end + 1)), end]) checkHover(snapshot, file, offset);
          checkFile(snapshot, file, { start: 0, end });
        }
      }),
      { numRuns: 60 },
    );
  });

  it('never fail on any signs', async () => {
    const signs = anySigns(
      ...['# nginx-lint-disable x\n', 'location ~ (', '$1', 'listen ', 'server_name *.', 'root', 'rewrite ', '(?='],
      ...['[^', 'ü', '\u{1f600}', 'keepalive_timeout 1', '0'],
    );
    await fc.assert(
      fc.asyncProperty(signs, async (typed) => {
        const snapshot = await alone(typed);
        for (let offset = 0; offset <= typed.length; offset++) checkHover(snapshot, TYPED, offset);
        checkFile(snapshot, TYPED, { start: 0, end: typed.length });
      }),
      { numRuns: 200 },
    );
  });
});
