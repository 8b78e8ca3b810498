import type { ByteSet } from '@nginx-lint/regex';
import type { ConfigModel } from './types.ts';

const ANY_BUT_NUL: ByteSet = [[1, 255]];
/** What nginx leaves of a request line: no controls, no blanks. */
const VISIBLE: ByteSet = [
  [0x21, 0x7e],
  [0x80, 0xff],
];
/** Without the `&` that ends an argument and the `#` that ends all of them. */
const ARGUMENT: ByteSet = [
  [0x21, 0x22],
  [0x24, 0x25],
  [0x27, 0x7e],
  [0x80, 0xff],
];
/** A line: controls but for its end. */
const LINE: ByteSet = [
  [1, 9],
  [11, 12],
  [14, 255],
];
const COOKIE: ByteSet = [
  [0x20, 0x3a],
  [0x3c, 0x7e],
  [0x80, 0xff],
];
/** ngx_http_validate_host() before 1.29.4: all but slashes, blanks and controls. */
const LOOSE_HOST: ByteSet = [
  [0x21, 0x2e],
  [0x30, 0x7e],
  [0x80, 0xff],
];
/** Since 1.29.4: `\w`, `~!$&'()*+,;=%.-`, and `[:]` of IPv6. */
const STRICT_HOST: ByteSet = [
  [0x21, 0x21],
  [0x24, 0x2e],
  [0x30, 0x3b],
  [0x3d, 0x3d],
  [0x41, 0x5b],
  [0x5d, 0x5d],
  [0x5f, 0x5f],
  [0x61, 0x7a],
  [0x7e, 0x7e],
];

const BY_NAME: ReadonlyMap<string, ByteSet> = new Map([
  ...['uri', 'document_uri', 'fastcgi_script_name', 'fastcgi_path_info', 'request_filename'].map(
    (name) => [name, ANY_BUT_NUL] as const,
  ),
  ...['request_body', 'remote_user'].map((name) => [name, ANY_BUT_NUL] as const),
  ...['request_uri', 'args', 'query_string'].map((name) => [name, VISIBLE] as const),
  ['request', LINE],
]);

const BY_PREFIX: readonly (readonly [prefix: string, bytes: ByteSet])[] = [
  ['arg_', ARGUMENT],
  ['cookie_', COOKIE],
  ['http_', LINE],
];

/** The path of a request as nginx has decoded it, whatever `%0A` was in it. */
export const PATH_BYTES: ByteSet = ANY_BUT_NUL;

/** The bytes of a host name that nginx lets pass. */
export function hostBytes(model: ConfigModel): ByteSet {
  return model.facts.atLeast('1.29.4') ? STRICT_HOST : LOOSE_HOST;
}

/** The bytes that a client can put into one of nginx's own variables; null where it has no free choice. */
export function clientBytes(model: ConfigModel, name: string): ByteSet | null {
  if (name === 'host' || name === 'http_host') return hostBytes(model);
  return BY_NAME.get(name) ?? BY_PREFIX.find(([prefix]) => name.startsWith(prefix))?.[1] ?? null;
}
