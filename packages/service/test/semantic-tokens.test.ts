import { describe, expect, it } from 'vitest';
import { semanticTokens } from '../src/features/semantic-tokens.ts';
import { marked } from './support/marked.ts';

/** `text type+modifier` of each token. */
async function tokens(text: string): Promise<string[]> {
  const { snapshot, file, texts, ranges } = await marked(text);
  const found = semanticTokens(snapshot, file, ranges[0]?.span);
  return found.map(({ span, type, modifiers }) =>
    [`${texts.get(file)?.slice(span.start, span.end)} ${type}`, ...modifiers].join('+'),
  );
}

describe('semantic tokens', () => {
  it('tells directives, blocks, switches, numbers and expressions', async () => {
    expect(
      await tokens('http { server { listen 80; gzip on; client_max_body_size 10m; location ~ \\.php$ { } } }'),
    ).toEqual([
      'http class',
      'server class',
      'listen keyword',
      '80 number',
      'gzip keyword',
      'on enumMember',
      'client_max_body_size keyword',
      '10m number',
      'location class',
      '\\.php$ regexp',
    ]);
  });

  it('tells names with what defines them, and what nginx defines', async () => {
    expect(
      await tokens(
        'http { upstream back { server a; } server { set $mine $host; location / { proxy_pass http://back/$mine; } } }',
      ),
    ).toEqual([
      'http class',
      'upstream class',
      'back namespace+declaration',
      'server keyword',
      'server class',
      'set keyword',
      '$mine variable+declaration',
      '$host variable+defaultLibrary',
      'location class',
      'proxy_pass keyword',
      'back namespace',
      '$mine variable',
    ]);
  });

  it('leaves unknown names and lines of maps to the grammar', async () => {
    expect(await tokens('http { map $host $a { default 1; } roott x; }')).toEqual([
      'http class',
      'map class',
      '$host variable+defaultLibrary',
      '$a variable+declaration',
    ]);
  });

  it('marks what is deprecated in the version at hand', async () => {
    expect(await tokens('http { server { ssl on; } }')).toEqual(['http class', 'server class']);
    expect(await tokens('# nginx version: 1.24.0\nhttp { server { ssl on; } }')).toContain('ssl keyword+deprecated');
  });

  it('keeps to a stretch', async () => {
    expect(await tokens('http { ⟦gzip on;⟧ tcp_nopush on; }')).toEqual(['gzip keyword', 'on enumMember']);
  });

  it('skips what goes over several lines', async () => {
    expect(await tokens('http { log_format a "$host\n$uri"; }')).toEqual([
      'http class',
      'log_format keyword',
      'a struct+declaration',
      '$host variable+defaultLibrary',
      '$uri variable+defaultLibrary',
    ]);
  });
});
