import { type Context, createFacts, type Facts } from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';
import { nginxTest, nginxVersion } from './support/nginx.ts';

const installed = nginxVersion();
if (installed === null) console.warn('No nginx on this machine: the facts are not compared with it.');

/** A context of the facts, and the blocks that make it for the harness. */
const BLOCKS: Readonly<Record<Context, readonly string[]>> = {
  main: ['main'],
  events: ['events'],
  http: ['http'],
  server: ['http', 'server'],
  location: ['http', 'server', 'location'],
  'if in server': ['http', 'server', 'if'],
  'if in location': ['http', 'server', 'location', 'if'],
  limit_except: ['http', 'server', 'location', 'limit_except'],
  upstream: ['http', 'upstream'],
  stream: ['stream'],
  'stream.server': ['stream', 'server'],
  'stream.upstream': ['stream', 'upstream'],
  mail: ['mail'],
  'mail.server': ['mail', 'server'],
};

/** Names and contexts that differ in as many ways as they can: scope, block, arity, version. */
const PROBES: readonly [string, Context][] = [
  ['worker_processes', 'main'],
  ['worker_processes', 'http'],
  ['worker_connections', 'events'],
  ['worker_connections', 'main'],
  ['gzip', 'http'],
  ['gzip', 'if in location'],
  ['gzip', 'if in server'],
  ['gzip', 'main'],
  ['http2', 'server'],
  ['ssl', 'server'],
  ['ssl', 'mail.server'],
  ['ssl', 'location'],
  ['add_header_inherit', 'location'],
  ['listen', 'server'],
  ['listen', 'stream.server'],
  ['listen', 'http'],
  ['server', 'http'],
  ['server', 'upstream'],
  ['server', 'stream'],
  ['server', 'stream.upstream'],
  ['server', 'mail'],
  ['server', 'location'],
  ['location', 'server'],
  ['location', 'location'],
  ['location', 'if in location'],
  ['if', 'server'],
  ['if', 'location'],
  ['if', 'http'],
  ['proxy_pass', 'location'],
  ['proxy_pass', 'limit_except'],
  ['proxy_pass', 'stream.server'],
  ['proxy_pass', 'server'],
  ['keepalive', 'upstream'],
  ['keepalive', 'stream.upstream'],
  ['map', 'http'],
  ['map', 'stream'],
  ['rewrite', 'if in server'],
  ['try_files', 'if in location'],
  ['internal', 'location'],
  ['include', 'mail'],
  ['Listen', 'server'],
  ['stub_status', 'location'],
];

/** What nginx should say of a name with some arguments, in the order in which `ngx_conf_handler` asks. */
function expected(facts: Facts, name: string, context: Context, count: number): string {
  const placement = facts.place(name, context);
  if (placement.kind === 'unknown' || placement.kind === 'other-version') return 'unknown';
  if (placement.kind === 'misplaced') return 'misplaced';
  const [fact] = placement.facts;
  if (fact === undefined) throw new Error(`${name} is known, but by no fact`);
  if (fact.block) return 'no block';
  const { min, max } = facts.arity(fact);
  return count < min || (max !== null && count > max) ? 'count' : 'taken';
}

function observed(name: string, context: Context, words: string): string {
  const verdict = nginxTest({
    files: { 'probe.conf': `${name}${words};` },
    entry: 'probe.conf',
    context: BLOCKS[context] ?? [],
  });
  const { message } = verdict;
  if (message === `unknown directive "${name}"`) return 'unknown';
  if (message === `"${name}" directive is not allowed here`) return 'misplaced';
  if (message === `directive "${name}" has no opening "{"`) return 'no block';
  // The words are nonsense: with any other answer nginx has taken the directive and looked at them.
  return message === `invalid number of arguments in "${name}" directive` ? 'count' : 'taken';
}

describe.skipIf(installed === null)(`nginx ${installed} and the facts agree`, () => {
  const facts = createFacts(installed === null ? {} : { version: installed });

  it.each(PROBES)('on %s in %s', (name, context) => {
    // Both sides of what is allowed: other numbers say nothing new where the place is wrong.
    const counts = expected(facts, name, context, 1) === 'misplaced' ? [1] : [0, 1, 4];
    for (const count of counts) {
      const words = ' word'.repeat(count);
      expect(observed(name, context, words), `${name}${words};`).toBe(expected(facts, name, context, count));
    }
  });
});
