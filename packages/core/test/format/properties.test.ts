import { formatEdits, formatRange, formatted } from '@nginx-lint/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultsIn, read, readAgain, STYLES, wordsOf } from './support.ts';

const RUNS = Number(process.env['FORMAT_RUNS'] ?? 300);

/** Pieces of any text, well-formed or not. */
const SOUP = [
  ...[
    'a',
    'bb',
    'ccc',
    'proxy_set_header',
    '$x',
    '${y}',
    '"q"',
    "'s s'",
    '"m\n  m"',
    'x\\ y',
    'w\\;',
    '\\',
    '$',
    '"',
    ')',
  ],
  ...[
    ';',
    ';',
    ';',
    '{',
    '{',
    '}',
    '}',
    '{}',
    '\\{',
    '#',
    '# c',
    '#c  d',
    '# t \t',
    '#\ta\n',
    'é',
    '\ufeff',
    '\u{1f600}',
  ],
  ...[' ', ' ', '  ', '    ', '\t', '\t\t', '\n', '\n', '\n\n\n', '\r\n', '\r', ' \n'],
  ...['content_by_lua_block', 'content_by_lua_block { x = "}" }', 'events { }', 'map $a $b {\n', 'default   1;\n'],
];

const soup = fc.array(fc.constantFrom(...SOUP), { maxLength: 60 }).map((parts) => parts.join(''));

const blank = fc.constantFrom(
  ' ',
  '  ',
  '     ',
  '\t',
  '\n',
  '\n  ',
  '\n\t',
  '\n\n\n      ',
  '\r\n    ',
  '  # c\n',
  '\n#  x   y\n',
  '\n    # c\n   ',
);
const word = fc.constantFrom('a', 'bb', 'cccc', '$x', '"q r"', "'m\nm'", '${y}z', '"a")', 'proxy_set_header', '/x\\ y');

interface Node {
  readonly words: readonly string[];
  readonly body: readonly Node[] | string | null;
}

const { nodes } = fc.letrec<{ nodes: readonly Node[]; node: Node }>((tie) => ({
  nodes: fc.array(tie('node'), { maxLength: 5, depthIdentifier: 'nodes' }),
  node: fc.record({
    words: fc.array(word, { minLength: 1, maxLength: 4 }),
    body: fc.oneof(
      { depthIdentifier: 'nodes' },
      fc.constant(null),
      fc.constant(null),
      tie('nodes'),
      fc.constant(' x =\n  "}" '),
    ),
  }),
}));

/** A text that nginx reads, laid out in any way: words and signs with blanks and comments between them. */
const wellFormed = fc
  .tuple(nodes, fc.array(blank, { minLength: 1, maxLength: 40 }), fc.boolean())
  .map(([list, blanks, tight]) => {
    let next = 0;
    const space = (must: boolean): string => {
      const at = next++;
      return !must && tight && at % 3 === 0 ? '' : (blanks[at % blanks.length] ?? ' ');
    };
    const write = (items: readonly Node[]): string =>
      items
        .map(({ words, body }) => {
          const text = (typeof body === 'string' ? ['content_by_lua_block'] : words).reduce(
            (all, one) => all + (all === '' ? '' : space(true)) + one,
            '',
          );
          if (body === null) return `${text}${space(false)};${space(false)}`;
          if (typeof body === 'string') return `${text}${space(false)}{${body}}${space(false)}`;
          return `${text}${space(text.endsWith('$'))}{${space(false)}${write(body)}}${space(false)}`;
        })
        .join('');
    return space(false) + write(list);
  });

function check(text: string, wholly: boolean): void {
  const source = read(text);
  if (wholly) expect(source.problems).toEqual([]);
  for (const options of STYLES) {
    const edits = formatEdits(source, options);
    expect(faultsIn(text, edits)).toEqual([]);
    const result = formatted(source, options);
    const again = readAgain(result, source);
    expect(wordsOf(again)).toBe(wordsOf(source));
    expect(formatted(again, options)).toBe(result);
  }
}

describe('formatting', () => {
  it('leaves the tokens of any text as they are, and is done after one run', () => {
    fc.assert(
      fc.property(soup, (text) => check(text, false)),
      { numRuns: RUNS },
    );
  });

  it('does so with any layout of a text that nginx reads', () => {
    fc.assert(
      fc.property(wellFormed, (text) => check(text, true)),
      { numRuns: RUNS },
    );
  });

  it('of a stretch makes edits of the whole that lie in its lines', () => {
    fc.assert(
      fc.property(fc.oneof(soup, wellFormed), fc.nat(), fc.nat(), (text, one, other) => {
        const source = read(text);
        const [start = 0, end = 0] = [one % (text.length + 1), other % (text.length + 1)].sort((a, b) => a - b);
        const all = formatEdits(source).map((edit) => JSON.stringify(edit));
        const from = text.slice(0, start).lastIndexOf('\n') + 1;
        const next = text.indexOf('\n', end);
        const part = formatRange(source, start, end);
        for (const edit of part) {
          expect(all).toContain(JSON.stringify(edit));
          expect(edit.start).toBeGreaterThanOrEqual(from);
          expect(edit.end).toBeLessThanOrEqual(next === -1 ? text.length : next);
        }
        expect(formatRange(source, 0, text.length)).toEqual(formatEdits(source));
      }),
      { numRuns: RUNS },
    );
  });
});
