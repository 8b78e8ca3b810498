import type { Bytes } from './types.ts';

export interface NormalPath {
  readonly uri: Bytes;
  /** `r->quoted_uri`: there was a `%`. */
  readonly quoted: boolean;
  /** `r->plus_in_uri`: there was a `+`, written or escaped. */
  readonly plus: boolean;
}

export interface BadPath {
  /** A sentence without its full stop. */
  readonly reason: string;
  readonly rule: string;
}

/**
 * ngx_http_parse_complex_uri() for a path that starts with `/`, without arguments and fragment: decodes once, then
 * resolves `.` and `..` and merges slashes. What an escape stands for acts like a literal byte, but for `%`, `?`, `#`.
 */
export function normalizePath(path: Bytes, mergeSlashes: boolean): NormalPath | BadPath {
  const quoted = path.includes('%');
  if (!quoted && !path.includes('//') && !path.includes('/.')) return { uri: path, quoted, plus: path.includes('+') };
  const bad = /%(?![0-9a-f]{2}).{0,2}/is.exec(path);
  if (bad !== null) return { reason: `"${bad[0]}" in the request target is no escape`, rule: 'U4' };
  if (path.includes('%00')) return { reason: 'The request target holds an escaped NUL', rule: 'U4' };
  const plain = quoted
    ? path.replace(/%(..)/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
    : path;
  const uri = resolve(plain, mergeSlashes);
  if (uri === null) return { reason: '".." in the request target climbs above the root', rule: 'U5' };
  return { uri, quoted, plus: plain.includes('+') };
}

/** Null where `..` climbs above the root. */
function resolve(path: Bytes, mergeSlashes: boolean): Bytes | null {
  const kept: Bytes[] = [];
  const segments = path.slice(1).split('/');
  for (const [index, segment] of segments.entries()) {
    const last = index === segments.length - 1;
    if (segment === '..' && kept.pop() === undefined) return null;
    // A path that ends in "/." or "/.." ends in a slash.
    const vanishes = segment === '.' || segment === '..';
    if (vanishes ? last : last || segment !== '' || !mergeSlashes) kept.push(vanishes ? '' : segment);
  }
  return `/${kept.join('/')}`;
}
