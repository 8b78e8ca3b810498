import type { Random } from '../../../../scripts/fuzz/random.ts';
import { segment } from './words.ts';

const CLASSES = ['[^/]', '.', '\\w', '\\d', '[a-z]', '[a-c]', '[^.]', '\\S', '[[:alpha:]]', '[A-Z0-9_]', '\\D'];
const QUANTIFIERS = ['*', '+', '?', '+?', '*?', '{1,3}', '{2}', '{1,}'];

/** Groups may be named once in a pattern. */
interface Names {
  free: string[];
}

function literal(random: Random): string {
  return segment(random)
    .replace(/[.\\+*?^$()[\]{}|]/g, '\\$&')
    .replace(/ /g, '\\ ');
}

function atom(random: Random, depth: number, names: Names): string {
  const kind = random.below(20);
  if (kind < 7 || depth === 0) return literal(random);
  if (kind < 10) return random.pick(CLASSES) + (random.chance(0.7) ? random.pick(QUANTIFIERS) : '');
  if (kind < 14)
    return `(${alternatives(random, depth - 1, names)})${random.chance(0.3) ? random.pick(QUANTIFIERS) : ''}`;
  if (kind < 16)
    return `(?:${alternatives(random, depth - 1, names)})${random.chance(0.4) ? random.pick(QUANTIFIERS) : ''}`;
  if (kind < 18) {
    const name = names.free.shift();
    const inner = alternatives(random, depth - 1, names);
    if (name === undefined) return `(${inner})`;
    return random.chance(0.8) ? `(?<${name}>${inner})` : `(?P<${name}>${inner})`;
  }
  if (kind === 18) return random.chance(0.5) ? `(?=${literal(random)})` : `(?!${literal(random)})`;
  return random.pick(['\\b', '(?i)', '\\.', '(?<=/)', '/', '\\/', 'é', '(?>a+)', 'b++']);
}

function sequence(random: Random, depth: number, names: Names): string {
  const count = random.below(3) + 1;
  let result = '';
  for (let at = 0; at < count; at++) {
    if (random.chance(0.35)) result += '/';
    result += atom(random, depth, names);
  }
  return result;
}

function alternatives(random: Random, depth: number, names: Names): string {
  const parts = [sequence(random, depth, names)];
  while (random.chance(0.25)) parts.push(sequence(random, depth, names));
  return parts.join('|');
}

const USUAL = [
  ...[
    '\\.php$',
    '\\.(php|html?)$',
    '^/(.*)$',
    '^(.*)$',
    '^/([^/]+)/(.*)$',
    '^(.+\\.php)(/.*)?$',
    '.',
    '/\\.',
    '^/a(.*)',
  ],
  ...['^/(?<p1>[^/]+)(?<p2>/.*)?$', '\\.(?:css|js|png)$', '/$', '^/app', 'a', '^/$', '(a)?(b)?', '^/(?:a|b)/?$', '//'],
];

/** An expression for a location, a rewrite or an `if`. */
export function pattern(random: Random): string {
  if (random.chance(0.45)) return random.pick(USUAL);
  const names: Names = { free: ['p1', 'p2'] };
  const body = alternatives(random, 2, names);
  const start = random.chance(0.5) ? '^/' : random.chance(0.2) ? '^' : '';
  return `${start}${body}${random.chance(0.35) ? '$' : ''}`;
}
