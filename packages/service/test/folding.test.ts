import { describe, expect, it } from 'vitest';
import { foldingRanges } from '../src/features/folding.ts';
import { marked } from './support/marked.ts';

/** `kind first-last`, lines from 1: all but the first one are hidden. */
async function folded(text: string): Promise<string[]> {
  const { snapshot, file } = await marked(text);
  const lines = snapshot.source(file)?.lines;
  return foldingRanges(snapshot, file).map(
    ({ kind, span }) => `${kind} ${lines?.lineAt(span.start)}-${lines?.lineAt(span.end)}`,
  );
}

describe('foldingRanges', () => {
  it.each([
    ['a block', 'http {\n  a;\n  b;\n}\n', ['block 1-3']],
    ['blocks in blocks', 'http {\n  server {\n    a;\n  }\n}\n', ['block 1-4', 'block 2-3']],
    ['a brace of its own line', 'http\n{\n  a;\n}\n', ['block 2-3']],
    ['a brace behind something', 'http {\n  a;\n  b; }\nx;', ['block 1-3']],
    ['one line', 'http { server { } }\nevents { }', []],
    ['a block that nobody closes', 'http {\n  server {\n    a;\n\n\n', ['block 1-3', 'block 2-3']],
    ['Lua', 'content_by_lua_block {\n  if a then { }\n  end\n}\n', ['block 1-3']],
    ['words', 'gzip_types\n  a\n  b;\nroot /a;\n', ['words 1-3']],
    ['comments', '# a\n# b\n# c\nroot /a; # d\n# e\n\n# f\n', ['comment 1-3']],
    ['comments of a block', 'http {\n  # a\n  # b\n}', ['block 1-3', 'comment 2-3']],
    [
      'regions',
      '# region a\nroot /a;\n#region b\nroot /b;\n# endregion\n# Endregion x\n',
      ['region 1-6', 'region 3-5'],
    ],
    [
      'regions between comments',
      '# a\n# b\n# region\n# c\n# d\n# endregion\n',
      ['comment 1-2', 'region 3-6', 'comment 4-5'],
    ],
    ['regions without an end', '# region a\nroot /a;\n# endregion\n# endregion\n# region b\n', ['region 1-3']],
    ['nothing', '', []],
  ])('%s', async (_, text, expected) => {
    expect(await folded(text)).toEqual(expected);
  });
});
