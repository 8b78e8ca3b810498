import { enclosing, type FileId, type Span } from '@nginx-lint/core';
import { keyOf, type Name } from '../../names/name.ts';
import { namesOf } from '../../names/names-of.ts';
import { type NameIn, type NamePlace, placesOf } from '../../names/same-names.ts';
import type { Snapshot } from '../../snapshot.ts';
import type { LensText } from '../code-lens.ts';
import type { Standing } from '../hover/subject.ts';
import { mayBeNamed } from '../hover/upstream.ts';
import { counted } from '../markdown.ts';

/** How many locations pass to a group. */
export function upstreamLens(
  snapshot: Snapshot,
  file: FileId,
  span: Span,
  standings: readonly Standing[],
): LensText | null {
  const names = standings.flatMap(({ model, at }): NameIn[] => {
    const upstream = model.upstreams.find((each) => each.at === at);
    if (upstream === undefined) return [];
    const key = keyOf('upstream', upstream.scope, upstream.name.value);
    return namesOf(model)
      .of(key)
      .map((name) => ({ model, name }));
  });
  const uses = placesOf(snapshot, names).filter(({ names }) => names.some(({ name }) => name.role === 'use'));
  if (uses.length === 0) return { title: whyNone(names), command: null };
  const places = uses.map((use) => ({ file: use.file, span: use.span }));
  return { title: titleOf(uses), command: { name: 'nginx-lint.showPlaces', arguments: [{ file, span, places }] } };
}

/** `3 locations route here`; where blocks of several kinds do, the directives are counted. */
function titleOf(uses: readonly NamePlace[]): string {
  const blocks = uses.flatMap(({ names }) => names.slice(0, 1).map(({ name }) => blockOf(name)));
  const [name, ...others] = new Set(blocks.map((block) => block?.name));
  if (name === undefined || others.length > 0)
    return `${counted(uses.length, 'directive routes', 'directives route')} here`;
  const count = new Set(blocks.map((block) => block?.node)).size;
  return `${counted(count, `${name} routes`, `${name}s route`)} here`;
}

function blockOf({ at }: Name) {
  return enclosing(at, 'location') ?? at.parent;
}

function whyNone(names: readonly NameIn[]): string {
  if (names.some(({ model, name }) => mayBeNamed(model, name.text))) return 'variables may route here';
  return names.every(({ model }) => model.tree.whole) ? 'nothing routes here' : 'nothing in this file routes here';
}
