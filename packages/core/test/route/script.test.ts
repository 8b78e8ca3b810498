import { describe, expect, it } from 'vitest';
import { readScript } from '../../src/nginx/script.ts';
import { compileScript } from '../../src/route/script.ts';
import { describeValues } from './value-cases.ts';

describe('compileScript takes a text apart', () => {
  const pieces = (text: string): readonly string[] =>
    compileScript(text).pieces.map((piece) =>
      piece.kind === 'text' ? `"${piece.text}"` : piece.kind === 'capture' ? `#${piece.n}` : `$${piece.name}`,
    );
  it.each([
    ['', []],
    ['a b', ['"a b"']],
    ['$uri', ['$uri']],
    ['$URI?', ['$uri', '"?"']],
    ['a${x}b', ['"a"', '$x', '"b"']],
    ['$1$10$0', ['#1', '#1', '"0"', '$0']],
    ['${1}', ['$1']],
    ['$a-$b', ['$a', '"-"', '$b']],
    ['\xe9$a\xe9', ['"\xe9"', '$a', '"\xe9"']],
    ['/$9$99', ['"/"', '#9', '#9', '"9"']],
  ])('%s', (text, expected) => {
    expect(pieces(text)).toEqual(expected);
  });

  it('stops where nginx refuses', () => {
    expect(readScript('a$b${c').problem).toEqual({ kind: 'no-bracket', name: 'c' });
    expect(readScript('a$b${c').names).toEqual(['b']);
  });
});

describeValues('texts with variables', import.meta.url, {
  'literals, names and brackets': {
    http: '',
    server: 'set $a x; return 200 "[$a][${a}b][$A][$uri$args]-$arg_q-";',
    requests: [{ target: '/p%20q?q=1&r=%20' }, { target: '/' }, { target: '/?q=$a' }],
  },
  captures: {
    http: '',
    server:
      'location / { if ($uri ~ "^/(a)?(b)(?<n>c)?") { return 200 "[$1][$2][$3][$4][$n]"; } return 200 "no[$1][$n]"; }',
    requests: [{ target: '/abc' }, { target: '/bc' }, { target: '/b' }, { target: '/x' }],
  },
  'captures that a map brings on the way of a rewrite': {
    http: 'map $arg_m $m { "~^(..)" "<$1>"; default d; }',
    server: 'rewrite ^/(.*)$ /[$1]$m[$1]?a=$1; return 200 "$uri $args $1";',
    requests: [{ target: '/long?m=ab' }, { target: '/lo?m=ab' }, { target: '/l%20g?m=a' }],
  },
  'captures that a map brings on the way': {
    http: 'map $arg_m $m { "~^(..)" "<$1>"; default d; }',
    server: 'location / { if ($uri ~ "^/(.*)$") { return 200 "$m[$1]"; } }',
    requests: [{ target: '/long?m=ab' }, { target: '/long?m=a' }],
  },
});
