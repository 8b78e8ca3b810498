import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nginxVersion } from '../../../../test/support/nginx.ts';
import { withNginx } from '../../../../test/support/running-nginx.ts';
import { chooseServer } from '../../src/route/server-names.ts';
import { type ServerReach, serverReachability } from '../../src/route/server-reach.ts';
import { addressShown } from '../../src/route/socket-address.ts';
import { socketsOf } from '../../src/route/sockets.ts';
import { modelOf } from '../model/model-of.ts';

async function reachOf(servers: readonly string[]): Promise<string[]> {
  const model = await modelOf(`events {}\nhttp {\n${servers.map((each) => `server { ${each} }`).join('\n')}\n}\n`);
  const shown = (reach: ServerReach): string => {
    if (reach.kind === 'unknown') return `unknown: ${reach.reason}`;
    if (reach.kind === 'unreachable') {
      return `taken by ${reach.takenBy.map((taker) => model.servers.indexOf(taker)).join(', ')}`;
    }
    return `${addressShown(reach.socket.address)} ${reach.host ?? 'without a name'}`;
  };
  for (const [server, reach] of serverReachability(model)) {
    if (reach.kind !== 'reachable' || (reach.host === null && reach.socket.defaultServer === server)) continue;
    expect(chooseServer(model, reach.socket, reach.host ?? '').server).toBe(server);
  }
  return [...serverReachability(model).values()].map(shown);
}

/** What each server is given, and what gets to it. */
const CASES: Readonly<Record<string, readonly (readonly [server: string, reach: string])[]>> = {
  'a server alone': [['server_name a.b;', '0.0.0.0:80 a.b']],
  'a server alone with a name that no client can send': [['server_name a.b.;', '0.0.0.0:80 localhost']],
  'names that are taken': [
    ['server_name a.b;', '0.0.0.0:80 a.b'],
    ['server_name a.b c.d;', '0.0.0.0:80 c.d'],
    ['server_name A.b;', 'taken by 0'],
    ['server_name c.d a.b;', 'taken by 0, 1'],
  ],
  'the default is never without a request': [
    ['server_name a.b;', '0.0.0.0:80 a.b'],
    ['listen 80 default_server; server_name a.b;', '0.0.0.0:80 other'],
    ['server_name x;', '0.0.0.0:80 x'],
  ],
  'other addresses': [
    ['listen 80; server_name a.b;', '0.0.0.0:80 a.b'],
    ['listen 8080; server_name a.b;', '0.0.0.0:8080 a.b'],
    ['listen 80; listen 8080; server_name a.b;', 'taken by 0, 1'],
    ['listen 80; listen 8081; server_name a.b;', '0.0.0.0:8081 a.b'],
  ],
  'no name': [
    ['server_name a.b;', '0.0.0.0:80 a.b'],
    ['listen 80;', '0.0.0.0:80 without a name'],
    ['server_name "";', 'taken by 1'],
  ],
  'names that no client can send': [
    ['server_name x;', '0.0.0.0:80 x'],
    ['server_name a.b.;', 'taken by '],
    ['server_name a.b:80;', 'taken by '],
    ['server_name "a b";', 'taken by '],
    ['server_name a/b;', 'taken by '],
  ],
  wildcards: [
    ['server_name x;', '0.0.0.0:80 x'],
    ['server_name *.a.b;', '0.0.0.0:80 other.a.b'],
    ['server_name *.a.b;', 'taken by 1, 5'],
    ['server_name .a.b;', 'taken by 0, 1, 5'],
    ['server_name a.b;', 'taken by 0'],
    ['server_name www.a.b;', '0.0.0.0:80 www.a.b'],
    ['server_name *.c.a.b;', '0.0.0.0:80 www.c.a.b'],
  ],
  'trailing wildcards': [
    ['server_name x;', '0.0.0.0:80 x'],
    ['server_name a.*;', '0.0.0.0:80 a.other'],
    ['server_name a.*;', 'taken by 1, 4'],
    ['server_name a.b.*;', '0.0.0.0:80 a.b.other'],
    ['server_name *.com;', '0.0.0.0:80 www.com'],
  ],
  'a wildcard and a bare name': [
    ['server_name x;', '0.0.0.0:80 x'],
    ['server_name *.n;', '0.0.0.0:80 www.n'],
    ['server_name .n;', 'taken by 0, 1'],
    ['server_name n;', 'taken by 0'],
  ],
  'a bare name and a wildcard': [
    ['server_name x;', '0.0.0.0:80 x'],
    ['server_name .n;', '0.0.0.0:80 n'],
    ['server_name n;', 'taken by 1'],
    ['server_name *.n;', 'taken by 1'],
  ],
  expressions: [
    ['server_name x;', '0.0.0.0:80 x'],
    ['server_name ~^a;', '0.0.0.0:80 a'],
    ['server_name ~^ab;', 'taken by 1'],
    ['server_name ~b;', '0.0.0.0:80 b'],
    ['server_name ~^x$;', 'taken by 0'],
    ['server_name ~^y\\.n$;', 'taken by 6'],
    ['server_name *.n;', '0.0.0.0:80 www.n'],
    ['server_name ~\\.n$;', 'taken by 6'],
  ],
  'expressions for all': [
    ['server_name x;', '0.0.0.0:80 x'],
    ['server_name ~.;', '0.0.0.0:80 a'],
    ['server_name ~^www;', 'taken by 1'],
    ['server_name y;', '0.0.0.0:80 y'],
  ],
  'expressions that no name fits': [
    ['server_name x;', '0.0.0.0:80 x'],
    ['server_name ~^$;', 'taken by '],
    ['server_name ~/;', 'taken by '],
    ['server_name ~\\.$;', 'unknown: whether expressions leave a name to the server'],
    ['server_name ~A;', '0.0.0.0:80 a'],
    ['server_name ~\\.\\.;', 'unknown: whether expressions leave a name to the server'],
  ],
  'expressions that several take': [
    ['server_name x;', '0.0.0.0:80 x'],
    ['server_name ~^a\\.(?:b|c)$;', '0.0.0.0:80 a.b'],
    ['server_name *.d;', '0.0.0.0:80 www.d'],
    ['server_name ~^a\\.[bcd]$;', 'taken by 1, 2'],
    ['server_name ~^a\\.[bcde]$;', 'taken by 1, 2, 5'],
    ['server_name a.e;', '0.0.0.0:80 a.e'],
  ],
  'doubtful expressions': [
    ['server_name x;', '0.0.0.0:80 x'],
    ['server_name ~^a(?!b);', '0.0.0.0:80 a'],
    ['server_name ~^a;', 'unknown: whether expressions leave a name to the server'],
    ['server_name ~^a;', 'unknown: whether expressions leave a name to the server'],
  ],
  'the machine': [
    ['server_name x;', '0.0.0.0:80 x'],
    ['server_name $hostname;', 'unknown: the host name of the machine'],
  ],
  'a name behind a dot': [
    ['server_name x;', '0.0.0.0:80 x'],
    ['server_name n;', '0.0.0.0:80 n'],
    ['server_name .n;', 'taken by 0, 1'],
    ['server_name ~^y\\.n$;', '0.0.0.0:80 y.n'],
  ],
  TLS: [
    ['listen 443 ssl; server_name a;', '0.0.0.0:443 a'],
    ['listen 443 ssl; server_name a;', 'taken by 0'],
    ['listen 443 ssl; listen 443 quic; server_name a;', '0.0.0.0:443 a'],
  ],
};

describe('what can get to a server', () => {
  it.each(Object.entries(CASES))('%s', async (_, cases) => {
    expect(await reachOf(cases.map(([server]) => server))).toEqual(cases.map(([, reach]) => reach));
  });
});

const NAMES = [
  ...['a', 'a.b', 'b.a', 'www.a.b', 'c', '*.b', '*.a.b', '.a.b', '.b', 'a.*', 'a.b.*', 'www.*', '""', '_', 'A.B'],
  ...['~^a', '~b$', '~.', '~^(?:a|b)\\\\.', '~^www\\\\.', '~\\\\.b$', '~^c$', '~^.*$', '~a.*b', '~[0-9]', '~^a\\\\.b$'],
];
const HOSTS = [
  ...[
    '',
    'a',
    'b',
    'c',
    'a.b',
    'b.a',
    'www.a.b',
    'x.b',
    'x.a.b',
    'a.c',
    'a.b.c',
    'www.c',
    '_',
    'other',
    'a1',
    '1',
    'b.c',
  ],
  ...[
    'www.b',
    'b.b',
    'c.c',
    'a.b.a.b',
    'ab',
    'aab',
    'axb',
    'www',
    'www.www',
    'b.a.b',
    '9.b',
    'c.a',
    'x.y.z',
    '.b',
    '.a.b',
  ],
];
const serverNames = fc.array(fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 3 }), {
  minLength: 2,
  maxLength: 7,
});

const confOf = (sets: readonly (readonly string[])[], listen: string): string =>
  sets
    .map((names, index) => {
      const named = names.length === 0 ? '' : `server_name ${names.join(' ')};`;
      return `server { listen ${listen}; ${named} return 200 ${index}; }`;
    })
    .join('\n');

describe('random servers', () => {
  it('no host gets to what is unreachable', async () => {
    let unreachable = 0;
    await fc.assert(
      fc.asyncProperty(serverNames, async (sets) => {
        const model = await modelOf(`events {}\nhttp {\n${confOf(sets, '80')}\n}\n`);
        const reach = serverReachability(model);
        unreachable += [...reach.values()].filter(({ kind }) => kind === 'unreachable').length;
        const [socket] = socketsOf(model);
        if (socket === undefined) throw new Error('no socket');
        for (const host of HOSTS) {
          const { server } = chooseServer(model, socket, host);
          const each = reach.get(server);
          expect([host, each?.kind]).toEqual([host, 'reachable']);
          if (each?.kind === 'reachable' && each.host === null && host !== '')
            throw new Error(`${host} gets there too`);
        }
      }),
      { numRuns: 200, seed: 5 },
    );
    expect(unreachable).toBeGreaterThan(100);
  });

  it.skipIf(nginxVersion() === null)('nginx agrees (skipped without it)', async () => {
    for (const sets of fc.sample(serverNames, { numRuns: 4, seed: 17 })) {
      const model = await modelOf(`events {}\nhttp {\n${confOf(sets, '80')}\n}\n`);
      const reach = [...serverReachability(model).values()];
      await withNginx(
        (port) => confOf(sets, `127.0.0.1:${port}`),
        async (ask) => {
          for (const [index, each] of reach.entries()) {
            if (each.kind !== 'reachable' || each.host === null) continue;
            expect([each.host, (await ask('/', { Host: each.host })).body]).toEqual([each.host, String(index)]);
          }
          for (const host of HOSTS.filter((each) => each !== '')) {
            const { body } = await ask('/', { Host: host });
            expect([host, reach[Number(body)]?.kind]).toEqual([host, 'reachable']);
          }
        },
      );
    }
  });
});
