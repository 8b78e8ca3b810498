import type { Random } from '../../../../scripts/fuzz/random.ts';
import type { RecordedRequest } from '../record.ts';
import { path, segment } from './words.ts';

const HOSTS = [
  ...[
    'a.test',
    'b.test',
    'www.a.test',
    'x.a.test',
    'WWW.A.test',
    'a.test.',
    'a.test:18080',
    'none.test',
    'www.org',
    'a.org',
    '_',
  ],
  ...[
    'x.www.a.test',
    '127.0.0.1',
    'a..test',
    '',
    'a.test:',
    '[::1]',
    'y.b.a.test',
    '.a.test',
    'a_b.test',
    'ü.test',
    'a/b',
    'a.test:x',
  ],
];
const METHODS = ['HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'BREW'];

/** Where the connections of clients can lead to. */
function connects(config: string): string[] {
  const found = new Set<string>();
  for (const [, address = ''] of config.matchAll(/listen (\S+?)(?: default_server)?;/g)) {
    if (address.startsWith('unix:') || /^127\./.test(address)) found.add(address);
    else
      for (const host of ['127.0.0.1', '127.0.0.2', '127.0.0.3']) found.add(`${host}:${address.replace(/^.*:/, '')}`);
  }
  return [...found];
}

/** Paths that the configuration and the files speak of. */
function known(config: string, files: readonly string[]): string[] {
  const names = [...config.matchAll(/location (?:= |\^~ )?("?)(\/.*?)\1 \{/g)].map(([, , name = '/']) => name);
  const texts = [...config.matchAll(/[\s"](\/[^\s;"$\\(]*)/g)].map(([, text = '/']) => text);
  const paths = files.map((file) => file.replace(/^\/srv\/(?:www|alt)|^html/, ''));
  return [...names, ...names, ...texts, ...paths];
}

const KEPT = /[^A-Za-z0-9\-._~/!$&'()*+,;=:@]/g;

function escaped(text: string): string {
  const bytes = Buffer.from(text, 'utf8').toString('latin1');
  return bytes.replace(KEPT, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`);
}

function target(random: Random, paths: readonly string[]): string {
  let uri = random.chance(0.6) && paths.length > 0 ? random.pick(paths) : path(random, 4);
  if (random.chance(0.3))
    uri += random.pick(['/', segment(random), `/${segment(random)}`, '.php', '.html', '/x.php/b', '.']);
  if (random.chance(0.1)) uri = uri.slice(0, -1);
  if (!uri.startsWith('/')) uri = `/${uri}`;
  let result = escaped(uri);
  if (random.chance(0.2)) result = odd(random, result);
  if (random.chance(0.35))
    result += `?${random.pick(['x=1', '', 'x=a&y=%20', 'a?b', 'x=/../', 'x', 'X=2&x=3', '%zz', 'y=1;x=5', 'x=%00', 'x=é'])}`;
  return result;
}

/** One oddity at one place. */
function odd(random: Random, text: string): string {
  const at = random.below(text.length) + 1;
  const what = random.pick([
    ...[
      '//',
      '/../',
      '/./',
      '%2F',
      '%2f..',
      '%2e',
      '%00',
      '%',
      '%zz',
      '+',
      '#',
      '%0a',
      '%3F',
      '%25',
      '%C3%BC',
      '/..',
      '/.',
    ],
    ...['%20', '%E9', 'é', '%5c', '///', '%2e%2e/', '..', ':', '%23', '%41', '|', '"', '%7f'],
  ]);
  return text.slice(0, at) + what + text.slice(at);
}

function request(random: Random, to: readonly string[], paths: readonly string[]): RecordedRequest {
  const connect = random.pick(to);
  const version = random.chance(0.85) ? '1.1' : random.chance(0.85) ? '1.0' : '0.9';
  const method = version === '0.9' || random.chance(0.75) ? 'GET' : random.pick(METHODS);
  const isAbsolute = version !== '0.9' && random.chance(0.04);
  const prefix = isAbsolute
    ? `${random.pick(['http', 'https', 'HTTP'])}://${random.pick(['a.test', 'B.test:81', 'www.a.test'])}`
    : '';
  const host = version === '0.9' || random.chance(version === '1.1' ? 0.03 : 0.4) ? null : random.pick(HOSTS);
  const headers: Record<string, string> = {};
  if (version !== '0.9' && random.chance(0.15)) headers['X'] = random.pick(['1', 'a b', '0', 'x']);
  if (version !== '0.9' && random.chance(0.1)) headers['Cookie'] = random.pick(['c=1', 'a=2; c=3', 'c']);
  if (version !== '0.9' && random.chance(0.05))
    headers['Authorization'] = random.pick(['Basic YTpi', 'Basic !', 'Bearer x']);
  if (version !== '0.9' && random.chance(0.1)) headers['User-Agent'] = random.pick(['curl/8', 'Mozilla/5.0 (a)']);
  return {
    ...{ method, target: prefix + target(random, paths), version, host, connect, scheme: 'http' as const },
    client: connect.startsWith('unix:') ? 'unix:' : random.pick(['127.0.0.1', '127.0.0.1', '127.0.0.2', '127.1.2.3']),
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...(method === 'POST' && random.chance(0.7) ? { body: random.pick(['x=1', 'abc']) } : {}),
  };
}

export function requests(random: Random, config: string, files: readonly string[], count: number): RecordedRequest[] {
  const to = connects(config);
  const paths = known(config, files);
  return Array.from({ length: count }, () => request(random, to, paths));
}
