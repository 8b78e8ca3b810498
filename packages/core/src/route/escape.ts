import type { Facts } from '../facts/types.ts';
import type { Bytes } from './types.ts';

/** `NGX_ESCAPE_*` */
export type EscapeType = 'uri' | 'args' | 'uri-component' | 'html' | 'refresh' | 'memcached' | 'mail-auth';
/** `NGX_UNESCAPE_*`; `all` is 0. */
export type UnescapeType = 'all' | 'uri' | 'redirect';

interface Escaped {
  /** Of the printable bytes (0x20 to 0x7e); the control bytes below them are escaped by every table. */
  readonly signs: string;
  /** The same before 1.21.1. */
  readonly signsBefore: string;
  /** 0x7f to 0xff */
  readonly high: boolean;
}

/** RFC 3986 has no place for them. */
const NOT_ALLOWED = '"<>\\^`{|}';
const CACHE: Escaped = { signs: ' %', signsBefore: ' %', high: false };
const COMPONENT = ' !"#$%&\'()*+,/:;<=>?@[\\]^`{|}';

const ESCAPED: Readonly<Record<EscapeType, Escaped>> = {
  uri: { signs: ` #%?${NOT_ALLOWED}`, signsBefore: ' #%?', high: true },
  args: { signs: ` #%&+;?${NOT_ALLOWED}`, signsBefore: ' #%&+;?', high: true },
  'uri-component': { signs: COMPONENT, signsBefore: COMPONENT, high: true },
  html: { signs: ` #%'${NOT_ALLOWED}`, signsBefore: ' #"%\'', high: true },
  // nginx's table has "~" where "}" is meant.
  refresh: { signs: ` '"<>\\^\`{|~`, signsBefore: ' "\'', high: true },
  memcached: CACHE,
  'mail-auth': CACHE,
};

type Table = readonly string[];

const tables = (signs: 'signs' | 'signsBefore'): Readonly<Record<EscapeType, Table>> => {
  const made = Object.entries(ESCAPED).map(([type, escaped]) => [type, tableOf(escaped[signs], escaped.high)]);
  return Object.fromEntries(made) as Record<EscapeType, Table>;
};

const NOW = tables('signs');
const BEFORE = tables('signsBefore');

/** For each byte what is written for it. */
function tableOf(signs: string, high: boolean): Table {
  return Array.from({ length: 256 }, (_, byte) => {
    const sign = String.fromCharCode(byte);
    const escaped = byte < 0x20 || (byte >= 0x7f ? high : signs.includes(sign));
    return escaped ? `%${byte.toString(16).toUpperCase().padStart(2, '0')}` : sign;
  });
}

/** ngx_escape_uri(); the tables are those of the target's nginx where `facts` are given, else the newest ones. */
export function escapeUri(bytes: Bytes, type: EscapeType, facts?: Facts): Bytes {
  const table = (facts === undefined || facts.atLeast('1.21.1') ? NOW : BEFORE)[type];
  let escaped = '';
  for (let at = 0; at < bytes.length; at++) escaped += table[bytes.charCodeAt(at)] ?? '';
  return escaped;
}

/**
 * ngx_unescape_uri(), and behind it what it leaves alone: `uri` and `redirect` end at the first `?`, as all of their
 * callers then copy the rest. A `%` without two digits is dropped together with the digit that it has.
 * `redirect` decodes printable bytes above `%` only.
 */
export function unescapeUri(bytes: Bytes, type: UnescapeType): Bytes {
  if (!bytes.includes('%')) return bytes;
  let plain = '';
  let at = 0;
  while (at < bytes.length) {
    const sign = bytes[at++] ?? '';
    if (sign === '?' && type !== 'all') return plain + bytes.slice(at - 1);
    if (sign !== '%') {
      plain += sign;
      continue;
    }
    const first = bytes[at++] ?? '';
    if (!isHex(first)) {
      plain += first;
      continue;
    }
    const second = bytes[at++] ?? '';
    if (!isHex(second)) continue;
    const decoded = Number.parseInt(first + second, 16);
    if (decoded === 0x3f && type !== 'all') return `${plain}?${bytes.slice(at)}`;
    const kept = type === 'redirect' && (decoded <= 0x25 || decoded >= 0x7f);
    plain += kept ? `%${first}${second}` : String.fromCharCode(decoded);
  }
  return plain;
}

function isHex(sign: string): boolean {
  return /^[0-9a-f]$/i.test(sign);
}
