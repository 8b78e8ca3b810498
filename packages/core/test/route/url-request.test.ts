import { describe, expect, it } from 'vitest';
import { addressShown } from '../../src/route/socket-address.ts';
import type { RouteRequest } from '../../src/route/types.ts';
import { connectFor, requestOfRecord, requestOfUrl } from '../../src/route/url-request.ts';
import { modelOf } from '../model/model-of.ts';

function sent(made: ReturnType<typeof requestOfUrl>): RouteRequest {
  if ('problem' in made) throw new Error(made.problem);
  return made;
}

/** `http example.com /a 127.0.0.1:80`: scheme, Host, target, address connected to, SNI where there is one. */
function shown(request: RouteRequest): string {
  const { scheme, host, target, connect, sni } = request;
  return [scheme, host, target, addressShown(connect), ...(sni === null ? [] : [sni])].join(' ');
}

describe('requestOfUrl', () => {
  it.each([
    ['http://example.com', 'http example.com / 127.0.0.1:80'],
    ['example.com/a', 'http example.com /a 127.0.0.1:80'],
    ['HTTP://Example.COM/A', 'http Example.COM /A 127.0.0.1:80'],
    ['http://example.com?x', 'http example.com /?x 127.0.0.1:80'],
    ['http://example.com#x', 'http example.com / 127.0.0.1:80'],
    ['http://example.com/a?b#c?d', 'http example.com /a?b 127.0.0.1:80'],
    ['http://example.com//a/../b/./%2e%2E/c%2f', 'http example.com //a/../b/./%2e%2E/c%2f 127.0.0.1:80'],
    ['http://example.com/\\"<>^`{|}', 'http example.com /\\"<>^`{|} 127.0.0.1:80'],
    ['http://example.com/é', 'http example.com /\xc3\xa9 127.0.0.1:80'],
    ['http://example.com:8080/', 'http example.com:8080 / 127.0.0.1:8080'],
    ['http://example.com:80/', 'http example.com / 127.0.0.1:80'],
    ['http://example.com:/', 'http example.com / 127.0.0.1:80'],
    ['http://example.com:443/', 'http example.com:443 / 127.0.0.1:443'],
    ['https://Example.com./', 'https Example.com. / 127.0.0.1:443 example.com'],
    ['https://example.com:8443/', 'https example.com:8443 / 127.0.0.1:8443 example.com'],
    ['https://192.0.2.1/', 'https 192.0.2.1 / 192.0.2.1:443'],
    ['http://127.0.0.1:8080/', 'http 127.0.0.1:8080 / 127.0.0.1:8080'],
    ['https://[2001:DB8::1]/', 'https [2001:DB8::1] / [2001:db8::1]:443'],
    ['http://a_b..c/', 'http a_b..c / 127.0.0.1:80'],
    ['localhost:8080', 'http localhost:8080 / 127.0.0.1:8080'],
    ['http://a/?u=http://b/@', 'http a /?u=http://b/@ 127.0.0.1:80'],
  ])('%s', (url, expected) => expect(shown(sent(requestOfUrl(url)))).toBe(expected));

  it.each([
    '',
    '/a',
    '//a',
    'http:///a',
    'ftp://a/',
    'http://a b/',
    'http://a/b c',
    'http://a/\t',
    'http://a:0/',
    'http://a:70000/',
    'http://a:x/',
    'http://u:p@a/',
    'http://[::g]/',
    'http://[::1',
    'http://::1/',
    'http://é/',
  ])('has a problem with "%s"', (url) =>
    expect(requestOfUrl(url)).toEqual({ problem: expect.stringContaining(url.includes('@') ? 'Credentials' : '"') }),
  );

  it('takes what it is told', () => {
    const headers = [
      ['X-A', 'é'],
      ['hOsT', 'other.test'],
      ['X-A', '2'],
      ['Host', 'third'],
    ] as const;
    const made = sent(
      requestOfUrl('https://a.test/', {
        method: 'PUT',
        headers,
        listen: '[::1]:444',
        clientAddr: '192.0.2.9',
        version: '1.0',
      }),
    );
    expect(made).toEqual({
      method: 'PUT',
      target: '/',
      version: '1.0',
      host: 'other.test',
      connect: { family: 'inet6', host: '::1', port: 444 },
      scheme: 'https',
      sni: 'a.test',
      headers: [
        ['X-A', '\xc3\xa9'],
        ['X-A', '2'],
        ['Host', 'third'],
      ],
      client: { family: 'inet', host: '192.0.2.9', port: 0 },
    });
  });

  it('sends one line in HTTP/0.9', () => {
    const made = sent(requestOfUrl('http://a.test/x', { version: '0.9', headers: [['A', 'b']] }));
    expect([made.host, made.headers]).toEqual([null, []]);
  });

  it.each([
    [undefined, undefined],
    ['192.0.2.1:80', undefined],
    ['[2001:DB8::1]:80', undefined],
    ['unix:/a', 'unix'],
  ])('comes from nobody in particular, but through a Unix socket: %s', (listen, client) =>
    expect(sent(requestOfUrl('http://a/', listen === undefined ? {} : { listen })).client?.family).toBe(client),
  );

  it('knows bad addresses', () => {
    expect(requestOfUrl('http://a/', { listen: 'x:y' })).toEqual({
      problem: '"x:y" is no address to listen on, such as 127.0.0.1:80',
    });
    expect(requestOfUrl('http://a/', { clientAddr: 'x' })).toEqual({
      problem: '"x" is no numeric address of a client',
    });
  });
});

describe('connectFor', () => {
  it.each([
    ['127.0.0.1 where the wildcard listens', ['80; server_name a'], 'http://a/', '127.0.0.1:80'],
    ['127.0.0.1 where nothing listens', ['81; server_name a'], 'http://a/', '127.0.0.1:80'],
    ['a numeric host', ['80; server_name a'], 'http://192.0.2.7/', '192.0.2.7:80'],
    [
      'localhost',
      ['127.0.0.1:80; server_name x', '192.0.2.1:80; server_name localhost'],
      'http://LOCALHOST/',
      '127.0.0.1:80',
    ],
    [
      'the address whose servers know the name',
      ['192.0.2.1:80; server_name a', '192.0.2.2:80; server_name .b'],
      'http://x.B./',
      '192.0.2.2:80',
    ],
    [
      'the first address where none does',
      ['192.0.2.1:80; server_name a', '192.0.2.2:80; server_name .b'],
      'http://c/',
      '192.0.2.1:80',
    ],
    ['no other port', ['192.0.2.1:81; server_name a', '192.0.2.2:80; server_name b'], 'http://a/', '192.0.2.2:80'],
    [
      'the wildcard behind a taken 127.0.0.1',
      ['127.0.0.1:80; server_name status', '80; server_name ~^a$'],
      'http://a/',
      '0.0.0.0:80',
    ],
    [
      '127.0.0.1 where nobody knows it',
      ['127.0.0.1:80; server_name status', '80; server_name b'],
      'http://a/',
      '127.0.0.1:80',
    ],
    ['IPv6 alone', ['[::]:80; server_name a'], 'http://a/', '[::1]:80'],
    ['no datagrams', ['443 quic; server_name a', '192.0.2.1:443 ssl; server_name b'], 'https://a/', '192.0.2.1:443'],
  ])('%s', async (_, servers, url, expected) => {
    const model = await modelOf(`http { ${servers.map((text) => `server { listen ${text}; }`).join(' ')} }`);
    const found = connectFor(model, url);
    if ('problem' in found) throw new Error(found.problem);
    expect(addressShown(found)).toBe(expected);
    expect(sent(requestOfUrl(url, { model })).connect).toEqual(found);
  });
});

describe('requestOfRecord', () => {
  it.each<[string, unknown, string]>([
    ['a URL', { url: 'https://a.test/x', listen: '192.0.2.1:444' }, 'https a.test /x 192.0.2.1:444 a.test'],
    ['a URL with a Host', { url: 'http://a.test/x', headers: { Host: 'b' } }, 'http b /x 127.0.0.1:80'],
    [
      'what is sent',
      { method: 'GET', target: '/é', version: '1.0', host: null, connect: '[::1]:80', scheme: 'http' },
      'http  /\xc3\xa9 [::1]:80',
    ],
    ['bytes', { target: { hex: '2fff00' }, host: { hex: '61ff' } }, 'http a\xff /\xff\x00 127.0.0.1:80'],
    ['TLS', { target: '/', host: 'a', scheme: 'https', sni: 'b' }, 'https a / 127.0.0.1:443 b'],
    ['a Host among the headers', { target: '/', headers: { host: 'h' } }, 'http h / 127.0.0.1:80'],
    [
      'raw bytes',
      { raw: 'GET /a?b HTTP/1.1\r\nX: 1\r\nHost:  h \r\n\r\nbody', connect: '127.0.0.2:80' },
      'http h /a?b 127.0.0.2:80',
    ],
    ['a raw line', { raw: '\r\nGET /a\r\n' }, 'http  /a 127.0.0.1:80'],
    ['a raw line with blanks', { raw: 'GET  /a b  HTTP/1.0 \n\n' }, 'http  /a b 127.0.0.1:80'],
  ])('%s', (_, json, expected) => expect(shown(sent(requestOfRecord(json)))).toBe(expected));

  it('keeps headers in their order and says how long a body is', () => {
    const { headers } = sent(
      requestOfRecord({
        url: 'http://a/',
        headers: [
          ['B', 'x'],
          ['A', { hex: 'e9' }],
        ],
        body: 'é',
      }),
    );
    expect(headers).toEqual([
      ['B', 'x'],
      ['A', '\xe9'],
      ['Content-Length', '2'],
    ]);
    const told = sent(
      requestOfRecord({ target: '/', host: 'a', headers: { C: ['1', '2'], 'content-length': '9' }, body: 'x' }),
    );
    expect(told.headers).toEqual([
      ['C', '1'],
      ['C', '2'],
      ['content-length', '9'],
    ]);
  });

  it('reads the headers of raw bytes', () => {
    const made = sent(
      requestOfRecord({ raw: 'PUT / HTTP/1.0\nHost: a\nB:c:d\nhost: x\nZ\n\nbody: no', client: 'unix:' }),
    );
    expect(made.headers).toEqual([
      ['B', 'c:d'],
      ['host', 'x'],
      ['Z', ''],
    ]);
    expect([made.method, made.version, made.client?.family]).toEqual(['PUT', '1.0', 'unix']);
  });

  it.each<[unknown, string]>([
    [null, 'A request is an object'],
    [[], 'A request is an object'],
    [{}, 'A request has a "url", or a "target"'],
    [{ url: 1 }, '"url" is a text'],
    [{ target: { hex: 'f' } }, '"target" is a text, or { "hex": "…" }'],
    [{ target: '/', connect: 'x:' }, '"x:" is no address to connect to, such as 127.0.0.1:80'],
    [{ target: '/', scheme: 'ftp' }, '"scheme" is "http" or "https"'],
    [{ target: '/', version: '2' }, '"version" is "0.9", "1.0" or "1.1"'],
    [{ target: '/', client: 'x' }, '"x" is no numeric address of a client'],
    [{ target: '/', headers: 'x' }, '"headers" is an object or a list of pairs'],
    [{ target: '/', headers: { a: 1 } }, 'A header is a name and a text'],
    [{ raw: 'GET / HTTP/2.0\r\n\r\n' }, 'Version 2.0 of HTTP is not sent as lines'],
    [{ url: 'ftp://a/' }, '"ftp://a/" begins neither with http:// nor with https://'],
  ])('%j has a problem', (json, problem) => expect(requestOfRecord(json)).toEqual({ problem }));
});
