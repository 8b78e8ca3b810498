import type { Span } from '@nginx-lint/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { definitions } from '../src/features/definition.ts';
import { documentLinks } from '../src/features/document-links.ts';
import { type DocumentSymbol, documentSymbols } from '../src/features/document-symbols.ts';
import { foldingRanges } from '../src/features/folding.ts';
import { highlights } from '../src/features/highlight.ts';
import { references } from '../src/features/references.ts';
import { prepareRename, rename } from '../src/features/rename.ts';
import { selectionRanges } from '../src/features/selection.ts';
import { workspaceSymbols } from '../src/features/workspace-symbols.ts';
import { includers } from '../src/names/includes.ts';
import { namesOf } from '../src/names/names-of.ts';
import type { Snapshot } from '../src/snapshot.ts';
import { alone, anySigns, TYPED as FILE, holds } from './support/any-text.ts';
import { siteOf } from './support/site.ts';

const TEXTS = [...siteOf('playground').texts].map(([path, text]) => ({ path, text }));

function checkSymbols(symbols: readonly DocumentSymbol[], around: Span): void {
  for (const { name, span, selection, children } of symbols) {
    expect(name).not.toBe('');
    expect(holds(around, span) && holds(span, selection), `${name} in its place`).toBe(true);
    checkSymbols(children, span);
  }
}

function checkAt(snapshot: Snapshot, offset: number, whole: Span): void {
  for (const { span } of highlights(snapshot, FILE, offset)) expect(holds(whole, span)).toBe(true);
  const found = definitions(snapshot, FILE, offset);
  if (found !== null) expect(holds(found.origin, { start: offset, end: offset })).toBe(true);
  references(snapshot, FILE, offset, true);
  const prepared = prepareRename(snapshot, FILE, offset);
  const edits = rename(snapshot, FILE, offset, 'fresh_name');
  expect('refused' in edits).toBe('refused' in prepared);
  const steps = selectionRanges(snapshot, FILE, offset);
  for (const [index, step] of steps.entries())
    expect(holds(steps[index + 1] ?? whole, step) && holds(step, { start: offset, end: offset })).toBe(true);
}

describe('features of broken texts', () => {
  it('never fail, at any offset of any prefix of the playground', async () => {
    const cut = fc.constantFrom(...TEXTS).chain(({ text }) =>
      fc.record({
        text: fc.constant(text),
        end: fc.nat(text.length),
        at: fc.array(fc.nat(text.length), { maxLength: 8 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(cut, async ({ text, end, at }) => {
        const typed = text.slice(0, end);
        const whole = { start: 0, end: typed.length };
        const snapshot = await alone(typed);
        for (const { model } of snapshot.analyses)
          for (const { text, span, whole: signs } of namesOf(model).in(FILE)) {
            expect(typed.slice(span.start, span.end)).toBe(text);
            expect(holds(whole, signs)).toBe(true);
          }
        checkSymbols(documentSymbols(snapshot, FILE), whole);
        for (const { span } of foldingRanges(snapshot, FILE)) expect(holds(whole, span)).toBe(true);
        for (const { span } of documentLinks(snapshot, FILE, () => true)) expect(holds(whole, span)).toBe(true);
        workspaceSymbols(snapshot, 'a');
        includers(snapshot, FILE);
        for (const offset of [...at.filter((each) => each <= end), end]) checkAt(snapshot, offset, whole);
      }),
      { numRuns: 150 },
    );
  });

  it('never fail on any signs', async () => {
    await fc.assert(
      fc.asyncProperty(anySigns('# region\n'), async (typed) => {
        const snapshot = await alone(typed);
        checkSymbols(documentSymbols(snapshot, FILE), { start: 0, end: typed.length });
        foldingRanges(snapshot, FILE);
        documentLinks(snapshot, FILE, () => true);
        for (let offset = 0; offset <= typed.length; offset++)
          checkAt(snapshot, offset, { start: 0, end: typed.length });
      }),
      { numRuns: 300 },
    );
  });
});
