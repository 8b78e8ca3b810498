import {
  type ConfigModel,
  createFacts,
  createModel,
  fileAt,
  loadTree,
  memoryFiles,
  pathOf,
  type RouteOutcome,
  type RouteRequest,
} from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';
import { story } from '../src/reporters/story.ts';
import { COLORED, PLAIN } from '../src/style.ts';

const LONG = `${'very/'.repeat(12)}long.conf`;
const files = memoryFiles({
  '/nginx.conf': `events {}\nhttp {\nserver {\nlisten 80;\nlocation / { }\ninclude ${LONG};\n}\n}\n`,
  [`/${LONG}`]: 'location /long { }\n',
});
const model: ConfigModel = createModel(await loadTree(fileAt('/nginx.conf'), { files, facts: createFacts() }));
const [server] = model.servers;
const [root, long] = server?.locations ?? [];
if (server === undefined || root === undefined || long === undefined) throw new Error('the configuration is not read');

const request: RouteRequest = {
  method: 'GET',
  target: '/x',
  version: '1.1',
  host: 'a.example',
  connect: { family: 'inet', host: '127.0.0.1', port: 80 },
  scheme: 'http',
  sni: null,
  headers: [],
  client: { family: 'inet', host: '192.0.2.1', port: 0 },
};

const NOTHING: RouteOutcome = {
  request,
  server,
  serverReason: 'only server',
  locations: [],
  final: root.at,
  uri: '/x',
  args: '',
  parsedUri: '/x',
  parsedArgs: '',
  status: null,
  locationHeader: null,
  content: null,
  requestFilename: null,
  filename: null,
  upstream: null,
  headers: [],
  body: null,
  trace: [],
  uncertain: [],
  open: new Set(),
};

function told(outcome: Partial<RouteOutcome>, columns = 100, url: string | null = null): string {
  const nameOf = (file: Parameters<typeof pathOf>[0]): string => pathOf(file).slice(1);
  return story({ ...NOTHING, ...outcome }, model, url, { palette: PLAIN, columns, nameOf });
}

const end = (outcome: Partial<RouteOutcome>): string => told(outcome).split('\n\n').at(-1) ?? '';

describe('a story', () => {
  it('goes step by step, forks where nobody knows, and folds what is long', () => {
    const text = told(
      {
        trace: [
          { step: 'server', text: 'the server', at: server.at, rule: 'S7' },
          {
            step: 'location',
            text: `location "/long" is used ${'and used again '.repeat(6)}`.trim(),
            at: long.at,
            rule: 'F1',
          },
          {
            fork: [
              {
                condition: 'the sun shines',
                at: root.at,
                steps: [
                  { step: 'a', text: 'it is warm', at: null, rule: 'W1' },
                  {
                    fork: [
                      { condition: 'it rains', at: null, steps: [{ step: 'b', text: 'wet', at: root.at, rule: 'W2' }] },
                      { condition: 'not: it rains', at: null, steps: [] },
                    ],
                  },
                ],
              },
              {
                condition: 'not: the sun shines',
                at: root.at,
                steps: [{ step: 'c', text: 'it is cold', at: null, rule: 'W3' }],
              },
            ],
          },
          { fork: [{ condition: 'not: all is well', at: null, steps: [] }] },
        ],
        uncertain: ['the sun shines', 'it rains'],
      },
      90,
    );
    expect(text).toMatchInlineSnapshot(`
      "GET http://a.example/x
      to 127.0.0.1:80, from 192.0.2.1

        nginx.conf:3                              the server  S7
        very/very/very/very/very/very/very/very/very/very/very/very/long.conf:1
                                                  location "/long" is used and used again
                                                    and used again and used again and used
                                                    again and used again and used again  F1
        nginx.conf:5                              if the sun shines:
                                                    it is warm  W1
                                                    if it rains:
        nginx.conf:5                                  wet  W2
                                                    otherwise:
        nginx.conf:5                              otherwise:
                                                    it is cold  W3
                                                  unless all is well:

      It depends
        unknown   the sun shines
        unknown   it rains
      "
    `);
  });

  it('begins with the request', () => {
    const start = (change: Partial<RouteRequest>, url: string | null = null): string =>
      told({ request: { ...request, ...change } }, 100, url).split('\n\n')[0] ?? '';
    expect(start({})).toBe('GET http://a.example/x\nto 127.0.0.1:80, from 192.0.2.1');
    expect(start({}, 'http://A.example/x#y')).toBe('GET http://A.example/x#y\nto 127.0.0.1:80, from 192.0.2.1');
    expect(start({ scheme: 'https', sni: 'b' })).toContain('to 127.0.0.1:80, TLS for b, from');
    expect(start({ scheme: 'https' })).toContain(', TLS without a name, from');
    expect(start({ host: null, target: '/t\xfc\n' })).toMatch(/^GET \/t\\xfc␊\n/);
    expect(start({ target: '/\u00c3\u00bc' })).toMatch(/^GET http:\/\/a\.example\/ü\n/);
    const unix = { family: 'unix', host: '', port: 0 } as const;
    expect(start({ connect: { ...unix, host: '/run/x' }, client: unix })).toContain(
      'to unix:/run/x, from a Unix socket',
    );
  });

  it.each<[string, Partial<RouteOutcome>, string]>([
    ['nobody', { server: null }, 'Nobody listens there\n  listening 0.0.0.0:80\n'],
    ['closed', { status: 444 }, 'Closed without an answer (444)\n'],
    ['file', { status: 200, content: 'static', filename: '/a' }, 'Status 200, a file\n  file      /a\n'],
    ['missing', { status: 404, content: 'builtin', filename: '/a' }, 'Status 404\n  tried     /a\n'],
    ['listing', { status: 200, content: 'autoindex' }, 'Status 200, a listing of the folder\n'],
    [
      'text',
      { status: 200, content: 'inline', body: `ok\n${'x'.repeat(300)}` },
      `Status 200, a text of the configuration\n  body      ok␊${'x'.repeat(197)}…\n`,
    ],
    ['empty', { status: 200, content: 'inline', body: '' }, 'Status 200, a text of the configuration\n'],
    [
      'redirect',
      { status: 301, content: 'builtin', locationHeader: '/\xff', headers: [['x-a', '']] },
      'Status 301\n  Location  /\\xff\n  header    x-a:\n',
    ],
    ['doubt', { uncertain: ['the sun shines'] }, 'It depends\n  unknown   the sun shines\n'],
    ['doubt of a part', { status: 200, uncertain: ['x'] }, 'Status 200\n  unknown   x\n'],
    ['nothing', {}, 'No answer\n'],
    [
      'upstream',
      {
        content: 'upstream',
        upstream: {
          backend: null,
          group: 'app',
          protocol: 'http',
          method: 'GET',
          uri: { unknown: 'the value of $request_id' },
          headers: [
            ['Host', 'a'],
            ['X', { unknown: 'the time' }],
          ],
          params: { P: '\x1b' },
        },
      },
      'Passed on\n  upstream  http a server of app\n  asked     GET (the value of $request_id)\n' +
        '  sent      Host: a\n  sent      X: (the time)\n  sent      P = ␛\n',
    ],
  ])('ends with what comes of it: %s', (_, outcome, text) => {
    expect(end(outcome)).toBe(text);
  });

  it('says the same with colours', () => {
    const outcome = { ...NOTHING, trace: [{ step: 'x', text: 'y', at: root.at, rule: 'F1' }], uncertain: ['z'] };
    const options = { columns: 100, nameOf: pathOf };
    const colored = story(outcome, model, null, { ...options, palette: COLORED });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escapes are what is taken away
    expect(colored.replace(/\u001b\[[\d;]*m/g, '')).toBe(story(outcome, model, null, { ...options, palette: PLAIN }));
  });
});
