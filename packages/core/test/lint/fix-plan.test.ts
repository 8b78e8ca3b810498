import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Diagnostic, FileEdit, Fix } from '../../src/lint/diagnostic.ts';
import { planFixes } from '../../src/lint/fix.ts';
import { fileAt } from '../../src/text/file-id.ts';

const FILE = fileAt('/nginx.conf');

const edit = (start: number, length: number, text: string): FileEdit => ({
  file: FILE,
  span: { start, end: start + length },
  text,
});

function finding(edits: readonly FileEdit[], safe = true): Diagnostic {
  const fix: Fix = { title: 'mend', safe, edits };
  return {
    rule: 'some-rule',
    group: 'style',
    severity: 'hint',
    fatal: false,
    message: 'wrong',
    file: FILE,
    span: { start: 0, end: 0 },
    context: [],
    related: [],
    fixes: [fix],
  };
}

const edits = fc
  .array(fc.tuple(fc.nat(40), fc.nat(4), fc.constantFrom('', 'a', 'b')), { minLength: 1, maxLength: 3 })
  .map((all) => {
    const sorted = all
      .map(([start, length, text]) => edit(start, length, text))
      .sort((a, b) => a.span.start - b.span.start);
    return sorted.filter((one, index) => index === 0 || (sorted[index - 1]?.span.end ?? 0) < one.span.start);
  });

const same = (a: FileEdit, b: FileEdit): boolean =>
  a.span.start === b.span.start && a.span.end === b.span.end && a.text === b.text;
const apart = (a: FileEdit, b: FileEdit): boolean => a.span.end < b.span.start || b.span.end < a.span.start;

/** What a plan has to be, said without regard to how long it takes. */
function plainly(findings: readonly Diagnostic[]): { edits: FileEdit[]; fixed: Diagnostic[] } {
  const planned: FileEdit[] = [];
  const fixed = findings.filter((one) => {
    const wanted = one.fixes[0]?.edits ?? [];
    if (!wanted.every((a) => planned.every((b) => same(a, b) || apart(a, b)))) return false;
    for (const a of wanted) if (!planned.some((b) => same(a, b))) planned.push(a);
    return true;
  });
  planned.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return { edits: planned, fixed };
}

describe('planFixes', () => {
  it('takes what touches nothing that was taken before, each edit once, in the order of the text', () => {
    fc.assert(
      fc.property(fc.array(edits, { maxLength: 12 }), (all) => {
        const findings = all.map((one) => finding(one));
        const plan = planFixes(findings, { unsafe: false });
        expect({ edits: plan.edits.get(FILE) ?? [], fixed: plan.fixed }).toEqual(plainly(findings));
      }),
    );
  });

  it('counts every finding that shares a fix, and makes it once', () => {
    const first = finding([edit(0, 1, 'a'), edit(5, 1, 'b')]);
    const second = { ...first, message: 'wrong too' };
    const { edits: made, fixed } = planFixes([first, second], { unsafe: false });
    expect(fixed).toEqual([first, second]);
    expect(made.get(FILE)).toEqual([edit(0, 1, 'a'), edit(5, 1, 'b')]);
  });

  it('leaves what may change the meaning to those who ask for it', () => {
    const risky = finding([edit(0, 1, 'a')], false);
    expect(planFixes([risky], { unsafe: false }).fixed).toEqual([]);
    expect(planFixes([risky], { unsafe: true }).fixed).toEqual([risky]);
  });
});
