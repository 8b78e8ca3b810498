import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { countsForRouting } from '../../src/diff/unrouted.ts';
import { createFacts } from '../../src/facts/lookup.ts';

const ROUTE = fileURLToPath(new URL('../../src/route/', import.meta.url));

/** Names that `route/` knows as variables, or that are compared as traits of a socket. */
const OTHERWISE = ['http2', 'limit_rate', 'ssl_ciphers'];

it('whatever the simulation asks for counts', () => {
  const facts = createFacts();
  const named = new Set<string>();
  for (const path of readdirSync(ROUTE, { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.ts')) continue;
    const text = readFileSync(`${ROUTE}${path}`, 'utf8');
    for (const [, name = ''] of text.matchAll(/'([a-z][a-z0-9_]+)'/g))
      if (facts.named(name).length > 0) named.add(name);
    for (const [, end = ''] of text.matchAll(/\$\{module\}(_[a-z_]+)`/g)) named.add(`proxy${end}`);
  }
  expect(named.size).toBeGreaterThan(80);
  expect([...named].filter((name) => !countsForRouting(name)).sort()).toEqual(OTHERWISE);
});

it.each(['proxy_read_timeout', 'access_log', 'ssl_protocols', 'proxy_cache_valid', 'keepalive_timeout', 'gzip'])(
  '%s does not',
  (name) => {
    expect(countsForRouting(name)).toBe(false);
  },
);
