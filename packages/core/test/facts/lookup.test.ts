import { describe, expect, it } from 'vitest';
import { createFacts, NEWEST_VERSION } from '../../src/facts/lookup.ts';
import type { DirectiveFact } from '../../src/facts/types.ts';

const newest = createFacts();
const at = (version: string) => createFacts({ version });

/** Name, context, version, answer. */
const placements: [string, string, string, string][] = [
  ['http2', 'server', '1.25.0', 'other-version'],
  ['http2', 'server', '1.25.1', 'known'],
  ['http2', 'location', '1.25.1', 'misplaced'],
  ['ssl', 'server', '1.25.0', 'known'],
  ['ssl', 'server', '1.25.1', 'other-version'],
  ['ssl', 'mgmt', NEWEST_VERSION, 'known'],
  ['add_header_inherit', 'location', '1.29.2', 'other-version'],
  ['add_header_inherit', 'location', '1.29.3', 'known'],
  ['add_header_inherit', 'location', '1.30.0', 'known'],
  ['mp4', 'location', '1.0.6', 'other-version'],
  ['mp4', 'location', '1.0.7', 'known'],
  ['mp4', 'location', '1.1.2', 'other-version'],
  ['mp4', 'location', '1.1.3', 'known'],
  ['try_files', 'server', '0.7.43', 'misplaced'],
  ['try_files', 'server', '0.7.44', 'known'],
  ['log_format', 'server', '1.7.7', 'known'],
  ['log_format', 'server', '1.7.8', 'misplaced'],
  ['gzip', 'main', NEWEST_VERSION, 'misplaced'],
  ['gzip', 'if in location', NEWEST_VERSION, 'known'],
  ['gzip', 'if in server', NEWEST_VERSION, 'misplaced'],
  ['include', 'mail.server', NEWEST_VERSION, 'known'],
  ['include', 'a context that nobody knows', NEWEST_VERSION, 'known'],
  ['listen', 'unknown', NEWEST_VERSION, 'known'],
  ['http2', 'unknown', '1.22.1', 'other-version'],
  ['nothing_such', 'unknown', NEWEST_VERSION, 'unknown'],
  ['more_set_headers', 'location', NEWEST_VERSION, 'known'],
  ['more_set_headers', 'stream.server', NEWEST_VERSION, 'misplaced'],
  ['js_include', 'http', NEWEST_VERSION, 'known'],
  ['Listen', 'server', NEWEST_VERSION, 'unknown'],
  ['constructor', 'main', NEWEST_VERSION, 'unknown'],
  ['', 'main', NEWEST_VERSION, 'unknown'],
];

describe('place', () => {
  it.each(placements)('%s in %s of %s is %s', (name, context, version, kind) => {
    expect(at(version).place(name, context).kind).toBe(kind);
  });

  it.each([
    ['http', 'ngx_http_core_module', true],
    ['upstream', 'ngx_http_upstream_module', false],
    ['stream', 'ngx_stream_core_module', true],
    ['stream.upstream', 'ngx_stream_upstream_module', false],
    ['mail', 'ngx_mail_core_module', true],
  ])('server in %s is that of %s', (context, module, block) => {
    const placement = newest.place('server', context);
    expect(placement).toMatchObject({ kind: 'known', facts: [{ name: 'server', module, block }] });
  });

  it('answers with nginx itself ahead of a namesake elsewhere', () => {
    for (const context of ['http', 'server', 'location']) {
      for (const name of newest.namesIn(context)) {
        const placement = newest.place(name, context);
        const sources = placement.kind === 'known' ? placement.facts.map((fact) => fact.source) : [];
        expect(sources.indexOf('core'), `${name} in ${context}`).toBeLessThanOrEqual(0);
      }
    }
  });

  it('gives the same fact each time', () => {
    const again = createFacts();
    expect(again.named('listen')[0]).toBe(newest.named('listen')[0]);
    expect(newest.place('listen', 'server')).toBe(newest.place('listen', 'server'));
  });

  it('says from where a directive is', () => {
    expect(newest.place('more_set_headers', 'http')).toMatchObject({
      facts: [{ source: 'third-party:headers-more', since: null, removed: null, block: false }],
    });
    expect(newest.place('status_zone', 'server')).toMatchObject({ facts: [{ source: 'plus' }] });
  });
});

describe('private directives', () => {
  const own: DirectiveFact = {
    name: 'gate',
    module: 'private',
    source: 'private',
    contexts: ['location'],
    args: { min: 1, max: 1, flag: false },
    block: false,
    since: null,
    removed: null,
    repeatable: null,
    inheritance: null,
  };
  const facts = createFacts({}, [own, { ...own, contexts: ['http'] }, { ...own, name: 'root' }]);

  it('stand where the config file says', () => {
    expect(facts.place('gate', 'location')).toEqual({ kind: 'known', facts: [own] });
    expect(facts.place('gate', 'http').kind).toBe('known');
    expect(facts.place('gate', 'server').kind).toBe('misplaced');
    expect(facts.namesIn('location')).toContain('gate');
    expect(newest.place('gate', 'location').kind).toBe('unknown');
  });

  it("come after nginx's own", () => {
    const placement = facts.place('root', 'location');
    expect(placement.kind === 'known' && placement.facts.map((fact) => fact.source)).toEqual(['core', 'private']);
  });
});

describe('arity', () => {
  it.each([
    ['keepalive', 'upstream', '1.29.6', { min: 1, max: 1, flag: false }],
    ['keepalive', 'upstream', '1.29.7', { min: 1, max: 2, flag: false }],
    ['ssl_ocsp', 'server', '1.29.2', { min: 1, max: 1, flag: true }],
    ['ssl_ocsp', 'server', '1.29.3', { min: 1, max: 1, flag: false }],
    ['access_log', 'http', '0.2.0', { min: 1, max: 3, flag: false }],
    ['access_log', 'http', '1.3.9', { min: 1, max: 3, flag: false }],
    ['access_log', 'http', '1.3.10', { min: 1, max: null, flag: false }],
    ['gzip', 'http', '1.18.0', { min: 1, max: 1, flag: true }],
  ])('%s in %s of %s', (name, context, version, expected) => {
    const facts = at(version);
    const placement = facts.place(name, context);
    expect(placement.kind).toBe('known');
    const [fact] = placement.kind === 'known' ? placement.facts : [];
    expect(fact && facts.arity(fact)).toMatchObject(expected);
  });
});

describe('opens', () => {
  it.each([
    ['if', 'server', 'if in server'],
    ['if', 'location', 'if in location'],
    ['if', 'unknown', 'unknown'],
    ['http', 'main', 'http'],
    ['server', 'http', 'server'],
    ['server', 'stream', 'stream.server'],
    ['location', 'location', 'location'],
    ['limit_except', 'location', 'limit_except'],
    ['upstream', 'stream', 'stream.upstream'],
    ['application', 'rtmp.server', 'rtmp.application'],
    ['map', 'http', null],
    ['types', 'location', null],
    ['content_by_lua_block', 'location', null],
    ['listen', 'server', null],
  ])('%s in %s: %s', (name, context, expected) => {
    const placement = newest.place(name, context);
    expect(placement.kind).toBe('known');
    const [fact] = placement.kind === 'known' ? placement.facts : [];
    expect(fact && newest.opens(fact, context)).toBe(expected);
  });
});

describe('namesIn', () => {
  it.each(['main', 'http', 'server', 'location', 'stream', 'upstream'])(
    'lists %s, core first, each once',
    (context) => {
      const names = newest.namesIn(context);
      expect(new Set(names).size).toBe(names.length);
      const isCore = names.map((name) => {
        const placement = newest.place(name, context);
        expect(placement.kind).toBe('known');
        return placement.kind === 'known' && placement.facts[0]?.source === 'core';
      });
      const firstOther = isCore.indexOf(false);
      expect(firstOther).toBeGreaterThan(0);
      expect(isCore.lastIndexOf(true)).toBeLessThan(firstOther);
    },
  );

  it('leaves out what the version lacks', () => {
    expect(newest.namesIn('server')).toContain('http2');
    expect(at('1.22.1').namesIn('server')).not.toContain('http2');
    expect(at('1.22.1').namesIn('server')).toContain('ssl');
    expect(newest.namesIn('server')).not.toContain('ssl');
  });
});

describe('variable', () => {
  it.each([
    ['host', 'http', NEWEST_VERSION, 'host'],
    ['HOST', 'http', NEWEST_VERSION, 'host'],
    ['host', 'stream', NEWEST_VERSION, null],
    ['arg_page', 'http', NEWEST_VERSION, 'arg_'],
    ['Arg_Page', 'http', NEWEST_VERSION, 'arg_'],
    ['arg_', 'http', NEWEST_VERSION, 'arg_'],
    ['http_cookie', 'http', NEWEST_VERSION, 'http_cookie'],
    ['http_x_request_id', 'http', NEWEST_VERSION, 'http_'],
    ['sent_http_x_a', 'http', NEWEST_VERSION, 'sent_http_'],
    ['upstream_http_x_a', 'http', NEWEST_VERSION, 'upstream_http_'],
    ['http_x', 'stream', NEWEST_VERSION, null],
    ['1', 'http', NEWEST_VERSION, '1'],
    ['9', 'stream', NEWEST_VERSION, '1'],
    ['0', 'http', NEWEST_VERSION, null],
    ['10', 'http', NEWEST_VERSION, null],
    ['proxy_protocol_tlv_alpn', 'stream', '1.23.1', null],
    ['proxy_protocol_tlv_alpn', 'stream', '1.23.2', 'proxy_protocol_tlv_'],
    ['bytes_sent', 'http', '1.2.4', null],
    ['bytes_sent', 'http', '1.2.5', 'bytes_sent'],
    ['bytes_sent', 'http', '1.3.0', null],
    ['proxy_host', 'http', NEWEST_VERSION, 'proxy_host'],
    ['memcached_key', 'http', NEWEST_VERSION, null],
    ['jwt_claim_sub', 'http', NEWEST_VERSION, 'jwt_claim_'],
    ['nothing_such', 'http', NEWEST_VERSION, null],
    ['', 'http', NEWEST_VERSION, null],
  ] as const)('$%s in %s of %s: %s', (name, scope, version, expected) => {
    expect(at(version).variable(name, scope)?.name ?? null).toBe(expected);
  });
});

describe('versions', () => {
  it.each([
    ['1.31.5', true],
    ['1.9.0', true],
    ['1.31.10', false],
    ['2.0.0', false],
    ['1.31', true],
  ])('the newest is at least %s: %s', (version, expected) => {
    expect(newest.atLeast(version)).toBe(expected);
  });

  it.each(['', 'newest', '1', '1.2.3.4', 'njs 0.8.0', 'v1.25.0'])('"%s" is none', (version) => {
    expect(() => at(version)).toThrow(RangeError);
  });
});
