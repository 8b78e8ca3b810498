import { describe, expect, it } from 'vitest';
import {
  deleteStatement,
  deleteWord,
  insertAfter,
  insertAtEnd,
  insertAtStart,
  insertBefore,
  statementText,
} from '../../src/lint/edits.ts';
import { applyEdits } from '../../src/lint/fix.ts';
import type { Directive, SourceFile } from '../../src/syntax/nodes.ts';
import { parse } from '../../src/syntax/parse.ts';
import { walk } from '../../src/syntax/walk.ts';
import { fileAt } from '../../src/text/file-id.ts';

function read(text: string): SourceFile {
  return parse(fileAt('/t.conf'), text);
}

function named(file: SourceFile, name: string): Directive {
  for (const { directive } of walk(file.items)) if (directive.name.value === name) return directive;
  throw new Error(`no ${name}`);
}

/** The text after an edit of the directive called `x`, which must still be read without a problem. */
function after(
  text: string,
  make: (file: SourceFile, node: Directive) => ReturnType<typeof insertAtEnd>,
): string | null {
  const file = read(text);
  const edit = make(file, named(file, 'x'));
  if (edit === null) return null;
  const result = applyEdits(text, [edit]);
  expect(read(result).problems).toEqual([]);
  return result;
}

const NEW = ['n 1;', 'm 2;'];

describe('insertBefore', () => {
  it.each([
    ['a line of its own', 'a;\n  x;\nb;\n', 'a;\n  n 1;\n  m 2;\n  x;\nb;\n'],
    ['the first line', 'x;\n', 'n 1;\nm 2;\nx;\n'],
    ['tabs', 's {\n\tx;\n}\n', 's {\n\tn 1;\n\tm 2;\n\tx;\n}\n'],
    ['line ends of Windows', 's {\r\n  x;\r\n}\r\n', 's {\r\n  n 1;\r\n  m 2;\r\n  x;\r\n}\r\n'],
    ['a block on one line', 's { x; }\n', 's { n 1; m 2; x; }\n'],
    ['a block without blanks', 's {x;}', 's {n 1; m 2; x;}'],
    ['beside another', '  a; x;\n', '  a; n 1; m 2; x;\n'],
    ['a comment above', '# why\nx;\n', '# why\nn 1;\nm 2;\nx;\n'],
    [
      'a comment above that is about the next line',
      '  # nginx-lint-disable-next-line r\n  x;\n',
      '  n 1;\n  m 2;\n  # nginx-lint-disable-next-line r\n  x;\n',
    ],
    ['behind a closing brace', 's { a; } x;\n', 's { a; } n 1; m 2; x;\n'],
  ])('%s', (_, text, expected) => {
    expect(after(text, (file, x) => insertBefore(file, x, NEW))).toBe(expected);
  });
});

describe('insertAfter', () => {
  it.each([
    ['a line of its own', '  x;\nb;\n', '  x;\n  n 1;\n  m 2;\nb;\n'],
    ['a file without a last line end', 'x;', 'x;\nn 1;\nm 2;'],
    ['a comment behind it', '  x; # why\n', '  x; # why\n  n 1;\n  m 2;\n'],
    ['line ends of Windows', 'x;\r\nb;\r\n', 'x;\r\nn 1;\r\nm 2;\r\nb;\r\n'],
    ['several lines', '  x a\n    b;\nc;\n', '  x a\n    b;\n  n 1;\n  m 2;\nc;\n'],
    ['a block', '  x {\n    a;\n  }\n', '  x {\n    a;\n  }\n  n 1;\n  m 2;\n'],
    ['a block on one line', 's { x; }\n', 's { x; n 1; m 2; }\n'],
    ['the last on a shared line', 's { x;\n}\n', 's { x; n 1; m 2;\n}\n'],
    ['a comment behind a shared line', 's { x; # why\n}\n', 's { x; n 1; m 2; # why\n}\n'],
  ])('%s', (_, text, expected) => {
    expect(after(text, (file, x) => insertAfter(file, x, NEW))).toBe(expected);
  });
});

describe('insertAtStart', () => {
  it.each([
    ['a block', 'x {\n  a;\n}\n', 'x {\n  n 1;\n  m 2;\n  a;\n}\n'],
    ['a comment behind the brace', 'x { # why\n  a;\n}\n', 'x { # why\n  n 1;\n  m 2;\n  a;\n}\n'],
    ['an empty block', 'x {\n}\n', 'x {\n    n 1;\n    m 2;\n}\n'],
    ['the step of the file', 's {\n  x {\n  }\n}\n', 's {\n  x {\n    n 1;\n    m 2;\n  }\n}\n'],
    ['line ends of Windows', 'x {\r\n\ta;\r\n}\r\n', 'x {\r\n\tn 1;\r\n\tm 2;\r\n\ta;\r\n}\r\n'],
    ['one line', 'x { a; }', 'x { n 1; m 2; a; }'],
    ['nothing between the braces', 'x {}', 'x { n 1; m 2; }'],
    ['the brace on a line of its own', 'x\n{\n  a;\n}\n', 'x\n{\n  n 1;\n  m 2;\n  a;\n}\n'],
  ])('%s', (_, text, expected) => {
    expect(after(text, (file, x) => insertAtStart(file, x, NEW))).toBe(expected);
  });

  it('has no place in a statement without a block', () => {
    expect(after('x;', (file, x) => insertAtStart(file, x, NEW))).toBeNull();
  });
});

describe('insertAtEnd', () => {
  it.each([
    ['a block', 'x {\n  a;\n}\n', 'x {\n  a;\n  n 1;\n  m 2;\n}\n'],
    ['a comment at its end', 'x {\n  a;\n  # end\n}\n', 'x {\n  a;\n  # end\n  n 1;\n  m 2;\n}\n'],
    ['an empty block', 'x {\n}\n', 'x {\n    n 1;\n    m 2;\n}\n'],
    ['one line', 'x { a; }', 'x { a; n 1; m 2; }'],
    ['nothing between the braces', 'x {}', 'x { n 1; m 2; }'],
    ['a brace behind the last statement', 'x {\n  a; }\n', 'x {\n  a; n 1; m 2; }\n'],
    ['line ends of Windows', 'x {\r\n  a;\r\n}\r\n', 'x {\r\n  a;\r\n  n 1;\r\n  m 2;\r\n}\r\n'],
  ])('%s', (_, text, expected) => {
    expect(after(text, (file, x) => insertAtEnd(file, x, NEW))).toBe(expected);
  });

  it.each([['x;'], ['x {\n  a;\n']])('has no place in %j', (text) => {
    const file = read(text);
    expect(insertAtEnd(file, named(file, 'x'), NEW)).toBeNull();
  });
});

describe('a block that is made up around a fragment', () => {
  it('takes no statements', () => {
    const file = read('# a comment\nx;\n');
    const nowhere = { start: 0, end: 0 };
    const body = { ...nowhere, kind: 'block' as const, close: nowhere, items: [] };
    const block = { ...named(file, 'x'), ...nowhere, body };
    expect(insertAtStart(file, block, ['new;'])).toBeNull();
    expect(insertAtEnd(file, block, ['new;'])).toBeNull();
  });
});

describe('deleteStatement', () => {
  it.each([
    ['its line', 'a;\n  x;\nb;\n', 'a;\nb;\n'],
    ['not its comment', 'a;\n  x; # why\nb;\n', 'a;\n  # why\nb;\n'],
    ['not the comments in it', 'a;\n  x # why\r\n  1; # so\r\nb;\n', 'a;\n  # why\n  # so\r\nb;\n'],
    ['a block with its comments', 'x { # why\n  # so\n} # end\nc;\n', '# end\nc;\n'],
    ['its lines', 'a;\n  x 1\n    2;\nb;\n', 'a;\nb;\n'],
    ['the last line', 'a;\nx;', 'a;\n'],
    ['line ends of Windows', 'a;\r\nx;\r\nb;\r\n', 'a;\r\nb;\r\n'],
    ['a block', 'a;\nx {\n  b;\n}\nc;\n', 'a;\nc;\n'],
    ['the first of a line', '  x; b;\n', '  b;\n'],
    ['the last of a line', '  a; x;\n', '  a;\n'],
    ['one in the middle', '  a; x; b;\n', '  a; b;\n'],
    ['the only one of a block', 's { x; }\n', 's { }\n'],
    ['before a comment that is about all of the line', '  a; x; # why\n', '  a; # why\n'],
  ])('%s', (_, text, expected) => {
    expect(after(text, deleteStatement)).toBe(expected);
  });
});

describe('deleteWord', () => {
  it.each([
    ['the last', 'x a b;', 'x b;', 0],
    ['blanks before it', 'x a \t b;', 'x a;', 1],
    ['one on a line of its own', 'x a # why\n  b;', 'x a # why\n;', 1],
  ])('%s', (_, text, expected, index) => {
    expect(
      after(text, (file, x) => {
        const word = x.args[index];
        if (word === undefined) throw new Error('no such word');
        return deleteWord(file, word);
      }),
    ).toBe(expected);
  });
});

describe('statementText', () => {
  it.each([
    ['x  a   "b c" $d;', 'x a "b c" $d;'],
    ['x a # why\n  b;', 'x a b;'],
    ['x a\\ b;', 'x a\\ b;'],
  ])('%j', (text, expected) => {
    const file = read(text);
    expect(statementText(file, named(file, 'x'))).toBe(expected);
  });
});
