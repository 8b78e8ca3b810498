import type { ConfigModel, Directive, FileId, Occurrence, Span, Word } from '@nginx-lint/core';
import type { Snapshot } from '../../snapshot.ts';
import { placesAt, type Spot, spotAt, wordOf } from '../../spot.ts';
import type { Markdown } from '../markdown.ts';

/** A directive in one configuration, in one of the places in which its file is included there. */
export interface Standing {
  readonly model: ConfigModel;
  readonly at: Occurrence;
}

/** The word at an offset with all that its directive is. */
export interface Subject {
  readonly snapshot: Snapshot;
  readonly file: FileId;
  readonly offset: number;
  readonly spot: Spot;
  readonly directive: Directive;
  /** -1 is the name, 0 the first argument. */
  readonly index: number;
  readonly word: Word;
  /** At least one, whole configurations first; at most {@link MOST_STANDINGS}. */
  readonly standings: readonly [Standing, ...Standing[]];
}

/** What is said of a part of the text. */
export interface Finding {
  readonly span: Span;
  readonly markdown: Markdown;
}

/** A file of headers may be included in thousands of places, which hardly differ. */
const MOST_STANDINGS = 50;

/** The directive whose word an offset touches; null in white space, comments and Lua. */
export function subjectAt(snapshot: Snapshot, file: FileId, offset: number): Subject | null {
  const source = snapshot.source(file);
  if (source === null) return null;
  const spot = spotAt(source, Math.max(0, Math.min(offset, source.text.length)));
  const { directive, word: index } = spot;
  const word = directive === null || index === null ? null : wordOf(directive, index);
  if (spot.opaque || directive === null || index === null || word === null) return null;
  const [first, ...rest] = placesAt(snapshot, file, spot)
    .slice(0, MOST_STANDINGS)
    .flatMap(({ view, at }): Standing[] => (at === null ? [] : [{ model: view.analysis.model, at }]));
  if (first === undefined) return null;
  return { snapshot, file, offset: spot.offset, spot, directive, index, word, standings: [first, ...rest] };
}

/** Is it a line of a `map`, `types` or another block with a grammar of its own? */
export function isEntry({ at, model }: Standing): boolean {
  const block = at.parent;
  if (block === null || block.fact === null || at.fact !== null) return false;
  return block.fact.body !== 'directives' && model.facts.opens(block.fact, block.context) === null;
}
