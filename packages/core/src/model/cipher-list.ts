import { readOnce } from '../text/read-once.ts';
import { CIPHER_SUITES, type CipherSuite } from './cipher-suites.ts';

/** One item of a list that adds suites, with those that are left of them in the end. */
export interface CipherTerm {
  readonly text: string;
  /** Where it is in the list. */
  readonly start: number;
  readonly suites: readonly CipherSuite[];
}

export interface CipherList {
  readonly terms: readonly CipherTerm[];
  /** All that are left. */
  readonly suites: readonly CipherSuite[];
}

type Test = (suite: CipherSuite) => boolean;

const exchange =
  (of: CipherSuite['exchange']): Test =>
  (suite) =>
    suite.exchange === of;
const ephemeral =
  (of: CipherSuite['exchange']): Test =>
  (suite) =>
    suite.exchange === of && suite.authentication !== 'NULL';
const authenticated =
  (by: CipherSuite['authentication']): Test =>
  (suite) =>
    suite.authentication === by;
const anonymous =
  (of: CipherSuite['exchange']): Test =>
  (suite) =>
    suite.exchange === of && suite.authentication === 'NULL';
const level =
  (of: CipherSuite['level']): Test =>
  (suite) =>
    suite.level === of;
const encryption =
  (...of: readonly string[]): Test =>
  (suite) =>
    of.includes(suite.encryption);
const mode =
  (family: string, pattern: RegExp): Test =>
  ({ name, encryption: by }) =>
    by.startsWith(family) && pattern.test(name);
const mac =
  (of: CipherSuite['mac']): Test =>
  (suite) =>
    suite.mac === of;
const version =
  (of: CipherSuite['version']): Test =>
  (suite) =>
    suite.version === of;

const named =
  (...names: readonly string[]) =>
  (test: Test): [string, Test][] =>
    names.map((name) => [name, test]);

/** cipher_aliases[] of ssl_ciph.c, those of suites that are in the table. */
const ALIASES: ReadonlyMap<string, Test> = new Map<string, Test>([
  ['ALL', ({ level: of }) => of !== 'NULL'],
  ['COMPLEMENTOFALL', level('NULL')],
  ['COMPLEMENTOFDEFAULT', (suite) => suite.level !== 'HIGH' || suite.authentication === 'NULL'],
  ['kRSA', exchange('RSA')],
  ...named('kEDH', 'kDHE', 'DH')(exchange('DHE')),
  ...named('EDH', 'DHE')(ephemeral('DHE')),
  ...named('kEECDH', 'kECDHE', 'ECDH')(exchange('ECDHE')),
  ...named('EECDH', 'ECDHE')(ephemeral('ECDHE')),
  ['RSA', (suite) => suite.exchange === 'RSA' && suite.authentication === 'RSA'],
  ['aRSA', authenticated('RSA')],
  ...named('aDSS', 'DSS')(authenticated('DSS')),
  ...named('aECDSA', 'ECDSA')(authenticated('ECDSA')),
  ['aNULL', authenticated('NULL')],
  ['ADH', anonymous('DHE')],
  ['AECDH', anonymous('ECDHE')],
  ...named('eNULL', 'NULL')(level('NULL')),
  ...named('EXP', 'EXPORT', 'EXPORT40', 'EXPORT56')(level('EXPORT')),
  ...(['LOW', 'MEDIUM', 'HIGH'] as const).map((of): [string, Test] => [of, level(of)]),
  ...['3DES', 'DES', 'RC4', 'RC2', 'IDEA', 'SEED', 'CHACHA20'].map((of): [string, Test] => [of, encryption(of)]),
  ...['AES128', 'AES256', 'CAMELLIA128', 'CAMELLIA256', 'ARIA128', 'ARIA256'].map((of): [string, Test] => [
    of,
    encryption(of),
  ]),
  ['AES', encryption('AES128', 'AES256')],
  ['AESGCM', mode('AES', /GCM/)],
  ['AESCCM', mode('AES', /CCM/)],
  ['AESCCM8', mode('AES', /CCM8/)],
  ['CAMELLIA', encryption('CAMELLIA128', 'CAMELLIA256')],
  ['ARIA', encryption('ARIA128', 'ARIA256')],
  ['ARIAGCM', mode('ARIA', /GCM/)],
  ['CBC', ({ mac: of }) => of !== 'AEAD'],
  ['MD5', mac('MD5')],
  ...named('SHA', 'SHA1')(mac('SHA1')),
  ['SHA256', mac('SHA256')],
  ['SHA384', mac('SHA384')],
  ['SSLv3', version('SSLv3')],
  ...named('TLSv1', 'TLSv1.0')(version('TLSv1')),
  ['TLSv1.2', version('TLSv1.2')],
]);

const ELSEWHERE = /[[\]|]|PROFILE=/;

/**
 * What SSL_CTX_set_cipher_list() makes of a list (`ssl_cipher_process_rulestr`), where the library has all suites of
 * the table. Null for lists in the language of other libraries.
 */
export const cipherList = readOnce(200, (list) => (ELSEWHERE.test(list) ? null : expand(list)));

function expand(list: string): CipherList {
  const active = new Map<CipherSuite, { readonly text: string; readonly start: number }>();
  const killed = new Set<CipherSuite>();
  const items: { readonly text: string; readonly start: number }[] = [];
  for (const { 0: text, index: start } of list.matchAll(/[^: ;,]+/g)) {
    const sign = /^[-+!@]/.exec(text)?.[0] ?? '';
    if (sign === '@' || sign === '+') continue;
    const test = testOf(text.slice(sign.length), start === 0);
    if (test === null) continue;
    const item = { text, start };
    if (sign === '') items.push(item);
    for (const suite of CIPHER_SUITES) {
      if (!test(suite)) continue;
      if (sign === '!') killed.add(suite);
      if (sign !== '') active.delete(suite);
      else if (!killed.has(suite) && !active.has(suite)) active.set(suite, item);
    }
  }
  const terms = items.map((item) => ({
    ...item,
    suites: CIPHER_SUITES.filter((suite) => active.get(suite) === item),
  }));
  return { terms, suites: CIPHER_SUITES.filter((suite) => active.has(suite)) };
}

/** Null where it names nothing that is known. */
function testOf(item: string, first: boolean): Test | null {
  if (item === 'DEFAULT') return first ? (suite) => suite.level === 'HIGH' && suite.authentication !== 'NULL' : null;
  const tests = item.split('+').map((word): Test | undefined => ALIASES.get(word) ?? suiteNamed(word));
  if (tests.some((test) => test === undefined)) return null;
  return (suite) => tests.every((test) => test?.(suite));
}

function suiteNamed(name: string): Test | undefined {
  const suite = CIPHER_SUITES.find((each) => each.name === name);
  return suite === undefined ? undefined : (each) => each === suite;
}

const BROKEN: readonly (readonly [what: string, test: Test])[] = [
  ['suites without encryption', level('NULL')],
  ['suites without a certificate', authenticated('NULL')],
  ['export suites', level('EXPORT')],
  ['RC4', encryption('RC4')],
  ['DES', encryption('DES')],
  ['3DES', encryption('3DES')],
  ['RC2', encryption('RC2')],
  ['IDEA', encryption('IDEA')],
  ['SEED', encryption('SEED')],
  ['MD5', mac('MD5')],
];

/** What is broken about a suite: `RC4`, `suites without encryption`; null where nothing is. */
export function weaknessOf(suite: CipherSuite): string | null {
  return BROKEN.find(([, test]) => test(suite))?.[0] ?? null;
}
