import { describe, expect, it } from 'vitest';
import type { EffectivePlace, RouteAnswer, RouteResult } from '../src/answers.ts';
import { effectivePage } from '../src/pages/effective-page.ts';
import { explanationPage, verdict } from '../src/pages/explanation-page.ts';
import { html } from '../src/pages/html.ts';
import { PAGE_COMMANDS } from '../src/pages/page.ts';
import { namesFrom } from '../src/pages/places.ts';

const ENTRY = 'file:///w/nginx/nginx.conf';
const SITE = 'file:///w/nginx/sites/a.conf';

const RESULT: RouteResult = {
  request: { url: 'http://a.test/x', method: 'GET', listen: '127.0.0.1:80', clientAddr: null },
  server: { file: SITE, line: 1 },
  serverReason: 'exact name',
  locations: [{ file: SITE, line: 9 }],
  final: { file: SITE, line: 9 },
  uri: '/x',
  args: 'a=<b>',
  status: null,
  locationHeader: null,
  content: 'upstream',
  requestFilename: null,
  filename: null,
  upstream: {
    backend: null,
    group: 'app',
    protocol: 'http',
    method: 'GET',
    uri: '/x',
    headers: [
      ['Host', 'a.test'],
      ['X-Real-IP', { unknown: "the client's address" }],
      ['X-Bytes', { hex: 'ff' }],
    ],
  },
  headers: { 'x-a': '1', 'set-cookie': ['a=1', 'b=2'] },
  body: null,
  trace: [
    { step: 'server', text: 'the server with the name a.test', at: { file: SITE, line: 1 }, rule: 'S7' },
    {
      fork: [
        { condition: '/srv/x is a file', at: null, steps: [{ step: 's', text: 'served', at: null, rule: 'T1' }] },
        { condition: 'not: /srv/x is a file', at: { file: SITE, line: 5 }, steps: [] },
      ],
    },
  ],
  uncertain: [],
};

/** Names of commands and their arguments, in the order of the page. */
function linksOf(page: string): [string, unknown][] {
  return [...page.matchAll(/href="command:([^?]+)\?([^"]*)"/g)].map(([, name = '', query = '']) => [
    name,
    JSON.parse(decodeURIComponent(query))[0],
  ]);
}

/** The page as it reads. */
function textOf(page: string): string {
  const body = page.slice(page.indexOf('<body>'));
  const plain = body.replace(/<[^>]*>/g, ' ').replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
  return plain.replace(/\s+/g, ' ');
}

describe('the page of a request', () => {
  const page = explanationPage('http://a.test/x', SITE, { entry: ENTRY, result: RESULT }, 'n0');

  it('says what comes of it, and what is sent on', () => {
    const text = textOf(page);
    expect(text).toContain('GET http://a.test/x to 127.0.0.1:80, by nginx.conf');
    expect(text).toContain('Passed on to a server of app');
    expect(text).toContain('URI /x?a=<b>');
    expect(text).toContain("sent Host: a.test X-Real-IP: (the client's address) X-Bytes: bytes ff");
    expect(text).toContain('header x-a: 1 set-cookie: a=1 set-cookie: b=2');
  });

  it('leads to the lines, counted from 0 as editors do', () => {
    expect(linksOf(page)).toContainEqual(['nginx-lint.openPlace', { uri: SITE, line: 8 }]);
    expect(textOf(page)).toContain('location sites/a.conf:9');
  });

  it('tells each way of a fork', () => {
    expect(textOf(page)).toMatch(/if \/srv\/x is a file: served T1 otherwise: sites\/a\.conf:5/);
  });

  it('calls only the commands that a page may call, and runs nothing', () => {
    for (const [name] of linksOf(page)) expect(PAGE_COMMANDS).toContain(name);
    expect(page).toContain(`content="default-src &#39;none&#39;; style-src &#39;nonce-n0&#39;"`);
    expect(page).not.toMatch(/<script|\son\w+=|style="/);
  });

  it('shows what a configuration says as text', () => {
    const step = { step: 's', text: '<img src=x onerror=alert(1)>', at: { file: '"><script>', line: 1 }, rule: '<b>' };
    const evil = explanationPage('http://<b>', null, { entry: ENTRY, result: { ...RESULT, trace: [step] } }, 'n0');
    expect(evil).not.toMatch(/<(?:img|script|b)\b/);
    expect(textOf(evil)).toContain('<img src=x onerror=alert(1)>');
  });

  it('says why there is no answer', () => {
    const answer: RouteAnswer = { entry: null, problem: 'there is no nginx configuration to ask' };
    expect(textOf(explanationPage('http://a/', null, answer, 'n'))).toContain('no nginx configuration to ask');
  });

  it.each([
    [{ server: null, content: null, status: null }, 'Nobody listens there'],
    [{ content: null, status: 444 }, 'Closed without an answer (444)'],
    [{ content: 'static', status: 200 }, 'Status 200, a file'],
    [{ content: 'builtin', status: 301, locationHeader: 'https://a/' }, 'Status 301 → https://a/'],
    [{ content: null, status: null, uncertain: ['the clock'] }, 'It depends'],
    [{ upstream: { backend: '10.0.0.1:80', protocol: 'http' } }, 'Passed on to 10.0.0.1:80'],
  ])('%j: %s', (changes, expected) => {
    expect(verdict({ ...RESULT, ...changes })).toBe(expected);
  });
});

describe('the page of what holds at a place', () => {
  const location = { uri: SITE, range: { start: { line: 3, character: 2 }, end: { line: 3, character: 9 } } };
  const place: EffectivePlace = {
    entry: ENTRY,
    blocks: ['http', 'server', 'location ~ <x>'],
    settings: [
      {
        name: 'add_header',
        module: 'headers',
        inherited: true,
        values: [
          { text: 'X-A 1', location },
          { text: 'X-B 2', location: null },
        ],
      },
      { name: 'root', module: 'core', inherited: false, values: [{ text: '/srv', location }] },
    ],
  };

  it('lists what the block sets, then what it inherits by module, with the lines', () => {
    const page = effectivePage('a.conf:4', [place], 'n');
    const text = textOf(page);
    expect(text).toContain('http › server › location ~ <x> as nginx.conf has it');
    expect(text).toContain('set in this block root /srv; sites/a.conf:4 inherited: headers add_header X-A 1;');
    expect(text).toContain('add_header X-A 1; sites/a.conf:4 add_header X-B 2;');
    expect(linksOf(page)).toContainEqual(['nginx-lint.openPlace', { uri: SITE, line: 3 }]);
  });

  it('says so where no configuration holds the file', () => {
    expect(textOf(effectivePage('a.conf:4', [], 'n'))).toContain('No configuration holds this file');
  });
});

describe('pieces of a page', () => {
  it('are put together, text is not taken for one', () => {
    expect(html`<p>${'a & "b"'}${html`<b>${1}</b>`}${null}${['<', html`<i>`]}</p>`.text).toBe(
      '<p>a &#38; &#34;b&#34;<b>1</b>&#60;<i></p>',
    );
  });
});

describe('names of files', () => {
  it.each([
    ['file:///w/nginx/sites/a%20b.conf', 'sites/a b.conf'],
    ['file:///etc/mime.types', '/etc/mime.types'],
    ['vscode-vfs://github/o/r/a.conf', '/o/r/a.conf'],
    ['file:///w/nginx/100%.conf', '100%.conf'],
  ])('%s is %s', (uri, name) => {
    expect(namesFrom(ENTRY)(uri)).toBe(name);
  });
});
