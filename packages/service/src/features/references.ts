import type { FileId, Span } from '@nginx-lint/core';
import { includers, includesAt } from '../names/includes.ts';
import { namesAt, placesOf } from '../names/same-names.ts';
import type { Snapshot } from '../snapshot.ts';

export interface ReferencePlace {
  readonly file: FileId;
  readonly span: Span;
}

/**
 * The places of the name at an offset in all configurations that hold the file, each once; with those that define it
 * where wanted. On the path of an `include`: all directives that lead to one of its files. Elsewhere nothing; what
 * includes the file itself {@link includers} tells.
 */
export function references(
  snapshot: Snapshot,
  file: FileId,
  offset: number,
  includeDeclaration: boolean,
): readonly ReferencePlace[] {
  const names = namesAt(snapshot, file, offset);
  if (names.length === 0) return alsoIncluded(snapshot, file, offset);
  return placesOf(snapshot, names)
    .filter((place) => includeDeclaration || place.names.some(({ name }) => name.role === 'use'))
    .map(({ file, whole }) => ({ file, span: whole }));
}

function alsoIncluded(snapshot: Snapshot, file: FileId, offset: number): readonly ReferencePlace[] {
  const found = new Map<string, ReferencePlace>();
  for (const { target } of includesAt(snapshot, file, offset))
    for (const included of target.files)
      for (const place of includers(snapshot, included)) found.set(`${place.span.start} ${place.file}`, place);
  return [...found.values()];
}
