import { type Facts, type FileId, pathOf, type SourceFile, statedContext } from '@nginx-lint/core';

const ENTRY_BLOCKS: readonly string[] = ['http', 'events', 'stream', 'mail'];

/** The file that nginx would be started with: by its name, or by a block that stands in no other. */
export function isEntry(source: SourceFile): boolean {
  return !saysContext(source) && (isCalledEntry(source.id) || hasBlock(source, ENTRY_BLOCKS));
}

/** `http` without `events` may also be a piece that an entry includes. */
export function isComplete(source: SourceFile): boolean {
  return isCalledEntry(source.id) || hasBlock(source, ['events']);
}

export function isCalledEntry(file: FileId): boolean {
  return pathOf(file).endsWith('/nginx.conf');
}

/** A comment in its first lines says in which blocks the file stands. */
export function saysContext(source: SourceFile): boolean {
  return statedContext(source) !== null;
}

/** Not every `*.conf` is nginx's: most of what it says must be known to nginx, and ended as nginx wants it. */
export function looksLikeNginx(source: SourceFile, facts: Facts): boolean {
  const known = source.items.filter((item) => item.terminator !== null && facts.named(item.name.value).length > 0);
  return known.length * 2 > source.items.length;
}

function hasBlock(source: SourceFile, names: readonly string[]): boolean {
  return source.items.some((item) => item.body !== null && names.includes(item.name.value));
}
