import { describe, expect, it } from 'vitest';
import { selectionRanges } from '../src/features/selection.ts';
import { marked } from './support/marked.ts';

async function grown(text: string): Promise<string[]> {
  const { snapshot, file, offset } = await marked(text);
  const source = snapshot.source(file)?.text ?? '';
  return selectionRanges(snapshot, file, offset).map(({ start, end }) => source.slice(start, end));
}

describe('selectionRanges', () => {
  it.each([
    [
      'a { root /var/w<|>ww x; }',
      [
        'www',
        '/var/www',
        '/var/www x',
        'root /var/www x',
        'root /var/www x;',
        ' root /var/www x; ',
        'a { root /var/www x; }',
      ],
    ],
    ['a { ro<|>ot /x; b; }', ['root', 'root /x', 'root /x;', 'root /x; b;', ' root /x; b; ', 'a { root /x; b; }']],
    [
      'return 200 "$sche<|>me://a b";',
      [
        'scheme',
        '$scheme',
        '$scheme://a',
        '$scheme://a b',
        '"$scheme://a b"',
        '200 "$scheme://a b"',
        'return 200 "$scheme://a b"',
        'return 200 "$scheme://a b";',
      ],
    ],
    ['x "${a<|>}b";', ['a', '${a}', '${a}b', '"${a}b"', 'x "${a}b"', 'x "${a}b";']],
    ['a { <|> b; }', ['  b; ', 'a {  b; }']],
    ['# hello wo<|>rld\na;', ['world', 'hello world', '# hello world', '# hello world\na;']],
    ['location /<|>a { b; }', ['a', '/a', 'location /a', 'location /a { b; }']],
    ['a { location /<|>', ['/', 'location /', ' location /', 'a { location /']],
    ['<|>', ['']],
  ])('%s', async (text, expected) => {
    expect(await grown(text)).toEqual(expected);
  });
});
