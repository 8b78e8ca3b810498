import type { FileId } from '@nginx-lint/core';
import { includers } from '../../names/includes.ts';
import type { Snapshot } from '../../snapshot.ts';
import type { LensText } from '../code-lens.ts';
import { nameOf } from '../markdown.ts';

/** From where a file is included. */
export function includedLens(snapshot: Snapshot, file: FileId): LensText | null {
  const places = includers(snapshot, file);
  const [only] = places;
  const model = snapshot.views(file)[0]?.analysis.model;
  if (only === undefined || model === undefined) return null;
  const from = places.length === 1 ? nameOf(model, only.file) : `${places.length} places`;
  const span = { start: 0, end: 0 };
  return {
    title: `included from ${from}`,
    command: { name: 'nginx-lint.showPlaces', arguments: [{ file, span, places }] },
  };
}
