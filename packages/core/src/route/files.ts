import type { Occurrence } from '../tree/tree.ts';
import { shownBytes } from './bytes.ts';
import type { Bytes, Exchange, FileKind } from './types.ts';

/** What a path turned out to be. */
export type KnownKind = Exclude<FileKind, 'unknown'>;

/** PATH_MAX and NAME_MAX of Linux, without their NUL. */
const LONGEST_PATH = 4095;
const LONGEST_NAME = 255;

/** Would the system answer ENAMETOOLONG? */
export function isTooLong(path: Bytes): boolean {
  return (
    path.length > LONGEST_PATH || (path.length > LONGEST_NAME && path.split('/').some((n) => n.length > LONGEST_NAME))
  );
}

/**
 * What lies at an absolute path. Where the probe cannot tell, it is decided: first whether it is a file, then whether
 * it is a folder, each at most once for a run, and nothing that follows from an answer given before.
 */
export function fileKind(exchange: Exchange, path: Bytes, at: Occurrence | null): KnownKind {
  if (isTooLong(path)) return 'missing';
  const kind = exchange.probe(path);
  if (kind !== 'unknown') return kind;
  if (isFile(exchange, path, at)) return 'file';
  return isDirectory(exchange, path, at) ? 'directory' : 'missing';
}

export function isFile(exchange: Exchange, path: Bytes, at: Occurrence | null): boolean {
  return test(exchange, path, at, 'file');
}

export function isDirectory(exchange: Exchange, path: Bytes, at: Occurrence | null): boolean {
  return test(exchange, path, at, 'directory');
}

/** For sentences: bytes that are no UTF-8 are shown as if they were ISO 8859-1. */
export function shownPath(path: Bytes): string {
  const shown = shownBytes(path);
  return typeof shown === 'string' ? shown : path;
}

function test(exchange: Exchange, path: Bytes, at: Occurrence | null, wanted: 'file' | 'directory'): boolean {
  if (isTooLong(path)) return false;
  const kind = exchange.probe(path);
  if (kind !== 'unknown') return kind === wanted;
  // The system opens a file whose name ends in a slash as a directory only.
  if (wanted === 'file' && path.endsWith('/')) return false;
  const plain = path.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
  const answer = inferred(exchange, plain, wanted) ?? exchange.decide(sentence(plain, wanted), at);
  exchange.cached.set(key(plain, wanted), answer ? '1' : '0');
  return answer;
}

function sentence(path: Bytes, wanted: 'file' | 'directory'): string {
  return `"${shownPath(path)}" is a ${wanted}`;
}

function key(path: Bytes, wanted: 'file' | 'directory'): string {
  return `${wanted} ${path}`;
}

/** What earlier answers leave no choice about; null where they say nothing. */
function inferred(exchange: Exchange, path: Bytes, wanted: 'file' | 'directory'): boolean | null {
  const { cached } = exchange;
  const known = cached.get(key(path, wanted));
  if (known !== undefined) return known === '1';
  if (cached.get(key(path, wanted === 'file' ? 'directory' : 'file')) === '1') return false;
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
    const folder = path.slice(0, slash);
    if (cached.get(key(folder, 'directory')) === '0' || cached.get(key(folder, 'file')) === '1') return false;
  }
  return wanted === 'directory' && holdsSomething(exchange, path) ? true : null;
}

/** Was something found below a folder? */
function holdsSomething({ cached }: Exchange, folder: Bytes): boolean {
  for (const [name, value] of cached) {
    if (value !== '1') continue;
    if (name.startsWith(`file ${folder}/`) || name.startsWith(`directory ${folder}/`)) return true;
  }
  return false;
}
