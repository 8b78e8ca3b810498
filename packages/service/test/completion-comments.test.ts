import { rules } from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';
import { completions } from '../src/features/completion.ts';
import { labelsOf, offered, taken } from './support/complete.ts';
import { marked } from './support/marked.ts';

describe('comments', () => {
  it.each([
    ['# <|>\n', 'nginx-lint-disable-next-line', '# nginx-lint-disable-next-line \n'],
    ['#ngi<|>\n', 'nginx-lint-disable', '#nginx-lint-disable \n'],
    ['# nginx-lint-dis<|>able-line\n', 'nginx-lint-disable-next-line', '# nginx-lint-disable-next-line \n'],
    ['# nginx-lint con<|>\n', 'nginx-lint context:', '# nginx-lint context: \n'],
    ['# nginx-lint context: ht<|>\n', 'http', '# nginx-lint context: http\n'],
    ['# nginx-lint context: http, ser<|>\n', 'server', '# nginx-lint context: http, server\n'],
    ['# nginx-lint-disable alias-tr<|>\n', 'alias-traversal', '# nginx-lint-disable alias-traversal\n'],
    ['# nginx-lint-disable-line a, alias-tr<|>\n', 'alias-traversal', '# nginx-lint-disable-line a, alias-traversal\n'],
  ])('%s + %s', async (text, label, expected) => {
    expect(await taken(text, label)).toBe(expected);
  });

  it('leaves other comments in peace, and reasons', async () => {
    expect(labelsOf(await offered('# some words about <|>\n'))).toEqual([]);
    expect(labelsOf(await offered('# nginx-lint-disable alias-traversal -- be<|>\n'))).toEqual([]);
    expect(labelsOf(await offered('http { # <|>\n}'))).not.toContain('server');
  });

  it('begins with the rules that speak about the next statement', async () => {
    const text = 'events { }\nhttp {\n  # nginx-lint-disable-next-line <|>\n\n  # a\n  nobody_knows_it on;\n}';
    const { snapshot, file, offset } = await marked(text, { rules });
    const [item] = completions(snapshot, file, offset).items;
    expect(item?.label).toBe('unknown-directive');
    expect(item?.detail).toMatch(/^reported here/);
  });
});
