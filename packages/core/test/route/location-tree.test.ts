import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { corpus, corpusJson, corpusNote, hasCorpus } from '../../../../test/support/corpus.ts';
import type { ConfigModel, LocationModel, ServerModel } from '../../src/model/types.ts';
import { searchLocation } from '../../src/route/location-tree.ts';
import type { Found } from '../../src/route/types.ts';
import { modelOf } from '../model/model-of.ts';

function lineOf(model: ConfigModel, { at }: LocationModel | ServerModel): number {
  const { start } = at.node.name;
  return model.source(at.file).text.slice(0, start).split('\n').length;
}

function shown(found: Found): string {
  if (found.kind === 'location') return wordsOf(found.location);
  if (found.kind === 'slash') return `${wordsOf(found.location)} -> ${found.to}`;
  return found.kind;
}

const wordsOf = ({ at }: LocationModel): string => at.node.args.map(({ value }) => value).join(' ');

async function searched(locations: string, uris: readonly string[]): Promise<string[]> {
  const model = await modelOf(`events {}\nhttp { server {\n${locations}\n} }\n`);
  const [server] = model.servers;
  if (server === undefined) throw new Error('no server');
  return uris.map((uri) => shown(searchLocation(model, server, uri)));
}

describe('the search for a location', () => {
  const CASES: Readonly<Record<string, { readonly conf: string; readonly finds: Readonly<Record<string, string>> }>> = {
    'the longest prefix, bytewise': {
      conf: 'location / {} location /api {} location /api/v1/ {} location = /api {}',
      finds: { '/': '/', '/api': '= /api', '/apiary': '/api', '/api/v1/x': '/api/v1/', '/api/v': '/api', '': 'server' },
    },
    'names that branch': {
      conf: 'location /a {} location /ab {} location /abc {} location /abd {} location = /abce {} location /b {}',
      finds: { '/abcd': '/abc', '/abe': '/ab', '/abce': '= /abce', '/abcef': '/abc', '/c': 'server', '/a!': '/a' },
    },
    'an exact name is no prefix': {
      conf: 'location = /a {} location = /a/b {} location / {}',
      finds: { '/a/b/c': '/', '/a/': '/', '/a': '= /a' },
    },
    'an empty prefix': { conf: 'location "" {}', finds: { '/x': '', '': '', x: '' } },
    'expressions after prefixes, in order, unless `^~` is on the longest': {
      conf: 'location ^~ /s/ {} location /s/x/ {} location ~ png$ {} location ~ \\.png$ {} location = /s/e.png {}',
      finds: { '/s/a.png': '^~ /s/', '/s/x/a.png': '~ png$', '/a.png': '~ png$', '/s/e.png': '= /s/e.png' },
    },
    'the first of equal expressions': {
      conf: 'location ~ ^/a { location ~ b {} } location ~ ^/a { location ~ c {} }',
      finds: { '/ab': '~ b', '/ac': '~ ^/a' },
    },
    'names inside expressions are in no tree': {
      conf: 'location ~ ^/a { location ^/a/b { location ~ c {} } location ~ d { location ^/ad {} } }',
      finds: { '/a/bc': '~ ^/a', '/ad': '~ d' },
    },
    'nested levels': {
      conf: 'location /o/ { location ~ b$ {} location ^~ /o/h/ {} location = /o/e {} } location ~ [abe]$ {}',
      finds: {
        '/o/b': '~ b$',
        '/o/a': '~ [abe]$',
        '/o/h/a': '~ [abe]$',
        '/o/h/b': '~ [abe]$',
        '/o/e': '= /o/e',
        '/o/h/': '^~ /o/h/',
      },
    },
    'redirects to a name with a slash': {
      conf: `location /p/ { proxy_pass http://127.0.0.1; } location ~ . {} location ^~ / {}
        location /q/ { if ($arg_x) { proxy_pass http://127.0.0.1; } } location /r/ {} location = /r/ { fastcgi_pass 127.0.0.1:9; }
        location /s {} location /s/ { grpc_pass 127.0.0.1:9; } location /t/ { tunnel_pass 127.0.0.1; }
        location /u/ { redis_pass 127.0.0.1:9; }`,
      finds: {
        '/p': '/p/ -> /p/',
        '/p/': '~ .',
        '/q': '^~ /',
        '/r': '= /r/ -> /r/',
        '/r/': '= /r/',
        '/s': '~ .',
        '/t': '^~ /',
        '/u': 'unknown',
      },
    },
    'a redirect from inside': {
      conf: 'location /a { location /a/b/ { scgi_pass 127.0.0.1:9; } } location ~ . {}',
      finds: { '/a/b': '/a/b/ -> /a/b/', '/a/c': '~ .' },
    },
  };
  for (const [title, { conf, finds }] of Object.entries(CASES)) {
    it(title, async () => {
      const uris = Object.keys(finds);
      const found = await searched(conf, uris);
      expect(Object.fromEntries(uris.map((uri, index) => [uri, found[index]]))).toEqual(finds);
    });
  }

  it('tells what was tried, and the groups of what matched', async () => {
    const model = await modelOf(
      'events {} http { server { location ~ ^/(x)?(.)$ { location ~ (b) {} } location ~ b {} } }',
    );
    const [server] = model.servers;
    const told: unknown[] = [];
    if (server === undefined) throw new Error('no server');
    searchLocation(
      model,
      server,
      '/b',
      ({ pattern }, matched) => told.push([pattern, matched]),
      ({ pattern }, groups) => told.push([pattern, groups]),
    );
    expect(told).toEqual([
      ['^/(x)?(.)$', true],
      ['^/(x)?(.)$', ['/b', null, 'b']],
      ['(b)', true],
      ['(b)', ['b', 'b']],
    ]);
  });
});

type Text = string | { readonly hex: string };
type TraceStep = readonly [step: string, ...rest: (string | number)[]];
interface Recording {
  readonly config: string;
  readonly config_test: { readonly ok: boolean };
  readonly requests: readonly {
    readonly observed: {
      readonly server?: number;
      readonly locations?: readonly number[];
      readonly parsed_uri?: Text;
      readonly trace?: readonly TraceStep[];
    };
  }[];
}

const bytesOf = (text: Text): string =>
  typeof text === 'string' ? Buffer.from(text).toString('latin1') : Buffer.from(text.hex, 'hex').toString('latin1');

/** The steps of the first search, where the URI that is searched for is the one that was asked for. */
function firstSearch(trace: readonly TraceStep[]): { tried: string[]; line: number } | null {
  const tried: string[] = [];
  for (const [step, first] of trace) {
    if (step === 'location') return { tried, line: Number(first) };
    if (step === 'try-regex') tried.push(String(first));
    // The server's own program runs before the search.
    else if (step === 'rewrite' || step === 'internal-redirect' || step === 'special' || step === 'named') return null;
  }
  return null;
}

describe(`the recorded corpus${corpusNote}`, () => {
  it.skipIf(!hasCorpus)('finds the first location of every request', async () => {
    let compared = 0;
    for (const name of readdirSync(`${corpus}/routing`).filter((each) => each.endsWith('.json'))) {
      const recording = corpusJson<Recording>(`routing/${name}`);
      if (!recording.config_test.ok) continue;
      const model = await modelOf(recording.config);
      const servers = new Map(model.servers.map((server) => [lineOf(model, server), server]));
      for (const { observed } of recording.requests) {
        const first = firstSearch(observed.trace ?? []);
        const server = servers.get(observed.server ?? 0);
        if (first === null || server === undefined || observed.parsed_uri === undefined) continue;
        const tried: string[] = [];
        const found = searchLocation(model, server, bytesOf(observed.parsed_uri), ({ pattern }) => tried.push(pattern));
        const line =
          'location' in found ? lineOf(model, found.location) : found.kind === 'server' ? lineOf(model, server) : found;
        expect({ name, uri: observed.parsed_uri, line, tried }).toEqual({ name, uri: observed.parsed_uri, ...first });
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(1000);
  });
});
