import { describe, expect, it } from 'vitest';
import { createFacts } from '../../src/facts/lookup.ts';
import { readHost } from '../../src/route/host.ts';
import { readTarget } from '../../src/route/target.ts';

const FACTS = createFacts();
const read = (target: string, version = '1.31.5', method = 'GET') =>
  readTarget(method, target, '1.1', { mergeSlashes: true }, createFacts({ version }));

describe('readTarget', () => {
  it('tells all that later steps ask for', () => {
    expect(read('http://H.test.:8080//a+b/%2E./c?d%20e#f')).toEqual({
      uri: '/c',
      args: 'd%20e',
      unparsed: '//a+b/%2E./c?d%20e#f',
      host: 'h.test',
      port: 8080,
      quoted: true,
      plus: true,
      validUnparsedUri: true,
    });
  });

  it.each([
    ['/a?b%20+', false, false, true],
    ['/a#%+', false, false, true],
    ['/%2b', true, true, true],
    ['/+/..', false, true, true],
    ['http://h?a', false, false, false],
    ['http://h', false, false, true],
  ])('%s', (target, quoted, plus, validUnparsedUri) =>
    expect(read(target)).toMatchObject({ quoted, plus, validUnparsedUri }),
  );

  it.each([
    ['*', 'U1', 'The request target is neither a path nor "scheme://host/path"'],
    ['/a b', 'U1', 'The request target holds a blank'],
    ['/a\x01', 'U1', 'The request target holds a control byte'],
    ['/a\nb', 'U1', 'The request target holds a line break'],
    ['/a%', 'U4', '"%" in the request target is no escape'],
    ['/a%2', 'U4', '"%2" in the request target is no escape'],
    ['/a%2xyz', 'U4', '"%2x" in the request target is no escape'],
    ['/%00', 'U4', 'The request target holds an escaped NUL'],
    ['/a/../..', 'U5', '".." in the request target climbs above the root'],
  ])('refuses %s', (target, rule, reason) =>
    expect(read(target)).toEqual({ refused: 400, rule, reason, target: null }),
  );

  it('keeps what it read before it refused the host', () => {
    expect(read('http://a..b/c?d')).toMatchObject({
      refused: 400,
      rule: 'S2',
      reason: 'The host of the request target has two dots in a row',
      target: { uri: '/c', args: 'd', host: null },
    });
  });

  // [target, version, URI or null where it is refused]: what changed between versions
  it.each<[string, string, string | null]>([
    ['/a b', '1.21.0', '/a b'],
    ['/a b', '1.21.1', null],
    ['/a Hb', '1.21.0', null],
    ['/a  ', '1.21.0', '/a'],
    ['/a\x01\x7f', '1.21.0', '/a\x01\x7f'],
    ['/a\x01', '1.21.1', null],
    ['/a\x00', '1.21.0', null],
    ['http://h?x', '1.19.5', null],
    ['http://h?x', '1.19.6', '/'],
    ['http://h:70000/', '1.29.2', '/'],
    ['http://h:70000/', '1.29.3', null],
    ['http://h:70000/', '1.29.4', null],
  ])('%j of %s', (target, version, uri) => {
    const found = read(target, version);
    expect('refused' in found ? null : found.uri).toBe(uri);
  });

  it('does not pass on a target with blanks', () =>
    expect(read('/a b', '1.21.0')).toMatchObject({ unparsed: '/a b', validUnparsedUri: false }));

  it.each<[string, string, string | null]>([
    ['h:80', '1.29.2', null],
    ['h:80', '1.29.3', 'h'],
    ['h:', '1.30.0', 'h'],
    ['h:', '1.31.0', null],
    ['h', '1.31.0', null],
    ['[::1]:80', '1.31.0', '[::1]'],
    ['/', '1.31.0', null],
  ])('CONNECT %s of %s', (target, version, host) => {
    const found = read(target, version, 'CONNECT');
    expect('refused' in found ? null : found).toEqual(
      host === null ? null : expect.objectContaining({ host, uri: '/', unparsed: '/' }),
    );
  });

  it('takes CONNECT as any method before it had targets of its own', () =>
    expect(read('/a', '1.29.2', 'CONNECT')).toMatchObject({ uri: '/a', host: null }));
});

describe('readHost', () => {
  it.each([
    ['A.test:81', { name: 'a.test', port: 81 }],
    ['a.test', { name: 'a.test', port: 0 }],
    ['[::1]:081', { name: '[::1]', port: 81 }],
    ['a/b', { refused: 'holds a byte that is in no name of a host' }],
    ['a..b', { refused: 'has two dots in a row' }],
    ['a:65536', { refused: 'has a port that is no number up to 65535' }],
    [':80', { refused: 'is empty' }],
    ['.', { refused: 'is empty' }],
  ])('%s', (text, expected) => expect(readHost(text, FACTS)).toEqual(expected));

  it('read the port loosely in 1.29.3', () => {
    const port = (text: string): unknown => readHost(text, createFacts({ version: '1.29.3' }));
    expect(port('a:81')).toEqual({ name: 'a', port: 81 });
    expect(port('a:81x')).toEqual({ name: 'a', port: 0 });
    expect(port('a:65536')).toEqual({ name: 'a', port: 0 });
    expect(port('[::1]x:81')).toEqual({ name: '[::1]', port: 81 });
  });

  it('had no eye for control bytes before 1.21.1', () => {
    expect(readHost('a\x01 b', createFacts({ version: '1.21.0' }))).toEqual({ name: 'a\x01 b', port: 0 });
    expect(readHost('a\x01', createFacts({ version: '1.21.1' }))).toHaveProperty('refused');
  });
});
