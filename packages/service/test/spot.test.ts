import { describe, expect, it } from 'vitest';
import { placesAt, spotAt } from '../src/spot.ts';
import { marked } from './support/marked.ts';

/** `directive word | block | context, …` */
async function said(text: string): Promise<string> {
  const { snapshot, file, offset } = await marked(text);
  const source = snapshot.source(file);
  if (source === null) throw new Error('no source');
  const spot = spotAt(source, offset);
  const places = placesAt(snapshot, file, spot);
  const contexts = places.map(({ inside }) => (inside.entries ? `{${inside.context}}` : inside.context));
  const directive = spot.directive === null ? '-' : `${spot.directive.name.value} ${spot.word ?? '_'}`;
  return `${directive} | ${spot.block?.name.value ?? '-'} | ${contexts.join(', ')}${spot.opaque ? ' (opaque)' : ''}`;
}

describe('spotAt and placesAt', () => {
  it.each([
    ['user <|>www;', 'user 0 | - | main'],
    ['us<|>er www;', 'user -1 | - | main'],
    ['user www<|>;', 'user 0 | - | main'],
    ['user www;<|>', '- | - | main'],
    ['<|>', '- | - | main'],
    ['http { <|> }', '- | http | http'],
    ['http {<|>}', '- | http | http'],
    ['http { server { listen 80; <|> } }', '- | server | server'],
    ['http { server { listen 80 <|> ; } }', 'listen _ | server | server'],
    ['http { server { location / { if ($a) { <|> } } } }', '- | if | if in location'],
    ['http { map $a $b { <|> } }', '- | map | {map}'],
    ['http { map $a $b { de<|>fault 1; } }', 'default -1 | map | {map}'],
    ['http { # a <|> b\n }', '- | http | http (opaque)'],
    [
      'http { server { include a.conf; } server { include a.conf; }\n include a.conf; }\n# file: a.conf\n<|>',
      '- | - | server, server, http',
    ],
    ['# nginx-lint context: http, server, location\n<|>', '- | - | location'],
    ['# nginx-lint context: http, server\nroot /a<|>;', 'root 0 | - | server'],
    ['http { server { content_by_lua_block { a <|> } } }', '- | content_by_lua_block | unknown (opaque)'],
  ])('%s', async (text, expected) => {
    expect(await said(text)).toBe(expected);
  });
});
