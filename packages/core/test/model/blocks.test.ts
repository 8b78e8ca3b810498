import { describe, expect, it } from 'vitest';
import { blockPath, blocksIn, enclosing, isInside, own, walk } from '../../src/model/blocks.ts';
import { blockAtPath, modelOf } from './model-of.ts';

const TEXT = 'http { root /a; server { location / { root /b; if ($a) { return 200; } } } }';
const names = (all: Iterable<{ node: { name: { value: string } } }>): string[] =>
  [...all].map(({ node }) => node.name.value);

describe('blocks', () => {
  it('answer where something stands', async () => {
    const model = await modelOf(TEXT);
    const [http] = model.roots;
    const inner = blockAtPath(model, 'http > server > location / > if > return');
    expect(blockPath(inner)).toEqual(['http', 'server', 'location', 'if']);
    expect(enclosing(inner, 'location')).toBe(blockAtPath(model, 'http > server > location /'));
    expect(enclosing(inner, 'return')).toBeNull();
    expect(enclosing(inner, 'upstream')).toBeNull();
    expect(http && isInside(inner, http)).toBe(true);
    expect(http && isInside(http, inner)).toBe(false);
  });

  it('answer what stands in them', async () => {
    const model = await modelOf(TEXT);
    const http = blockAtPath(model, 'http');
    expect(own(http, 'root').map(({ node }) => node.args[0]?.value)).toEqual(['/a']);
    expect(names(walk(http))).toEqual(['root', 'server', 'location', 'root', 'if', 'return']);
    expect(names(walk(http, ({ node }) => node.name.value !== 'location'))).toEqual(['root', 'server', 'location']);
    expect(names(blocksIn(http))).toEqual(['server', 'location', 'if']);
  });
});
