import { describe, expect, it } from 'vitest';
import { moveBefore, wrapStatement } from '../../src/lint/edits.ts';
import { applyEdits } from '../../src/lint/fix.ts';
import type { Directive, SourceFile } from '../../src/syntax/nodes.ts';
import { parse } from '../../src/syntax/parse.ts';
import { walk } from '../../src/syntax/walk.ts';
import { fileAt } from '../../src/text/file-id.ts';

const read = (text: string): SourceFile => parse(fileAt('/t.conf'), text);

function named(file: SourceFile, name: string): Directive {
  for (const { directive } of walk(file.items)) if (directive.name.value === name) return directive;
  throw new Error(`no ${name}`);
}

describe('moveBefore: y in front of x', () => {
  it.each([
    ['lines', 'x 1;\ny 2;\nz 3;\n', 'y 2;\nx 1;\nz 3;\n'],
    ['a block', 's {\n  x {\n  }\n  z;\n  y {\n    a;\n  }\n}\n', 's {\n  y {\n    a;\n  }\n  x {\n  }\n  z;\n}\n'],
    ['comments right above', 's {\n# x\nx;\n\n# y\n# too\ny;\n}\n', 's {\n# y\n# too\ny;\n# x\nx;\n\n}\n'],
    ['a comment behind', 'x; # of x\ny; # of y\n', 'y; # of y\nx; # of x\n'],
    ['the heading stays', '# file\nx;\ny;\n', '# file\ny;\nx;\n'],
    ['no comment, but quoted text', 'a;\nx "\n# b";\ny;\n', 'a;\ny;\nx "\n# b";\n'],
    ['on one line', 's { x; y; }', 's { y; x; }'],
    ['half on one line', 's { x;\n  y; }\n', 's { y; x;\n  }\n'],
    ['without a last line end', 'x;\ny;', 'y;\nx;\n'],
    ['carriage returns', 'x;\r\ny;\r\n', 'y;\r\nx;\r\n'],
  ])('%s', (_, text, expected) => {
    const file = read(text);
    const edits = moveBefore(file, named(file, 'y'), named(file, 'x'));
    const result = applyEdits(text, edits);
    expect(result).toBe(expected);
    expect(read(result).problems).toEqual([]);
  });
});

describe('wrapStatement: x in a block', () => {
  it.each([
    ['with the step of the file', 's {\n  x 1;\n}\n', 's {\n  l / {\n    x 1;\n  }\n}\n'],
    ['with tabs', 's {\n\tx 1;\n}\n', 's {\n\tl / {\n\t\tx 1;\n\t}\n}\n'],
    ['alone', 'x 1;\n', 'l / {\n    x 1;\n}\n'],
    ['carriage returns', 's {\r\n  x 1;\r\n}\r\n', 's {\r\n  l / {\r\n    x 1;\r\n  }\r\n}\r\n'],
  ])('%s', (_, text, expected) => {
    const file = read(text);
    const result = applyEdits(text, [wrapStatement(file, named(file, 'x'), 'l /')]);
    expect(result).toBe(expected);
    expect(read(result).problems).toEqual([]);
  });
});
