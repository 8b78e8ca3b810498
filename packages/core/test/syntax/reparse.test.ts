import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFacts, type Directive, fileAt, parse, reparse, type SourceFile, vocabularyOf } from '@nginx-lint/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../../../..');
const file = fileAt('/etc/nginx/nginx.conf');
const vocabulary = vocabularyOf(createFacts());
const RUNS = Number(process.env['REPARSE_RUNS'] ?? 150);

function textsIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.conf'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}

const real = fc.constantFrom(...textsIn('fixtures/playground'), ...textsIn('fixtures/clean'));
const broken = fc.constantFrom(...textsIn('fixtures/syntax'));
const text = fc
  .tuple(real, fc.oneof({ weight: 4, arbitrary: real }, broken))
  .map((texts) => `user www;\nevents { }\n${texts.join('')}`);

const PIECES = [
  ...['{', '}', ';', '"', "'", '#', '\n', ' ', '$', '${', '\\', ')', '\t', '\r\n', '\ufeff', 'é', '--', '[[', ']]'],
  ...[
    'gzip on\n',
    'gzip on;\n',
    'root /a;',
    'root',
    'listen 80',
    'location /x {\n}\n',
    'location /y',
    'server {',
    '};',
  ],
  ...[
    'content_by_lua_block { x = "}" }\n',
    '_by_lua_block',
    '# note\n',
    'if ($x)',
    'proxy_pass http://a',
    'nonsense a b\n',
  ],
  ...['"a b"', "'c;d'", '"x', 'return 200 "{}";\n', '{ }', ';;', `set $a "${'x'.repeat(1400)}";`],
];

interface Edit {
  readonly at: number;
  readonly remove: number;
  readonly text: string;
  readonly undo: boolean;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.noBias(fc.integer({ min: 0, max: 10_000 })).map((part) => part / 10_000),
  remove: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(3), fc.nat(40)),
  text: fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...PIECES) }, fc.string({ maxLength: 3 }), fc.constant('')),
  // What people leave behind makes sense mostly.
  undo: fc.constantFrom(true, true, true, true, false),
});

/** All that a file says of itself. */
function contentOf(source: SourceFile) {
  const { id, text, encoding, items, tokens, comments, problems, lines } = source;
  const starts = Array.from({ length: lines.count }, (_, line) => lines.startOf(line + 1));
  return { id, text, encoding, items, tokens, comments, problems, starts };
}

function sites(count: number): string {
  const site = (number: number): string => `server {
    listen 80;
    server_name site${number}.example;
    location /a { add_header X "a b"; }
    location ~* "\\.(?:css|js)$" {
        expires 30d;
        log_format x$1 'a'
                   "b";
    }
}
`;
  return Array.from({ length: count }, (_, number) => site(number)).join('');
}

function allDirectives(items: readonly Directive[]): Directive[] {
  return items.flatMap((item) => [item, ...(item.body?.kind === 'block' ? allDirectives(item.body.items) : [])]);
}

function changed(text: string, { at, remove, text: typed }: Edit): string {
  const start = Math.floor(at * text.length);
  return text.slice(0, start) + typed + text.slice(start + remove);
}

describe('a text read after an edit', () => {
  it('is the same as read from the beginning', () => {
    let shared = 0;
    let all = 0;
    fc.assert(
      fc.property(text, fc.array(edit, { minLength: 1, maxLength: 12 }), (text, edits) => {
        let current = parse(file, text, vocabulary);
        for (const one of edits) {
          const before = current;
          for (const next of one.undo ? [changed(before.text, one), before.text] : [changed(before.text, one)]) {
            const after = reparse(current, next, vocabulary);
            expect(contentOf(after)).toEqual(contentOf(parse(file, next, vocabulary)));
            all++;
            if (after.items[0] === current.items[0]) shared++;
            current = after;
          }
        }
      }),
      { numRuns: RUNS },
    );
    // Were everything read anew each time, this would show nothing.
    expect(shared / all).toBeGreaterThan(0.2);
  });

  it('goes on from half a statement to the whole one', () => {
    const [before, behind] = [
      'http {\n    server {\n        gzip off;\n',
      '        root /a;\n    }\n    server { }\n}\n',
    ];
    let current = parse(file, before + behind, vocabulary);
    const typed = '        proxy_set_header X "a b";\n';
    for (let length = 1; length <= typed.length; length++) {
      const text = before + typed.slice(0, length) + behind;
      current = reparse(current, text, vocabulary);
      expect(contentOf(current), typed.slice(0, length)).toEqual(contentOf(parse(file, text, vocabulary)));
    }
  });

  it.each([
    ['a brace too many', '}'],
    ['a brace that nobody closes', 'location /new {'],
    ['a brace without a name', '{'],
    ['a quote', '"'],
    ['a quote that nothing closes', "'"],
    ['a comment before a brace', '#'],
  ])('keeps what stands around %s, and when that is taken back', (_, typed) => {
    const text = sites(4);
    const before = parse(file, text, vocabulary);
    // Before the brace that closes the second one.
    const at = text.indexOf('}\n', text.indexOf('site1'));
    const wrong = `${text.slice(0, at)}${typed}${text.slice(at)}`;
    const broken = reparse(before, wrong, vocabulary);
    expect(contentOf(broken)).toEqual(contentOf(parse(file, wrong, vocabulary)));
    expect(broken.problems.length).toBeGreaterThan(0);
    expect(broken.items[0]).toBe(before.items[0]);
    const mended = reparse(broken, text, vocabulary);
    expect(contentOf(mended)).toEqual(contentOf(before));
    expect(mended.items[0]).toBe(before.items[0]);
  });

  it('is the same with several mistakes in many blocks', () => {
    const typed = fc.constantFrom('{', '}', '"', "'", '#', ';', 'server {\n', 'location /x {', '}\n', 'root /a\n', ' ');
    const place = fc.noBias(fc.integer({ min: 0, max: 9_999 })).map((part) => part / 10_000);
    const edits = fc.array(fc.record({ at: place, remove: fc.constantFrom(0, 0, 1, 6), text: typed }), {
      maxLength: 5,
    });
    let shared = 0;
    let all = 0;
    fc.assert(
      fc.property(fc.boolean(), edits, (within, edits) => {
        const texts = [within ? `http {\n${sites(5)}}\n` : sites(5)];
        for (const { at, remove, text: typed } of edits)
          texts.push(changed(texts.at(-1) ?? '', { at, remove, text: typed, undo: false }));
        let current = parse(file, texts[0] ?? '', vocabulary);
        // And back again.
        for (const text of [...texts.slice(1), ...[...texts].reverse().slice(1)]) {
          const after = reparse(current, text, vocabulary);
          expect(contentOf(after)).toEqual(contentOf(parse(file, text, vocabulary)));
          all++;
          const known = new Set(allDirectives(current.items));
          if (allDirectives(after.items).some((item) => known.has(item))) shared++;
          current = after;
        }
      }),
      { numRuns: RUNS },
    );
    expect(shared / all).toBeGreaterThan(0.6);
  });

  it('keeps what stands before the edit', () => {
    const text = 'events { }\nhttp {\n    server { listen 80; }\n    server { listen 81; }\n}\n';
    const before = parse(file, text, vocabulary);
    const after = reparse(before, text.replace('81;', '82'), vocabulary);
    const inHttp = ({ items }: SourceFile) => (items[1]?.body?.kind === 'block' ? items[1].body.items : []);
    expect(after.items[0]).toBe(before.items[0]);
    expect(inHttp(after)[0]).toBe(inHttp(before)[0]);
    expect(after.problems).toHaveLength(1);
  });
});
