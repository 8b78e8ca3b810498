import { describe, expect, it } from 'vitest';
import { placeOf, routeJson, urlOf } from '../../src/export/route-json.ts';
import { routeJsonWriter } from '../../src/export/route-json-lines.ts';
import { createFacts } from '../../src/facts/lookup.ts';
import { createModel } from '../../src/model/model.ts';
import type { RouteOutcome } from '../../src/route/outcome.ts';
import type { RouteRequest } from '../../src/route/types.ts';
import { fileAt, pathOf } from '../../src/text/file-id.ts';
import { loadTree } from '../../src/tree/load.ts';
import { memoryFiles } from '../../src/tree/memory-files.ts';

const CONFIG = `events {}
http {
  server {
    listen 80;
    location /a { return 200; }
    location ~ x { }
  }
}
`;
const entry = fileAt('/etc/nginx/nginx.conf');
const files = memoryFiles({ '/etc/nginx/nginx.conf': CONFIG });
const model = createModel(await loadTree(entry, { files, facts: createFacts() }));
const [server] = model.servers;
if (server === undefined) throw new Error('no server');
const [a, x] = server.locations.map(({ at }) => at);
const nameOf = (file: typeof entry): string => pathOf(file).slice(1);

const request: RouteRequest = {
  method: 'GET',
  target: '/a%20b?q',
  version: '1.1',
  host: 'x.example',
  connect: { family: 'inet', host: '127.0.0.1', port: 80 },
  scheme: 'http',
  sni: null,
  headers: [],
  client: { family: 'inet', host: '192.0.2.1', port: 0 },
};

/** An outcome in which every field is set. */
const outcome: RouteOutcome = {
  request,
  server,
  serverReason: 'only server',
  locations: [server.at, a ?? server.at],
  final: a ?? null,
  uri: '/t\xfc',
  args: 'q',
  parsedUri: '/a b',
  parsedArgs: 'q',
  status: 200,
  locationHeader: 'http://x.example/\xc3\xa9',
  content: 'static',
  requestFilename: '/srv/a b',
  filename: '/srv/a b',
  upstream: {
    backend: null,
    group: 'app',
    protocol: 'http',
    method: 'GET',
    uri: { unknown: 'the value of $request_id' },
    headers: [['Host', 'x']],
    params: { A: 'b', B: { unknown: 'the time' } },
  },
  headers: [
    ['x-a', '1'],
    ['x-b', '2'],
    ['x-a', '3'],
    ['__proto__', '4'],
    ['x-a', '\xff'],
  ],
  body: 'ok',
  trace: [
    { step: 'try-regex', text: '"x" does not match the URI', at: x ?? null, rule: 'F3' },
    { step: 'try-regex', text: '"x" does not match the URI', at: x ?? null, rule: 'F3' },
    {
      fork: [
        { condition: 'the sun shines', at: a ?? null, steps: [{ step: 'if', text: 'yes', at: null, rule: 'W15' }] },
        { condition: 'not: the sun shines', at: null, steps: [] },
      ],
    },
  ],
  uncertain: ['the sun shines'],
  open: new Set(),
};

describe('one result as JSON', () => {
  it('has the fields of the contract, in this order', () => {
    expect(JSON.stringify(routeJson(outcome, model, nameOf), null, 1)).toMatchInlineSnapshot(`
      "{
       "request": {
        "url": "http://x.example/a%20b?q",
        "method": "GET",
        "host": "x.example",
        "listen": "127.0.0.1:80",
        "clientAddr": "192.0.2.1",
        "scheme": "http"
       },
       "server": {
        "file": "etc/nginx/nginx.conf",
        "line": 3
       },
       "serverReason": "only server",
       "locations": [
        {
         "file": "etc/nginx/nginx.conf",
         "line": 3
        },
        {
         "file": "etc/nginx/nginx.conf",
         "line": 5
        }
       ],
       "final": {
        "file": "etc/nginx/nginx.conf",
        "line": 5
       },
       "uri": {
        "hex": "2f74fc"
       },
       "args": "q",
       "parsedUri": "/a b",
       "parsedArgs": "q",
       "status": 200,
       "locationHeader": "http://x.example/é",
       "content": "static",
       "requestFilename": "/srv/a b",
       "filename": "/srv/a b",
       "upstream": {
        "backend": null,
        "group": "app",
        "protocol": "http",
        "method": "GET",
        "uri": {
         "unknown": "the value of $request_id"
        },
        "headers": [
         [
          "Host",
          "x"
         ]
        ],
        "params": {
         "A": "b",
         "B": {
          "unknown": "the time"
         }
        }
       },
       "headers": {
        "x-a": [
         "1",
         "3",
         {
          "hex": "ff"
         }
        ],
        "x-b": "2",
        "__proto__": "4"
       },
       "body": "ok",
       "trace": [
        {
         "step": "try-regex",
         "text": "\\"x\\" does not match the URI",
         "at": {
          "file": "etc/nginx/nginx.conf",
          "line": 6
         },
         "rule": "F3"
        },
        {
         "step": "try-regex",
         "text": "\\"x\\" does not match the URI",
         "at": {
          "file": "etc/nginx/nginx.conf",
          "line": 6
         },
         "rule": "F3"
        },
        {
         "fork": [
          {
           "condition": "the sun shines",
           "at": {
            "file": "etc/nginx/nginx.conf",
            "line": 5
           },
           "steps": [
            {
             "step": "if",
             "text": "yes",
             "at": null,
             "rule": "W15"
            }
           ]
          },
          {
           "condition": "not: the sun shines",
           "at": null,
           "steps": []
          }
         ]
        }
       ],
       "uncertain": [
        "the sun shines"
       ]
      }"
    `);
  });

  it('is null where there is nothing, and a group stands only where no backend is known', () => {
    const nothing = { ...outcome, server: null, final: null, uri: null, locations: null, headers: [], filename: null };
    expect(routeJson(nothing, model, nameOf)).toMatchObject({
      server: null,
      final: null,
      uri: null,
      locations: null,
      headers: {},
      filename: null,
    });
    const known = { ...outcome, upstream: { backend: '127.0.0.1:9001', group: 'app', protocol: 'http' as const } };
    expect(routeJson(known, model, nameOf).upstream).toEqual({ backend: '127.0.0.1:9001', protocol: 'http' });
  });

  it('is written in one line as JSON.stringify() writes it, time and again', () => {
    const write = routeJsonWriter(model, nameOf);
    for (const url of [null, 'http://x.example/a%20b?q', null])
      expect(write(outcome, url)).toBe(JSON.stringify(routeJson(outcome, model, nameOf, url)));
    const empty = { ...outcome, trace: [], uncertain: [] };
    expect(write(empty, null)).toBe(JSON.stringify(routeJson(empty, model, nameOf)));
  });

  it('names no place for what no file holds', () => {
    expect(placeOf({ ...server.at, implied: true }, model, nameOf)).toBe(null);
  });
});

describe('the URL of a request', () => {
  const at = (host: string, port: number) => ({ family: 'inet', host, port }) as const;
  it.each<[Partial<RouteRequest>, unknown]>([
    [{}, 'http://x.example/a%20b?q'],
    [{ connect: at('127.0.0.1', 8080) }, 'http://x.example:8080/a%20b?q'],
    [{ connect: at('127.0.0.1', 8080), host: 'x.example:81' }, 'http://x.example:81/a%20b?q'],
    [{ connect: at('127.0.0.1', 443), scheme: 'https' }, 'https://x.example/a%20b?q'],
    [{ connect: at('127.0.0.1', 80), scheme: 'https' }, 'https://x.example:80/a%20b?q'],
    [{ connect: at('127.0.0.1', 8080), host: '[::1]' }, 'http://[::1]:8080/a%20b?q'],
    [{ connect: { family: 'unix', host: '/run/x', port: 0 } }, 'http://x.example/a%20b?q'],
    [{ target: 'http://other/x' }, 'http://other/x'],
    [{ target: '*' }, null],
    [{ host: null }, null],
    [{ host: '' }, null],
    [{ target: '/\xff' }, { hex: '687474703a2f2f782e6578616d706c652fff' }],
  ])('%j gives %j', (change, url) => {
    expect(urlOf({ ...request, ...change })).toEqual(url);
  });
});
