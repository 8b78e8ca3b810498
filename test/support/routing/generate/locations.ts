import type { Random } from '../../../../scripts/fuzz/random.ts';
import { block, type Line, line } from './lines.ts';
import { pattern } from './patterns.ts';
import { errorPage, program } from './programs.ts';
import { path, patternWord, segment, shownVariables, word } from './words.ts';

/** Of the location around: only names that begin with its own may stand in it. */
interface Parent {
  readonly name: string;
  readonly kind: 'prefix' | 'regex';
}

const NAMED = ['@n1', '@n2'];

function storage(random: Random, kind: string): Line {
  const root = random.pick(['/srv/www', '/srv/www/', '/srv/alt', 'html', '/srv/$host', '/srv/www/a', '/srv']);
  if (kind === 'named' || random.chance(0.55)) return line(`root ${root}`);
  const regex = ['/srv/www/$1', '/srv/alt/$1$2', '/srv/www', '/srv/www/$p1', '/srv/www/index.html'];
  const prefix = ['/srv/www/', '/srv/www', '/srv/alt/', '/srv/www/a/', '/srv/www/index.html', 'html/', '/srv/$host/'];
  return line(`alias ${random.pick(kind === 'regex' ? regex : prefix)}`);
}

function tryFiles(random: Random): Line {
  const tested = [
    '$uri',
    '$uri/',
    '/index.html',
    '/a/index.html',
    '$1',
    '$uri.html',
    '/$host$uri',
    '/a/',
    'index.html',
    '$uri',
  ];
  const last = [
    '=404',
    '=403',
    '=200',
    '@n1',
    '@n2',
    '/index.html',
    '/index.html?q=$uri',
    '/x.php?$args',
    '$uri/x',
    '/err',
    '=444',
  ];
  const words: string[] = [];
  for (let count = random.below(3) + 1; count > 0; count--) words.push(random.pick(tested));
  return line(`try_files ${words.join(' ')} ${random.pick(last)}`);
}

function upstream(random: Random, kind: string): Line[] {
  if (random.chance(0.25)) {
    const params = [
      'fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name',
      'fastcgi_param Q $query_string',
    ];
    const more = random.chance(0.4)
      ? ['fastcgi_split_path_info ^(.+?\\.php)(/.*)?$', 'fastcgi_param PATH_INFO $fastcgi_path_info']
      : random.chance(0.3)
        ? ['fastcgi_index index.php']
        : [];
    return [...params, ...more, 'fastcgi_pass 127.0.0.1:9100'].map(line);
  }
  const plain = ['http://127.0.0.1:9001', 'http://up1', 'http://127.0.0.1:9002'];
  const parts = ['/', '/q', '/q?z=1', '/a b/', '/deep/er/', '?y'];
  const variable = [
    'http://up1$uri',
    'http://up1',
    'http://127.0.0.1:9001/$1',
    'http://127.0.0.1:9002$request_uri',
    'http://up1/v$v?$args',
  ];
  const how = random.below(4);
  if (how === 0) return [line(`proxy_pass ${random.pick(variable)}`)];
  const part = how === 1 && kind === 'prefix' ? random.pick(parts) : '';
  const headers = random.chance(0.3)
    ? [
        line(
          `proxy_set_header ${random.pick(['Host $host', 'X-A $uri', 'Host $http_host', 'X-B ""', 'X-C $scheme$v'])}`,
        ),
      ]
    : [];
  const method = random.chance(0.1) ? [line(`proxy_method ${random.pick(['POST', 'PUT'])}`)] : [];
  return [...headers, ...method, line(`proxy_pass ${word(random.pick(plain) + part)}`)];
}

/** Settings that stand at any level. */
export function settings(random: Random, named: readonly string[] = NAMED): Line[] {
  const lines: Line[] = [];
  if (random.chance(0.25)) lines.push(errorPage(random, named));
  if (random.chance(0.08)) lines.push(errorPage(random, named));
  if (random.chance(0.15))
    lines.push(
      line(
        `index ${random.pick(['index.html', 'none.html index.html', '/a/index.html', 'index.php y.html', '$v.html index.html'])}`,
      ),
    );
  if (random.chance(0.12))
    lines.push(
      line(
        `add_header ${random.pick(['X-A a', 'X-B $uri always', 'X-C "$v"', 'X-D $request_method', 'Cache-Control no-store'])}`,
      ),
    );
  if (random.chance(0.07))
    lines.push(line(random.pick(['deny all', 'deny 127.0.0.2', 'allow 127.0.0.1', 'deny 127.0.0.0/31'])));
  if (random.chance(0.06)) lines.push(line('autoindex on'));
  if (random.chance(0.07)) lines.push(line(`absolute_redirect off`));
  if (random.chance(0.04)) lines.push(line(`port_in_redirect off`));
  if (random.chance(0.04)) lines.push(line(`server_name_in_redirect on`));
  if (random.chance(0.06)) lines.push(line(`recursive_error_pages on`));
  if (random.chance(0.02)) lines.push(line(`log_not_found off`));
  if (random.chance(0.04)) {
    lines.push(
      line(random.pick(['auth_basic "who"', 'auth_basic off', 'auth_basic $v'])),
      line('auth_basic_user_file htpasswd'),
    );
  }
  if (random.chance(0.04)) lines.push(line('satisfy any'));
  if (random.chance(0.05)) lines.push(line(`expires ${random.pick(['-1', '1h', 'epoch', 'max', 'off', '0'])}`));
  return lines;
}

function limitExcept(random: Random): Line {
  const inside = random.chance(0.6) ? [line('deny all')] : [line('allow 127.0.0.1'), line('deny all')];
  return block(`limit_except ${random.pick(['GET', 'POST', 'GET POST', 'PUT', 'HEAD'])}`, inside);
}

function inIf(random: Random): Line[] {
  const kind = random.below(6);
  if (kind === 0) return [line(`add_header X-If ${random.pick(['1', '$uri', '$v'])}`)];
  if (kind === 1) return [line(`root ${random.pick(['/srv/alt', '/srv/www'])}`)];
  if (kind === 2)
    return [
      line(
        random.pick(['proxy_pass http://127.0.0.1:9002', 'proxy_pass http://up1$uri', 'fastcgi_pass 127.0.0.1:9100']),
      ),
    ];
  return [errorPage(random, NAMED)];
}

function content(random: Random, kind: string): Line[] {
  const lines: Line[] = [];
  if (random.chance(0.3)) lines.push(storage(random, kind));
  const which = random.below(20);
  if (which < 5) lines.push(tryFiles(random));
  if (which >= 4 && which < 9) lines.push(...upstream(random, kind));
  if (which === 9) lines.push(line('empty_gif'));
  if (which === 10) lines.push(line('internal'));
  if (which === 11) lines.push(limitExcept(random));
  if (which > 13 && which < 18) lines.push(line(`return 200 ${shownVariables(random)}`));
  return lines;
}

/** Its order matters to the rewrite module only, so all is mixed. */
function shuffled(random: Random, lines: readonly Line[]): Line[] {
  const rest = [...lines];
  const result: Line[] = [];
  while (rest.length > 0) result.push(...rest.splice(random.below(rest.length), 1));
  return result;
}

function bodyOf(random: Random, kind: string, name: string, depth: number): Line[] {
  const rewriting = random.chance(0.4) ? program(random, 3, inIf) : [];
  const nested = depth > 0 && (kind === 'prefix' || kind === 'regex') && random.chance(0.35);
  const parent: Parent = { name, kind: kind === 'regex' ? 'regex' : 'prefix' };
  const inner = nested ? locations(random, parent, random.below(3) + 1, depth - 1) : [];
  return [...shuffled(random, [...settings(random), ...content(random, kind)]), ...rewriting, ...inner];
}

function locationName(random: Random, parent: Parent | null): string {
  if (parent === null) return random.chance(0.1) ? '/' : random.chance(0.03) ? segment(random) : path(random);
  return random.chance(0.5) ? `${parent.name}${segment(random)}` : parent.name.replace(/\/$/, '') + path(random, 2);
}

function location(random: Random, parent: Parent | null, depth: number): Line {
  const kind = random.below(20);
  if (kind < 6 || parent?.kind === 'regex') {
    const expression = pattern(random);
    const modifier = random.chance(0.75) ? '~' : '~*';
    return block(`location ${modifier} ${patternWord(expression)}`, bodyOf(random, 'regex', expression, depth));
  }
  const name = locationName(random, parent);
  if (kind < 9) return block(`location = ${word(name)}`, bodyOf(random, 'exact', name, 0));
  return block(`location ${kind < 11 ? '^~ ' : ''}${word(name)}`, bodyOf(random, 'prefix', name, depth));
}

export function locations(random: Random, parent: Parent | null, count: number, depth: number): Line[] {
  const made = new Map<string, Line>();
  for (let at = 0; at < count; at++) {
    const line = location(random, parent, depth);
    // nginx refuses two of one name; drawing again is cheaper than asking.
    made.set(line.text.replace(/^location \^~ /, 'location '), line);
  }
  return [...made.values()];
}

export function namedLocations(random: Random): Line[] {
  return NAMED.filter(() => random.chance(0.7)).map((name) =>
    block(`location ${name}`, bodyOf(random, 'named', name, 0)),
  );
}
