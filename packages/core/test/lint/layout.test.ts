import { fileAt, parse, type SourceFile } from '@nginx-lint/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eachCodeLine } from '../../src/lint/code-lines.ts';
import { type Layout, layoutOf } from '../../src/lint/layout.ts';
import type { Directive } from '../../src/syntax/nodes.ts';
import { randomLayout } from './random-layout.ts';

describe('the layout of a file', () => {
  it('names the statements that stand in another way than most', () => {
    assertFor((file, layout) => {
      const all = directivesOf(file);
      const named = (is: (directive: Directive) => boolean): Directive[] => all.map(([each]) => each).filter(is);
      expect(layout.spread).toEqual(named(({ start, stop }) => file.text.slice(start, stop).includes('\n')));
      expect(layout.quoted).toEqual(named(({ name, args }) => [name, ...args].some(({ quote }) => quote !== null)));
      expect(layout.spaced).toEqual(
        named(({ name, args, stop, terminator }) => (args.at(-1) ?? name).end < stop === (terminator === ';')),
      );
      const crowded = all.flatMap(([{ start }, block]) => (isBlank(lineBefore(file, start)) ? [] : [block]));
      expect([...layout.crowded]).toEqual([...new Set(crowded)]);
    });
  });

  it('has an indentation for a depth where all lines of it begin with that', () => {
    let even = 0;
    assertFor((file, { indentations }) => {
      if (indentations === null) return;
      even++;
      eachCodeLine(file, ({ kind, begin, start, depth }) => {
        const indentation = file.text.slice(begin, start);
        if (kind !== 'goes-on') expect(indentation).toBe(indentations[depth]);
        else expect(indentation.length > (indentations[depth] ?? '').length).toBe(true);
        expect(indentation.startsWith(indentations[depth] ?? '?')).toBe(true);
      });
    });
    expect(even).toBeGreaterThan(200);
  });

  it.each([
    ['a;\nb {\n  c;\n  # d\n}\n', ['', '  ']],
    ['b { c; }\nd {\n\te;\n}\n', ['', '\t']],
    ['b { c; }\n', ['']],
    ['b {\n  c d\n    e;\n}\n', ['', '  ']],
    ['b {\n  c\n  d;\n}\n', null],
    ['b {\n  c;\n   d;\n}\n', null],
    ['b {\n  c;\n  }\n', null],
    ['b {\n  c;\n # d\n}\n', null],
  ])('of %j has the indentations %j', (text, indentations) => {
    expect(layoutOf(parse(fileAt('/a.conf'), text)).indentations).toEqual(indentations);
  });
});

function assertFor(check: (file: SourceFile, layout: Layout) => void): void {
  fc.assert(
    fc.property(randomLayout, (written) => {
      const file = parse(fileAt('/layout.conf'), written);
      fc.pre(file.problems.length === 0);
      check(file, layoutOf(file));
    }),
    { numRuns: 3000 },
  );
}

/** Each with the block around it, in the order of the text. */
function directivesOf({ items }: SourceFile): [Directive, Directive | null][] {
  const inside = (directives: readonly Directive[], block: Directive | null): [Directive, Directive | null][] =>
    directives.flatMap((each) => [
      [each, block],
      ...(each.body?.kind === 'block' ? inside(each.body.items, each) : []),
    ]);
  return inside(items, null);
}

const lineBefore = ({ text }: SourceFile, offset: number): string =>
  text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);

const isBlank = (text: string): boolean => /^[ \t\r]*$/.test(text);
