import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compare } from '../../../../test/support/routing/compare.ts';
import type { RoutingRecord } from '../../../../test/support/routing/record.ts';
import { modelOfRecord } from '../../../../test/support/routing/replay.ts';
import { describeReplayed } from '../../../../test/support/routing/summary.ts';
import type { RouteOutcome } from '../../src/route/outcome.ts';
import { route } from '../../src/route/simulate.ts';
import type { FileProbe, RouteRequest } from '../../src/route/types.ts';
import { requestOfRecord, requestOfUrl } from '../../src/route/url-request.ts';
import { modelOf } from '../model/model-of.ts';

const RECORDED = ['access', 'content', 'index-files', 'mapping', 'static-files', 'try-files'];

describe('without a disk to look at', () => {
  it.each(RECORDED)('nothing that is said of %s contradicts nginx', async (name) => {
    const records = JSON.parse(
      readFileSync(new URL(`${name}.observed.json`, import.meta.url), 'utf8'),
    ) as RoutingRecord[];
    const wrong: string[] = [];
    for (const record of records) {
      const model = await modelOfRecord(record);
      for (const [number, exchange] of record.requests.entries()) {
        const outcome = route(model, valid(requestOfRecord(exchange.request)));
        const differences = compare(record, exchange, outcome, model).filter(({ certain }) => certain);
        if (differences.length > 0) wrong.push(describeReplayed({ record, number, exchange, outcome, differences }));
      }
    }
    expect(wrong.join('\n')).toBe('');
  });
});

interface Asked {
  readonly server: string;
  readonly url: string;
  readonly probe?: FileProbe;
  /** The questions, in their order. */
  readonly uncertain: readonly string[];
  readonly status: number | null;
}

const ASKED: Readonly<Record<string, Asked>> = {
  'a file, else a folder': {
    server: 'root /w;',
    url: '/a',
    uncertain: ['"/w/a" is a file', '"/w/a" is a directory'],
    status: null,
  },
  'nothing of a method that needs no file': { server: 'root /w;', url: 'PUT /a', uncertain: [], status: 405 },
  'each question once': {
    server: 'root /w; try_files $uri /b $uri/ /b =404;',
    url: '/a',
    uncertain: ['"/w/a" is a file', '"/w/b" is a file', '"/w/a" is a directory'],
    status: null,
  },
  'what is below a file or a missing folder is not asked for': {
    server: 'root /w; try_files /a /a/ /a/b =404;',
    url: '/x',
    uncertain: ['"/w/a" is a file', '"/w/a" is a directory'],
    status: null,
  },
  'a folder in which a file was found exists': {
    server: 'root /w; try_files /a/b /a/ =404;',
    url: '/x',
    uncertain: ['"/w/a/b" is a file', '"/w/a" is a directory'],
    status: null,
  },
  'a file with a slash at its end is none': {
    server: 'root /w; try_files $uri =404;',
    url: '/a/',
    uncertain: [],
    status: 404,
  },
  'only what the disk does not tell': {
    server: 'root /w; try_files /a /b =404;',
    url: '/x',
    probe: (path) => (path === '/w/a' ? 'missing' : path === '/w/b' ? 'file' : 'unknown'),
    uncertain: [],
    status: 200,
  },
  'what may not be read': { server: 'root /w;', url: '/a', probe: () => 'forbidden', uncertain: [], status: 403 },
  'a folder of the index that may not be read': {
    server: 'root /w;',
    url: '/',
    probe: () => 'forbidden',
    uncertain: [],
    status: 403,
  },
  'links that are not allowed': {
    server: 'root /w; disable_symlinks on;',
    url: '/a',
    probe: () => 'file',
    uncertain: ['a symbolic link that is not allowed leads to "/w/a"'],
    status: null,
  },
  'a path that nobody knows': {
    server: 'root /w/$connection;',
    url: '/a',
    uncertain: ['the path of "/a" is a file', 'the path of "/a" is a directory', 'the value of $connection'],
    status: null,
  },
  'a password': {
    server: 'root /w; auth_basic a; auth_basic_user_file users; location / { return 204; } location /f { }',
    url: '/f',
    probe: () => 'file',
    uncertain: [],
    status: 401,
  },
  'the answer of a subrequest': {
    server: 'root /w; auth_request /auth;',
    url: '/f',
    probe: () => 'file',
    uncertain: [
      'the subrequest to "/auth" is answered with 2xx',
      'the subrequest to "/auth" is answered with 401',
      'the subrequest to "/auth" is answered with 403',
    ],
    status: null,
  },
  'which file chance takes': {
    server: 'root /w; random_index on;',
    url: '/',
    probe: () => 'directory',
    uncertain: ['which file random_index chooses'],
    status: null,
  },
  'a handler that does not come with nginx': {
    server: 'root /w; location / { content_by_lua_block { ngx.say(1) } }',
    url: '/',
    uncertain: ['the answer of content_by_lua_block'],
    status: null,
  },
};

describe('what is asked', () => {
  it.each(Object.entries(ASKED))('%s', async (_, { server, url, probe, uncertain, status }) => {
    const outcome = await routed(server, url, probe);
    expect(outcome.uncertain).toEqual(uncertain);
    expect(outcome.status).toBe(status);
  });
});

async function routed(server: string, url: string, probe?: FileProbe): Promise<RouteOutcome> {
  const model = await modelOf(`events { } http { server { listen 80; ${server} } }`);
  const [target = '', method = 'GET'] = url.split(' ').reverse();
  const request = valid(requestOfUrl(`http://localhost${target}`, { method }));
  return route(model, request, probe === undefined ? {} : { probe });
}

function valid(request: ReturnType<typeof requestOfUrl>): RouteRequest {
  if (!('method' in request)) throw new Error(JSON.stringify(request));
  return request;
}
