import type { FileId, Span } from '@nginx-lint/core';
import { namesAt, oneId, placesOf } from '../names/same-names.ts';
import type { Snapshot } from '../snapshot.ts';

export interface Highlight {
  readonly span: Span;
  /** `write`: what stands there defines the name, or gives it a value. */
  readonly access: 'read' | 'write';
}

/** The places in the file of the name at an offset; none where no name stands there. */
export function highlights(snapshot: Snapshot, file: FileId, offset: number): readonly Highlight[] {
  const id = oneId(snapshot, file);
  return placesOf(snapshot, namesAt(snapshot, file, offset))
    .filter((place) => place.file === id)
    .map(({ whole, names }) => ({ span: whole, access: names.some(({ name }) => name.writes) ? 'write' : 'read' }));
}
