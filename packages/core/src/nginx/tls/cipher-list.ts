import { nearest } from '../../text/nearest.ts';
import type { Refusal } from './refusal.ts';

/**
 * Of what names of ciphers are made in all versions of OpenSSL and its relatives, and the aliases for many ciphers.
 * Which of them a library still has differs; a name with any other part is known to none.
 */
const PARTS: ReadonlySet<string> = new Set(
  `ALL COMPLEMENTOFALL COMPLEMENTOFDEFAULT DEFAULT HIGH MEDIUM LOW EXPORT EXPORT40 EXPORT56 EXP EXP1024 FIPS SUITEB128
  SUITEB128ONLY SUITEB128C2 SUITEB192 SSLv2 SSLv3 TLSv1 TLSv1.0 TLSv1.2 TLS1 RSA DH DHE EDH ADH ECDH ECDHE EECDH AECDH
  ECDSA DSS DSA PSK SRP KRB5 FZA NULL AES AES128 AES256 AESGCM AESCCM AESCCM8 GCM CCM CCM8 CBC CBC3 CBCMD5 CBC3MD5 CHACHA20
  POLY1305 CAMELLIA CAMELLIA128 CAMELLIA256 ARIA ARIA128 ARIA256 ARIAGCM SEED IDEA DES 3DES EDE RC2 RC4 64 40 56 128 256 MD5 SHA SHA1
  SHA256 SHA384 GOST GOST94 GOST89 GOST89MAC GOST12 GOST2001 GOST2012 GOST2012GOST8912 IANA LEGACY GOST8912 KUZNYECHIK
  MAGMA KUZNYECHIKOMAC MAGMAOMAC MAC MD4 AESCBC RSAPSK DHEPSK ECDHEPSK DHr DHd ECDHr ECDHe
  GOST01 GOST18 TLSv1.1 TLSv1.3 OLD SM2 SM3 SM4 ECC`.split(/\s+/),
);

/** Aliases that every library has. */
const EVERYWHERE: ReadonlySet<string> = new Set(
  'ALL HIGH kRSA aRSA RSA aECDSA ECDSA ECDHE kECDHE AES AES128 AES256 AESGCM SHA SHA1'.split(' '),
);

/** What lists are made of most of the time. */
const USUAL: readonly string[] = [
  ...['HIGH', 'MEDIUM', 'DEFAULT', 'ECDHE', 'AESGCM', 'ECDHE+AESGCM', 'EECDH+AESGCM', 'ECDHE-RSA-AES128-GCM-SHA256'],
  ...['ECDHE-RSA-AES256-GCM-SHA384', 'ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-ECDSA-AES256-GCM-SHA384'],
  ...['ECDHE-RSA-CHACHA20-POLY1305', 'ECDHE-ECDSA-CHACHA20-POLY1305'],
];

/** Groups of equal weight in BoringSSL, and the profiles of Fedora. */
const ELSEWHERE = /[[\]|]|PROFILE=/;

const WORD = /[A-Za-z0-9_.=-]*/y;
const SEPARATOR = /[: ;,]/;

/**
 * Why SSL_CTX_set_cipher_list() refuses a list whatever the library: a character that cannot begin a name, a command
 * that is none, or no name that adds a cipher. Null where a library may take it. Mirrors ssl_cipher_process_rulestr().
 */
export function cipherListObjection(list: string): Refusal | null {
  if (ELSEWHERE.test(list)) return null;
  const reading = readList(list.startsWith('DEFAULT') ? list.slice('DEFAULT'.length) : list);
  if (reading.invalid !== null) {
    const part = reading.invalid === '' ? 'the end' : `"${reading.invalid}"`;
    return {
      message: `OpenSSL cannot read the cipher list "${list}" at ${part}`,
      nginx: `SSL_CTX_set_cipher_list("${list}") failed (SSL: error:0A000118:SSL routines::invalid command)`,
    };
  }
  if (reading.adds || list.startsWith('DEFAULT')) return null;
  const near = list
    .split(SEPARATOR)
    .flatMap((name) => {
      const [found] = /^[-+!@]/.test(name) ? [] : nearest(name, USUAL);
      return found === undefined ? [] : [{ name, near: found }];
    })
    .at(0);
  return {
    ...(near === undefined ? {} : { instead: near }),
    message: `no cipher is left of the list "${list}": OpenSSL knows none of its names`,
    nginx: `SSL_CTX_set_cipher_list("${list}") failed (SSL: error:0A0000B9:SSL routines::no cipher match)`,
  };
}

interface Reading {
  /** From where on OpenSSL cannot read it; null where it can. */
  readonly invalid: string | null;
  /** May one of its items add a cipher? */
  readonly adds: boolean;
}

function readList(list: string): Reading {
  let adds = false;
  let at = 0;
  const skip = (): void => {
    while (at < list.length && !SEPARATOR.test(list.charAt(at))) at++;
  };
  while (at < list.length) {
    if (SEPARATOR.test(list.charAt(at))) {
      at++;
      continue;
    }
    const command = /[-+!@]/.test(list.charAt(at)) ? list.charAt(at++) : '';
    const item = readItem(list, at);
    if (item === null) return { invalid: list.slice(at, at + 20), adds };
    at = item.end;
    if (command === '@') {
      if (!/^(?:STRENGTH|SECLEVEL=[0-5])$/.test(item.words[0] ?? '')) return { invalid: `@${item.words[0]}`, adds };
      skip();
      continue;
    }
    const possible = item.words.every(mayBeKnown);
    if (command === '' && possible) adds = true;
    const certain = item.words.every((word) => EVERYWHERE.has(word));
    if (!possible || !certain) skip();
  }
  return { invalid: null, adds };
}

/** `A+B+C`; null where a name is missing that OpenSSL is sure to look for. */
function readItem(list: string, from: number): { readonly words: readonly string[]; readonly end: number } | null {
  const words: string[] = [];
  let at = from;
  for (;;) {
    WORD.lastIndex = at;
    const word = WORD.exec(list)?.[0] ?? '';
    // After a name that a library may not know it looks no further.
    if (word === '') return words.every((each) => EVERYWHERE.has(each)) ? null : { words, end: at };
    words.push(word);
    at += word.length;
    if (list[at] !== '+') return { words, end: at };
    at++;
  }
}

function mayBeKnown(name: string): boolean {
  // The names of TLS 1.3 belong elsewhere; those of the standards are known to some libraries.
  if (name.startsWith('TLS_')) return name.includes('_WITH_');
  return name.split(/[-_]/).every((part) => PARTS.has(part) || PARTS.has(part.replace(/^[kae]/, '')));
}
