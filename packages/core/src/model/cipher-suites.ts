/** A cipher suite of TLS 1.2 and older, as OpenSSL names it. */
export interface CipherSuite {
  readonly name: string;
  readonly exchange: 'RSA' | 'DHE' | 'ECDHE';
  /** NULL: nobody proves who he is. */
  readonly authentication: 'RSA' | 'DSS' | 'ECDSA' | 'NULL';
  readonly encryption: string;
  readonly mac: 'AEAD' | 'SHA1' | 'SHA256' | 'SHA384' | 'MD5';
  readonly bits: 128 | 256 | null;
  readonly level: 'HIGH' | 'MEDIUM' | 'LOW' | 'EXPORT' | 'NULL';
  readonly version: 'SSLv3' | 'TLSv1' | 'TLSv1.2';
}

const MODERN = 'AES256-GCM-SHA384 AES128-GCM-SHA256';
const ARIA = 'ARIA256-GCM-SHA384 ARIA128-GCM-SHA256';
const COUNTERS = 'AES256-CCM8 AES256-CCM AES128-CCM8 AES128-CCM';
const CHAINED = 'AES256-SHA256 CAMELLIA256-SHA256 AES128-SHA256 CAMELLIA128-SHA256';
const CHAINED_384 = 'AES256-SHA384 CAMELLIA256-SHA384 AES128-SHA256 CAMELLIA128-SHA256';
const OLD = 'AES256-SHA CAMELLIA256-SHA AES128-SHA CAMELLIA128-SHA SEED-SHA DES-CBC3-SHA';
const OLD_CURVE = 'AES256-SHA AES128-SHA DES-CBC3-SHA RC4-SHA NULL-SHA';
const OLDEST = 'DES-CBC-SHA';

/**
 * Suites by what their names begin with: those of OpenSSL 1.0.2 to 3.5 with RSA, DSA and ECDSA certificates and without
 * any. Suites of pre-shared keys, passwords (SRP), GOST and fixed Diffie-Hellman keys are not of use to nginx.
 */
const FAMILIES: readonly (readonly [prefix: string, ...bodies: string[]])[] = [
  ['ECDHE-ECDSA-', MODERN, 'CHACHA20-POLY1305', COUNTERS, ARIA, CHAINED_384, OLD_CURVE],
  ['ECDHE-RSA-', MODERN, 'CHACHA20-POLY1305', CHAINED_384, OLD_CURVE],
  ['ECDHE-', ARIA],
  ['DHE-RSA-', MODERN, 'CHACHA20-POLY1305', COUNTERS, ARIA, CHAINED, OLD],
  ['DHE-DSS-', MODERN, ARIA, CHAINED, OLD],
  ['EDH-RSA-', 'DES-CBC3-SHA', OLDEST],
  ['EDH-DSS-', 'DES-CBC3-SHA', OLDEST],
  ['ADH-', MODERN, CHAINED, OLD, 'RC4-MD5', OLDEST],
  ['AECDH-', OLD_CURVE],
  ['', MODERN, COUNTERS, ARIA, CHAINED, OLD, 'IDEA-CBC-SHA RC4-SHA RC4-MD5', OLDEST, 'NULL-SHA256 NULL-SHA NULL-MD5'],
  ['EXP-', 'DES-CBC-SHA RC2-CBC-MD5 RC4-MD5 EDH-RSA-DES-CBC-SHA EDH-DSS-DES-CBC-SHA ADH-DES-CBC-SHA ADH-RC4-MD5'],
];

/** In the order in which messages name them: the usual ones first. */
export const CIPHER_SUITES: readonly CipherSuite[] = FAMILIES.flatMap(([prefix, ...bodies]) =>
  bodies.flatMap((text) => text.split(' ').map((body) => suiteOf(prefix + body))),
);

function suiteOf(name: string): CipherSuite {
  const exported = name.startsWith('EXP-');
  const plain = exported ? name.slice(4) : name;
  const encryption =
    /AES\d+|CAMELLIA\d+|ARIA\d+|CHACHA20|DES-CBC3|DES-CBC|RC4|RC2|IDEA|SEED|NULL/.exec(plain)?.[0] ?? '';
  const mac = macOf(plain);
  const exchange = /^A?ECDH/.test(plain)
    ? 'ECDHE'
    : /^(?:A|D|E)DH/.test(plain) || plain.startsWith('DHE')
      ? 'DHE'
      : 'RSA';
  return {
    name,
    exchange,
    authentication: authenticationOf(plain),
    encryption: encryption === 'DES-CBC3' ? '3DES' : encryption === 'DES-CBC' ? 'DES' : encryption,
    mac,
    bits: encryption.includes('256') || encryption === 'CHACHA20' ? 256 : encryption.includes('128') ? 128 : null,
    level: exported ? 'EXPORT' : levelOf(encryption),
    version: versionOf(mac, exchange),
  };
}

function macOf(name: string): CipherSuite['mac'] {
  if (/GCM|CCM|POLY1305/.test(name)) return 'AEAD';
  if (name.endsWith('SHA256')) return 'SHA256';
  if (name.endsWith('SHA384')) return 'SHA384';
  return name.endsWith('MD5') ? 'MD5' : 'SHA1';
}

function authenticationOf(name: string): CipherSuite['authentication'] {
  if (/^A(?:EC)?DH-/.test(name)) return 'NULL';
  if (name.includes('-ECDSA-')) return 'ECDSA';
  return name.includes('-DSS-') ? 'DSS' : 'RSA';
}

/** Since OpenSSL 1.1.0. */
function levelOf(encryption: string): CipherSuite['level'] {
  if (encryption === 'NULL') return 'NULL';
  if (encryption === 'DES-CBC') return 'LOW';
  return /^(?:AES|CAMELLIA|ARIA|CHACHA20)/.test(encryption) ? 'HIGH' : 'MEDIUM';
}

function versionOf(mac: CipherSuite['mac'], exchange: CipherSuite['exchange']): CipherSuite['version'] {
  if (mac !== 'SHA1' && mac !== 'MD5') return 'TLSv1.2';
  return exchange === 'ECDHE' ? 'TLSv1' : 'SSLv3';
}
