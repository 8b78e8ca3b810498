import { type Directive, type FileId, type Span, walk } from '@nginx-lint/core';
import type { Snapshot } from '../snapshot.ts';
import { argumentHints } from './inlay-hints/arguments.ts';
import type { Hint, HintSource } from './inlay-hints/hint.ts';
import { orderHints } from './inlay-hints/order.ts';
import { portHints } from './inlay-hints/ports.ts';
import { rootHints } from './inlay-hints/root.ts';
import { unitHints } from './inlay-hints/units.ts';
import type { Markdown } from './markdown.ts';

/** A word that an editor shows in the text and that is not part of it. */
export interface InlayHint {
  readonly offset: number;
  readonly text: string;
  readonly tooltip: Markdown;
  readonly kind: 'value' | 'unit' | 'order';
  /** Is there to be room in front of it? */
  readonly padding: boolean;
}

const SOURCES: readonly HintSource[] = [rootHints, unitHints, orderHints, portHints, argumentHints];

/** Places of a file that are compared; where it is included more often, they hardly differ. */
const MOST_STANDINGS = 12;

/** What a text leaves out, within a span of it: nothing where the places in which the file is included differ. */
export function inlayHints(snapshot: Snapshot, file: FileId, span: Span): readonly InlayHint[] {
  const source = snapshot.source(file);
  if (source === null) return [];
  const hints: InlayHint[] = [];
  for (const { kind, directive } of walk(source.items)) {
    if (kind !== 'enter' || directive.damaged || directive.start > span.end || headEnd(directive) < span.start)
      continue;
    hints.push(...hintsOf(snapshot, file, directive));
  }
  return hints.filter(({ offset }) => span.start <= offset && offset <= span.end).sort((a, b) => a.offset - b.offset);
}

function headEnd({ body, end }: Directive): number {
  return body === null ? end : body.start + 1;
}

function hintsOf(snapshot: Snapshot, file: FileId, directive: Directive): readonly Hint[] {
  const all = snapshot
    .views(file)
    .flatMap(({ analysis: { model }, file: named }) =>
      model.occurrencesOf(directive).flatMap((at) => (at.file === named ? [{ model, at }] : [])),
    )
    .slice(0, MOST_STANDINGS);
  const [first, ...others] = all.map((standing) => SOURCES.flatMap((hints) => hints(standing)));
  if (first === undefined) return [];
  return first.filter((hint) => others.every((hints) => hints.some((each) => isSame(each, hint))));
}

function isSame(one: Hint, other: Hint): boolean {
  return one.offset === other.offset && one.text === other.text;
}
