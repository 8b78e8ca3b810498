import type { Random } from '../../../../scripts/fuzz/random.ts';
import { block, type Line, line } from './lines.ts';
import { pattern } from './patterns.ts';
import { path, patternWord, shownVariables, variable, word } from './words.ts';

/** What a rewrite makes of the URI. */
function replacement(random: Random): string {
  const kind = random.below(14);
  const target = path(random);
  if (kind < 4) return target;
  if (kind < 6) return `${target}?${random.pick(['', 'x=1', 'a=$1', 'q=$args', 'u=$uri&h=$host', '$args'])}`;
  if (kind < 8) return `/${random.pick(['$1', 'a/$1', '$2/$1', '$p1', 'b$1?c=$2', '$1$2', '$uri'])}`;
  if (kind === 8) return random.pick(['$1', '$uri', '//$1', 'a', '$v', '$scheme/x', '/a%20b', '/a//b/../c']);
  if (kind === 9) return `http://h.test/${random.pick(['', '$1', 'x?y=$1', '$uri?', 'a$args?', '$1?$2'])}`;
  if (kind === 10) return `$scheme://$host${random.pick(['/x', '$uri', '/$1', '$request_uri'])}`;
  return `${target}${random.pick(['$1', '$args', '?', '/$p2', '$is_args$args', '?v=$v', '?$2=$1'])}`;
}

function rewrite(random: Random): Line {
  const flag = random.pick(['', '', '', ' last', ' last', ' break', ' break', ' redirect', ' permanent']);
  return line(`rewrite ${patternWord(pattern(random))} ${word(replacement(random))}${flag}`);
}

function returned(random: Random): Line {
  const kind = random.below(16);
  if (kind < 7) return line(`return ${random.pick([200, 200, 200, 201, 202, 299])} ${shownVariables(random)}`);
  if (kind < 9) return line(`return ${random.pick([403, 404, 404, 405, 410, 500, 503, 400, 444, 204, 304, 418, 666])}`);
  if (kind === 9) return line(`return ${random.pick([403, 404, 503, 204, 304, 400])} ${shownVariables(random)}`);
  if (kind === 10) return line(`return ${random.pick([404, 200, 301, 302])} ""`);
  if (kind === 11)
    return line(`return ${random.pick(['http://r.test/$1', 'https://r.test$uri', '$scheme://$host/x'])}`);
  const to = random.pick(['/b/', '$uri/x', 'x/y', '//h/x', 'http://h.test/$1', '/a b', '$request_uri', '', '/é', '?x']);
  return line(`return ${random.pick([301, 302, 303, 307, 308])} ${word(to)}`);
}

function set(random: Random): Line {
  const name = random.pick(['v', 'v', 'v', 'w', 'V', 'args', 'p1']);
  const value = random.pick([
    '1',
    '""',
    '0',
    'set$v',
    '$uri',
    '$1',
    '$v$1',
    'x=$arg_x',
    '$request_method',
    '$p1',
    '$m',
  ]);
  return line(`set $${name} ${name === 'args' ? random.pick(['x=2', '""', '$args&y', 'v=$v']) : value}`);
}

function condition(random: Random): string {
  const kind = random.below(12);
  const name = random.pick([
    '$v',
    '$uri',
    '$args',
    '$arg_x',
    '$http_x',
    '$host',
    '$request_method',
    '$m',
    '$p1',
    '$1',
    '$g',
  ]);
  if (kind < 2) return name;
  if (kind < 4) {
    const value = random.pick(['1', 'GET', 'POST', '""', '/a/', 'a.test', 'x', 'one', '$uri', '0']);
    return `${name} ${random.pick(['=', '!='])} ${value}`;
  }
  if (kind < 9) {
    const on = random.chance(0.6) ? '$uri' : random.pick(['$args', '$host', '$request_uri', '$http_user_agent', '$v']);
    return `${on} ${random.pick(['~', '~', '~*', '!~', '!~*'])} ${patternWord(pattern(random))}`;
  }
  const file = random.pick([
    '$request_filename',
    '$document_root$uri',
    '/srv/www/index.html',
    '/srv/www$uri',
    '/srv/www/a',
  ]);
  return `${random.pick(['-f', '!-f', '-d', '!-d', '-e', '!-e', '-x', '!-x'])} ${file}`;
}

/** Directives of the rewrite module; `inside` brings what an `if` may hold besides. */
export function program(random: Random, most: number, inside: ((random: Random) => Line[]) | null, depth = 0): Line[] {
  const lines: Line[] = [];
  for (let count = random.below(most) + 1; count > 0; count--) {
    const kind = random.below(20);
    if (kind < 6) lines.push(rewrite(random));
    else if (kind < 10) lines.push(set(random));
    else if (kind < 13) lines.push(returned(random));
    else if (kind < 14) lines.push(line('break'));
    else if (depth === 0) {
      const body = program(random, 2, null, 1);
      const extra = inside === null || random.chance(0.5) ? [] : inside(random);
      lines.push(block(`if (${condition(random)})`, random.chance(0.3) ? extra : [...extra, ...body]));
    }
  }
  return lines;
}

/** What a page of an error is. */
export function errorPage(random: Random, named: readonly string[]): Line {
  const codes = random.pick([
    '404',
    '404',
    '403',
    '403 404',
    '405',
    '500',
    '301',
    '302',
    '404 500 503',
    '400',
    '410',
    '418',
  ]);
  const equals = random.pick(['', '', '', ' =', ' =200', ' =404', ' =302', ' =301', ' =503', ' =204']);
  const targets = [
    '/err',
    '/a/index.html',
    '/y.html',
    '/err?x=1',
    `/e${variable(random)}`,
    'http://e.test/x',
    '$uri',
    path(random),
  ];
  const to = named.length > 0 && random.chance(0.3) ? random.pick(named) : random.pick(targets);
  return line(`error_page ${codes}${equals} ${word(to)}`);
}
