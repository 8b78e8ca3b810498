import fc from 'fast-check';

/** A location of a random server; `name` is a suffix where it has a parent with a name. */
export interface RandomLocation {
  readonly match: '' | '^~ ' | '= ' | '~ ' | '~* ';
  readonly name: string;
  readonly proxies: boolean;
  readonly inner: readonly RandomLocation[];
}

const EXPRESSIONS = [
  ...[
    '.',
    '^',
    '^/',
    '/',
    '\\.php$',
    '\\.ph',
    '^/a',
    '^/a/',
    '^/a/b$',
    'b$',
    '/b',
    '^/(?:a|b)',
    '[ab]$',
    '^/a.*b',
    '^/.+',
  ],
  ...['\\.(?:png|php)$', '^/(.*)/b', '^[^/]', '^/[^/]+$', '^/[^/]+/', '^$', 'a(?!b)', '(?<!a)b', '^/a+$', '^/a{2,3}$'],
  ...['^/(?s).*$', '\\w', '^/.*$', '/$', '\\n', '^/a$', '^/A', 'x|y', '(?i)A', '^b', '//', '^/a\\z', '\\d'],
];

const expression = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...EXPRESSIONS) },
  {
    weight: 1,
    arbitrary: fc
      .array(
        fc.constantFrom('a', 'b', '/', '.', '\\.', '[ab]', '(?:a|b)', 'a*', 'b?', '[^/]+', '.*', '^/', '$', 'php'),
        {
          minLength: 1,
          maxLength: 4,
        },
      )
      .map((parts) => parts.join('')),
  },
);

const NAMES = [
  '/',
  '/a',
  '/a/',
  '/a/b',
  '/a/b/',
  '/ab',
  '/b',
  '/b/',
  '/a.php',
  '/a//',
  '/a/../b',
  '/a/b/c/',
  'a',
  '/x/',
];
const SUFFIXES = ['', 'a', 'b', '/', 'b/', 'a/b', '.php', '/b'];

const location = (depth: number, isInside: boolean): fc.Arbitrary<RandomLocation> => {
  const inner =
    depth === 0
      ? fc.constant([])
      : fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 2, arbitrary: locations(depth - 1, true, 3) });
  const named = fc.record({
    match: fc.constantFrom('' as const, '' as const, '^~ ' as const),
    name: fc.constantFrom(...(isInside ? SUFFIXES : NAMES)),
    proxies: fc.boolean(),
    inner,
  });
  const exact = fc.record({
    match: fc.constant('= ' as const),
    name: fc.constantFrom(...(isInside ? SUFFIXES : NAMES)),
    proxies: fc.boolean(),
    inner: fc.constant([]),
  });
  const regex = fc.record({
    match: fc.constantFrom('~ ' as const, '~ ' as const, '~* ' as const),
    name: expression,
    proxies: fc.constant(false),
    inner,
  });
  return fc.oneof({ weight: 3, arbitrary: named }, { weight: 1, arbitrary: exact }, { weight: 3, arbitrary: regex });
};

function locations(depth: number, isInside: boolean, maxLength: number): fc.Arbitrary<RandomLocation[]> {
  return fc.array(location(depth, isInside), { minLength: 1, maxLength });
}

/** Locations of a server that nginx accepts, as text; each returns its own number where `answers`. */
export const locationSets = locations(2, false, 8);

export function written(all: readonly RandomLocation[], around = ''): string {
  const taken = new Set<string>();
  const lines: string[] = [];
  for (const { match, name, proxies, inner } of all) {
    const isRegex = match.startsWith('~');
    const whole = isRegex ? name : around + name;
    const key = `${match.startsWith('=') ? '=' : isRegex ? lines.length : ''} ${whole}`;
    if (taken.has(key)) continue;
    taken.add(key);
    const pass = proxies ? 'proxy_pass http://127.0.0.1:9;' : '';
    lines.push(`location ${match}"${whole.replaceAll('\\', '\\\\')}" { ${pass} ${written(inner, whole)} }`);
  }
  return lines.join('\n');
}

/** Paths that a client can ask for, which such locations may take. */
export function somePaths(count: number): string[] {
  const parts = ['a', 'b', '/', '/', '.', 'ab', '.php', '.png', 'c', '\n', 'A', 'x', '1', '/a', '/a/b', '/b/'];
  const paths = new Set<string>(['/']);
  let state = 1;
  const next = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % below;
  };
  for (let tries = 0; paths.size < count && tries < count * 20; tries++) {
    let path = '/';
    for (let left = 1 + next(6); left > 0; left--) path += parts[next(parts.length)];
    if (!/\/\/|\/\.{1,2}(?:\/|$)/.test(path)) paths.add(path);
  }
  return [...paths];
}
