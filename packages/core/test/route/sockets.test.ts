import { describe, expect, it } from 'vitest';
import { addressShown, parseSocketAddress } from '../../src/route/socket-address.ts';
import { socketFor, socketsOf } from '../../src/route/sockets.ts';
import { modelOf } from '../model/model-of.ts';

describe('parseSocketAddress', () => {
  it.each([
    ['127.0.0.1:80', '127.0.0.1:80'],
    ['127.0.0.1', '127.0.0.1:80'],
    ['127.00.0.01:8080', '127.0.0.1:8080'],
    [':8080', '0.0.0.0:8080'],
    ['8080', '0.0.0.0:8080'],
    ['*:81', '0.0.0.0:81'],
    ['[::1]:80', '[::1]:80'],
    ['[0:0::0:1]', '[::1]:80'],
    ['[2001:DB8:0:0:1::]:443', '[2001:db8:0:0:1::]:443'],
    ['[::ffff:127.0.0.1]:1', '[::ffff:127.0.0.1]:1'],
    ['unix:/run/a.sock', 'unix:/run/a.sock'],
    ['UNIX:/run/a.sock', 'unix:/run/a.sock'],
    ['localhost:80', '127.0.0.1:80'],
    ['Backend:80', 'backend:80'],
  ])('%s', (text, shown) => {
    const address = parseSocketAddress(text);
    expect(address && addressShown(address)).toBe(shown);
  });
  it.each(['', ':', ':0', ':70000', '[::1', '[::g]:80', 'a/b', 'unix:', '8000-8003', 'a:b', '1:2:3'])(
    'refuses %s',
    (text) => expect(parseSocketAddress(text)).toBeNull(),
  );
});

/** Servers `a`, `b`, …, each by the arguments of its `listen` lines; an empty list is a server without. */
async function model(listens: readonly (readonly string[])[], version?: string) {
  const servers = listens.map((lines) => `server { ${lines.map((line) => `listen ${line};`).join(' ')} }`);
  return modelOf(`http { ${servers.join('\n')} }`, version);
}

// [what it is about, the listens of servers a, b, …, the local address → servers with the default one first, or null]
type Row = [string, readonly (readonly string[])[], Readonly<Record<string, string | null>>];

const ROWS: readonly Row[] = [
  [
    'an explicit address hides the wildcard (L4)',
    [['80'], ['127.0.0.1:80'], ['*:80'], ['0.0.0.0:80', '127.0.0.2']],
    { '127.0.0.1:80': 'b', '127.0.0.2:80': 'd', '127.0.0.3:80': 'acd', '127.0.0.1:81': null, '[::1]:80': null },
  ],
  [
    'default_server, the old word default, and the first (L6)',
    [
      ['80', '81', '82'],
      ['80 default_server', '81 default', '82'],
    ],
    { ':80': 'ba', ':81': 'ba', ':82': 'ab' },
  ],
  ['no listen is port 80 (L2)', [['8080'], [], ['80 default_server']], { '127.0.0.1:80': 'cb', '127.0.0.1:8080': 'a' }],
  [
    'ranges (L1)',
    [['8000-8002'], ['8002-8003 default_server'], ['127.0.0.1:8001']],
    { ':8000': 'a', ':8001': 'a', ':8002': 'ba', ':8003': 'b', ':8004': null, '127.0.0.1:8001': 'c' },
  ],
  [
    'addresses in any spelling (L3)',
    [['[2001:DB8::1]:80'], ['[2001:db8:0::0:1]:80'], ['[::]:80'], ['[::1]'], ['0:0', '80']],
    { '[2001:db8::1]:80': 'ab', '[::2]:80': 'c', '[0::1]:80': 'd', '127.0.0.1:80': 'e' },
  ],
  [
    'IPv6 is alone unless told (L5)',
    [['[::]:80'], ['[::]:81 ipv6only=off'], ['127.0.0.1:81']],
    { '127.0.0.1:80': null, '127.0.0.1:81': 'c', '127.0.0.2:81': 'b', '[::1]:81': 'b' },
  ],
  [
    'IPv4 as IPv6',
    [['[::]:80 ipv6only=off'], ['[::ffff:10.0.0.1]:80'], ['[::]:81'], ['[::ffff:10.0.0.1]:81']],
    { '10.0.0.1:80': 'b', '10.0.0.2:80': 'a', '10.0.0.1:81': null },
  ],
  [
    'Unix sockets',
    [['unix:/a'], ['unix:/b'], ['unix:/b default_server']],
    { 'unix:/a': 'a', 'unix:/b': 'cb', 'unix:/c': null },
  ],
  ['datagrams are apart', [['443 quic'], ['443 ssl'], ['444 quic']], { ':443': 'b', ':444': null }],
  [
    'names',
    [['localhost:80'], ['127.0.0.1:80'], ['Backend:80'], ['80']],
    { '127.0.0.1:80': 'ab', 'backend:80': 'c', '127.0.0.2:80': 'd' },
  ],
  ['what nginx refuses is left out', [['[::g]:80'], ['80']], { ':80': 'b' }],
  ['an address twice in one server counts once', [['80', '*:80'], ['80']], { ':80': 'ab' }],
];

describe('socketFor', () => {
  it.each(ROWS)('%s', async (_, listens, expected) => {
    const made = await model(listens);
    const letter = (index: number): string => String.fromCharCode(97 + index);
    const found = Object.keys(expected).map((text) => {
      const address = parseSocketAddress(text);
      if (address === null) throw new Error(text);
      const socket = socketFor(made, address);
      if (socket === null) return [text, null];
      const servers = [socket.defaultServer, ...socket.servers.filter((server) => server !== socket.defaultServer)];
      return [text, servers.map((server) => letter(made.servers.indexOf(server))).join('')];
    });
    expect(Object.fromEntries(found)).toEqual(expected);
  });
});

describe('socketsOf', () => {
  it('has what holds for all servers of an address (L8)', async () => {
    const made = await model([
      ['80', '443'],
      ['443 ssl', '80 proxy_protocol'],
      ['443 quic'],
      ['81 http2 default_server'],
    ]);
    const shown = socketsOf(made).map(({ address, tls, quic, http2, proxyProtocol, wildcard, explicitDefault }) => {
      const flags = { tls, quic, http2, proxyProtocol, wildcard, explicitDefault };
      return [addressShown(address), ...Object.entries(flags).flatMap(([name, on]) => (on ? [name] : []))].join(' ');
    });
    expect(shown).toEqual([
      '0.0.0.0:80 proxyProtocol wildcard',
      '0.0.0.0:443 tls wildcard',
      '0.0.0.0:443 tls quic wildcard',
      '0.0.0.0:81 http2 wildcard explicitDefault',
    ]);
  });

  it('knows http2 and the old ssl of the default server', async () => {
    const now = await modelOf('http { http2 on; server { listen 80; } }');
    expect(socketsOf(now)[0]?.http2).toBe(true);
    const servers =
      'server { listen 80; ssl on; } server { listen 80; } server { listen 81; } server { listen 81; ssl on; }';
    const before = await modelOf(`http { ${servers} }`, '1.22.1');
    expect(socketsOf(before).map(({ tls }) => tls)).toEqual([true, false]);
  });

  it('does not look at more ports than a machine has', async () => {
    const made = await model(Array.from({ length: 9 }, (_, index) => [`127.0.0.${index + 1}:1-65535`]));
    expect(socketsOf(made).length).toBeLessThan(200_010);
    expect(socketFor(made, { family: 'inet', host: '127.0.0.9', port: 1 })).not.toBeNull();
  });
});
