import { describe, expect, it } from 'vitest';
import { createFacts } from '../../src/facts/lookup.ts';
import { createModel } from '../../src/model/model.ts';
import { type PossibleValue, possibleValues } from '../../src/model/value-flow.ts';
import { fileAt } from '../../src/text/file-id.ts';
import { loadFragment } from '../../src/tree/load.ts';
import { memoryFiles } from '../../src/tree/memory-files.ts';

/** The values of the last `return 200 "…"` of a text, as one string each: `<$1 /.>` holds slashes, dots, `N` newlines. */
async function valuesIn(text: string): Promise<string[]> {
  const files = memoryFiles({ '/etc/nginx/a.conf': text });
  const options = { files, facts: createFacts(), prefix: '/etc/nginx' };
  const model = createModel(await loadFragment(fileAt('/etc/nginx/a.conf'), ['http'], options));
  const at = model.named('return').at(-1);
  if (at === undefined) throw new Error('no return');
  return possibleValues(model, at, at.node.args[1]?.value ?? '').map(shown);
}

function shown({ parts }: PossibleValue): string {
  return parts
    .map((part) => {
      if (part.kind === 'text') return part.text;
      if (part.kind === 'other') return `[${part.variable}]`;
      const held = [...'/.', '\n'].filter((byte) =>
        part.bytes.some(([a, b]) => a <= byte.charCodeAt(0) && byte.charCodeAt(0) <= b),
      );
      return `<${part.variable} ${held.join('').replace('\n', 'N')}>`;
    })
    .join('');
}

const MAP = (lines: string) => `map $arg_a $m { ${lines} } server { location / { return 200 $m; } }`;
const IN = (where: string, text: string) => `server { ${where} { return 200 "${text}"; } }`;

describe('possibleValues', () => {
  it.each<[string, string, string[]]>([
    ['text', IN('location /', 'a b'), ['a b']],
    ['own variables', IN('location /', 'x$uri-$arg_u$time_local'), ['x<$uri /.N>-<$arg_u /.>[$time_local]']],
    ['a host', IN('location /', '${host}'), ['<$host .>']],
    ['the path of an exact location', IN('location = /a', '$uri'), ['/a']],
    ['the path of an expression', IN('location ~ ^/[a-z/]+\\z', '$uri'), ['<$uri />']],
    ['an expression that takes a part', IN('location ~ ^/[a-z/]+', '$uri'), ['<$uri /.N>']],
    ['a group with all but slashes', IN('location ~ ^/([^/]+)$', '$1'), ['<$1 .N>']],
    ['a dot takes no newlines', IN('location ~ ^/(.*)$', '$1'), ['<$1 /.>']],
    ['few choices', IN('location ~ ^/(v1\\.0|v2\\.0)/', '$1'), ['[$1]']],
    ['a named group', IN('location ~ ^/(?<n>\\w+)/', '$n'), ['<$n >']],
    ['the last set', IN('location /', '$a').replace('return', 'set $a 1; set $a 2; return'), ['2']],
    [
      'a set behind it',
      IN('location /', '$a').replace('}', 'set $a 1; }').replace('return', 'set $a 0; return'),
      ['0'],
    ],
    ['a conditional set', 'server { set $a 1; location / { if ($arg_b) { set $a 2; } return 200 $a; } }', ['2', '1']],
    ['a chain of them', 'server { set $a $uri; location / { set $b "x$a"; return 200 $b; } }', ['x<$uri /.N>']],
    ['a set to itself', 'server { set $a 1; location / { set $a "$a$a"; return 200 $a; } }', ['11']],
    ['a map of texts', MAP('default a; x b;'), ['a', 'b']],
    ['a map that hands on', MAP('default $arg_a; x b;'), ['<$arg_a /.>', 'b']],
    ['a group of a map', MAP('~^(\\w+)$ x$1;'), ['x<$1 >']],
    [
      'a condition with few values',
      'server { location / { if ($arg_a ~ ^(b|c)$) { return 200 $arg_a$1; } } }',
      ['[$arg_a][$1]'],
    ],
    ['a condition on another', 'server { location / { if ($arg_b = 1) { return 200 $arg_a; } } }', ['<$arg_a /.>']],
    ['what is on the disk', 'server { location / { if (-f $request_filename) { return 200 $uri; } } }', ['[$uri]']],
    [
      'a name of the server',
      'server { server_name ~^(?<sub>.+)\\.a\\.example$; location / { return 200 $sub; } }',
      ['<$sub .>'],
    ],
    ['geo', 'geo $g { default 10.0.0.1; 127.0.0.0/8 b; } server { location / { return 200 $g; } }', ['10.0.0.1', 'b']],
  ])('%s', async (_, text, expected) => {
    expect(await valuesIn(text)).toEqual(expected);
  });
});
