import { Random } from '../../../../scripts/fuzz/random.ts';
import type { RecordedRequest } from '../record.ts';
import { block, type Line, line, textOf } from './lines.ts';
import { locations, namedLocations, settings } from './locations.ts';
import { program } from './programs.ts';
import { requests } from './requests.ts';
import { patternWord } from './words.ts';

/** A configuration with what lies around it and what it is asked. */
export interface GeneratedSite {
  readonly seed: number;
  readonly lines: readonly Line[];
  readonly files: readonly string[];
  readonly requests: readonly RecordedRequest[];
}

export function configOf({ lines }: Pick<GeneratedSite, 'lines'>): string {
  return textOf(lines);
}

const ADDRESSES = [
  '18080',
  '127.0.0.1:18080',
  '127.0.0.2:18080',
  '*:18081',
  '127.0.0.1:18081',
  'unix:/srv/run/a.sock',
  '0.0.0.0:18080',
];
const NAMES = [
  ...[
    'a.test',
    'b.test',
    'www.a.test',
    '*.a.test',
    '.a.test',
    '.b.test',
    'www.*',
    'a.*',
    '*.test',
    '""',
    '_',
    'A.TEST',
    'x.www.a.test',
  ],
  ...[
    'www.a.*',
    '~^(?<p1>[^.]+)\\.test$',
    '~^www',
    '~^(a|b)\\.',
    '~\\.TEST$',
    '~a',
    'a.test.',
    '*.b.a.test',
    '127.0.0.1',
    'ü.test',
  ],
];

const FILES = [
  ...[
    '/srv/www/index.html',
    '/srv/www/a/index.html',
    '/srv/www/a/y.html',
    '/srv/www/x.php',
    '/srv/www/ab',
    '/srv/www/docs/',
  ],
  ...[
    '/srv/alt/index.html',
    '/srv/alt/a/x.php',
    '/srv/alt/app',
    '/srv/www/app/index.php',
    '/srv/www/s p/x.php',
    '/srv/www/ü',
  ],
  ...[
    'html/index.html',
    'html/a',
    'html/err',
    '/srv/www/err',
    '/srv/a.test/index.html',
    '/srv/www/b.html',
    '/srv/www/img/a/b',
  ],
  ...['/srv/www/y.html', '/srv/www/api', '/srv/www/v1/index.html', '/srv/alt/y.html', '/srv/www/css/'],
];

function some<T>(random: Random, from: readonly T[], share: number): T[] {
  return from.filter(() => random.chance(share));
}

interface Taken {
  readonly defaults: Set<string>;
}

/** `18080` and `0.0.0.0:18080` are one. */
const keyOf = (address: string): string =>
  /^\d/.test(address) && !address.includes(':') ? `*:${address}` : address.replace(/^0\.0\.0\.0:/, '*:');

function server(random: Random, taken: Taken): Line {
  const lines: Line[] = [];
  const own = new Set<string>();
  for (let count = random.below(3) + 1; count > 0; count--) {
    const address = random.pick(ADDRESSES);
    // Seldom a mistake that nginx must find.
    if (own.has(keyOf(address)) && !random.chance(0.02)) continue;
    own.add(keyOf(address));
    const wantsDefault = random.chance(0.25) && (!taken.defaults.has(keyOf(address)) || random.chance(0.05));
    if (wantsDefault) taken.defaults.add(keyOf(address));
    lines.push(line(`listen ${address}${wantsDefault ? ' default_server' : ''}`));
  }
  if (random.chance(0.85)) {
    const names = Array.from({ length: random.below(3) + 1 }, () => random.pick(NAMES));
    lines.push(
      line(`server_name ${[...new Set(names)].map((name) => (name === '""' ? name : patternWord(name))).join(' ')}`),
    );
  }
  if (random.chance(0.75))
    lines.push(line(`root ${random.pick(['/srv/www', '/srv/www', '/srv/www/', '/srv/alt', '/srv/$host'])}`));
  if (random.chance(0.12)) lines.push(line('merge_slashes off'));
  if (random.chance(0.06)) lines.push(line('try_files $uri /index.html =404'));
  lines.push(...settings(random));
  lines.push(line('set $v ""'), line('set $w w'));
  if (random.chance(0.35)) lines.push(...program(random, 2, null));
  lines.push(...locations(random, null, random.below(8) + 1, 2), ...namedLocations(random));
  return block('server', lines);
}

function tables(random: Random): Line[] {
  const source = random.pick(['$uri', '$args', '$host', '$request_method', '$arg_x', '$http_x', '$v', '$1']);
  const map = [
    'default d',
    '/a/ one',
    '~^/a(?<p2>.*)$ two$p2',
    '~*b three',
    'GET get',
    '"" empty',
    '*.test wild',
    'a.test exact',
    '~x $uri',
  ];
  const flags = random.pick([[], [], ['hostnames'], ['volatile']]);
  return [
    block(`map ${source} $m`, [...flags, ...some(random, map, 0.5)].map(line)),
    // Names of groups that every expression may use.
    block('map $args $unused', [line('"~^(?<p1>never)(?<p2>never)$" 1')]),
    block('map $m $n', ['default $uri', 'd 0', 'one ""', 'three $m$m'].map(line)),
    block('geo $g', ['default 0', '127.0.0.2 two', '127.0.0.0/8 loop', '127.0.0.1/32 one'].map(line)),
    block('split_clients "$arg_x$host" $s', ['33% a', '33.3% b', '* c'].map(line)),
    block('upstream up1', [line('server 127.0.0.1:9001')]),
  ];
}

/** Depends on nothing but the seed. */
export function generateSite(seed: number, count: number): GeneratedSite {
  const random = new Random(seed);
  const taken: Taken = { defaults: new Set() };
  const servers = Array.from({ length: random.pick([1, 1, 2, 2, 3, 4]) }, () => server(random, taken));
  const lines = [block('events', []), block('http', [...tables(random), ...settings(random, []), ...servers])];
  const files = some(random, FILES, 0.55);
  return { seed, lines, files, requests: requests(random, textOf(lines), files, count) };
}
