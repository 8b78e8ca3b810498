import { nearest } from '../../text/nearest.ts';
import type { Refusal } from './refusal.ts';

/** Groups for key exchange that some OpenSSL has, in lower case. */
const GROUPS: ReadonlySet<string> = new Set(
  `auto default x25519 x448 p-256 p-384 p-521 p-224 p-192 k-163 k-233 k-283 k-409 k-571 b-163 b-233 b-283 b-409 b-571
  prime192v1 prime256v1 secp160k1 secp160r1 secp160r2 secp192k1 secp192r1 secp224k1 secp224r1 secp256k1 secp256r1 secp384r1
  secp521r1 sect163k1 sect163r1 sect163r2 sect193r1 sect193r2 sect233k1 sect233r1 sect239k1 sect283k1 sect283r1 sect409k1
  sect409r1 sect571k1 sect571r1 brainpoolp256r1 brainpoolp384r1 brainpoolp512r1 brainpoolp256r1tls13 brainpoolp384r1tls13
  brainpoolp512r1tls13 ffdhe2048 ffdhe3072 ffdhe4096 ffdhe6144 ffdhe8192 sm2 curvesm2 gc256a gc256b gc256c gc256d gc512a
  gc512b gc512c mlkem512 mlkem768 mlkem1024 x25519mlkem768 x448mlkem1024 secp256r1mlkem768 secp384r1mlkem1024
  curvesm2mlkem768 x25519kyber768draft00 p256kyber768draft00`.split(/\s+/),
);

/** Providers and other libraries bring groups of their own, most of them for times of quantum computers. */
const FOREIGN = /kyber|mlkem|kem|frodo|bike|hqc|ntru|sike|oqs|_/i;

/** A group that no OpenSSL knows, for which SSL_CTX_set1_curves_list() fails; null where there is none. */
export function groupsObjection(list: string): Refusal | null {
  for (const item of list.split(/[:/]/)) {
    const name = item.replace(/^[?*-]+/, '');
    if (name === '' || GROUPS.has(name.toLowerCase()) || FOREIGN.test(name)) continue;
    const [near] = nearest(name, ['X25519', 'X448', 'prime256v1', 'secp384r1', 'secp521r1', 'P-256', 'P-384', 'P-521']);
    const hint = near === undefined ? '; groups are divided by ":"' : `; did you mean "${near}"?`;
    return {
      ...(near === undefined ? {} : { instead: { name, near } }),
      message: `OpenSSL knows no group "${name}"${hint}`,
      nginx: `SSL_CTX_set1_curves_list("${list}") failed (SSL: error:0A080106:SSL routines::passed invalid argument:group '${item}' cannot be set)`,
    };
  }
  // A single `auto` means the library's own list, in any other case or company it is a group.
  return list !== 'auto' && list.split(':').some((item) => item.toLowerCase() === 'auto') ? autoObjection(list) : null;
}

function autoObjection(list: string): Refusal {
  const item = list.split(':').find((each) => each.toLowerCase() === 'auto') ?? list;
  return {
    message: `"${item}" is no group: "auto" stands alone and in small letters`,
    nginx: `SSL_CTX_set1_curves_list("${list}") failed (SSL: error:0A080106:SSL routines::passed invalid argument:group '${item}' cannot be set)`,
  };
}
