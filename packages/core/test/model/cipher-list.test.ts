import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cipherList, weaknessOf } from '../../src/model/cipher-list.ts';

const LISTS: readonly string[] = [
  ...['ALL', 'HIGH', 'HIGH:!aNULL:!MD5', 'HIGH:!kRSA:-SHA1', 'HIGH:-AES:AES128-SHA', '!AES:HIGH:AES128-SHA'],
  'EECDH+AESGCM:EDH+AESGCM:AES256+EECDH',
  'ALL:!aNULL:!ADH:!eNULL:!LOW:!EXP:RC4+RSA:+HIGH:+MEDIUM',
  ...['kEDH+AES', 'ECDH+AES128:!AECDH', 'RSA+AES', 'TLSv1.2+HIGH:!aNULL', 'ECDHE DHE,RSA;!eNULL'],
  ...['CAMELLIA', 'AESCCM8', 'aNULL', 'COMPLEMENTOFALL', 'ECDSA', 'SHA256'],
  ...['NOT-A-CIPHER:AES128-SHA', 'HIGH+NOT-A-CIPHER:AES128-SHA'],
];

/** `openssl ciphers LIST:@SECLEVEL=0` of OpenSSL 3.0; UPDATE_RECORDS=1 asks anew. */
const RECORDED = new URL('./cipher-lists.openssl.json', import.meta.url);

/** Not in the table: pre-shared keys, SRP, GOST, TLS 1.3. */
const OTHERS = /PSK|SRP|GOST|^TLS_/;
/** What a usual OpenSSL 3 is built without. */
const LEFT_OUT = /RC4|RC2|DES|SEED|IDEA|EXP/;

function recordedLists(): Record<string, string> {
  if (process.env['UPDATE_RECORDS'] === '1') {
    const asked = LISTS.map((list) => [
      list,
      execFileSync('openssl', ['ciphers', `${list}:@SECLEVEL=0`], { encoding: 'utf8' }),
    ]);
    const texts = asked.map(([list = '', text = '']) => [list, namesOf(text.trim().split(':'), OTHERS)]);
    writeFileSync(RECORDED, `${JSON.stringify(Object.fromEntries(texts), null, 2)}\n`);
  }
  return JSON.parse(readFileSync(RECORDED, 'utf8')) as Record<string, string>;
}

function namesOf(names: readonly string[], without: RegExp): string {
  return names
    .filter((name) => !without.test(name))
    .sort()
    .join(':');
}

describe('lists of ciphers', () => {
  const recorded = recordedLists();

  it.each(LISTS)('%s is read as OpenSSL reads it', (list) => {
    const names = (cipherList(list)?.suites ?? []).map(({ name }) => name);
    expect(namesOf(names, LEFT_OUT)).toEqual(recorded[list]);
  });

  it('says nothing of the language of other libraries', () => {
    expect(cipherList('[AES128-SHA|AES256-SHA]:RC4')).toBeNull();
    expect(cipherList('PROFILE=SYSTEM')).toBeNull();
  });

  it.each([
    ['RC4-SHA', 'RC4'],
    ['DES-CBC3-SHA', '3DES'],
    ['EXP-RC4-MD5', 'export suites'],
    ['ADH-AES128-SHA', 'suites without a certificate'],
    ['AECDH-NULL-SHA', 'suites without encryption'],
    ['AES128-SHA', null],
  ])('%s: %s', (name, weakness) => {
    const [suite] = cipherList(name)?.suites ?? [];
    expect(suite && weaknessOf(suite)).toBe(weakness);
  });
});
