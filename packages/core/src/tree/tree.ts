import type { Context, DirectiveFact, Facts } from '../facts/types.ts';
import type { Directive, SourceFile } from '../syntax/nodes.ts';
import type { FileId } from '../text/file-id.ts';
import type { ReadFailure } from './files.ts';

/** One `include` on the way from the entry to a place. */
export interface IncludeStep {
  readonly file: FileId;
  readonly include: Directive;
}

/** A directive in one place of the whole configuration; one syntax node has several where its file is included twice. */
export interface Occurrence {
  /** What `node.name.value` says, at hand for all that look for directives by their names. */
  readonly name: string;
  readonly node: Directive;
  readonly file: FileId;
  /** The context it stands in: `http`, `if in location`, …; `map`, `types`, … in a body of entries; `unknown` */
  readonly context: Context;
  /** The fact that holds here; null where nginx does not know or not allow it, and for entries. */
  readonly fact: DirectiveFact | null;
  readonly parent: Occurrence | null;
  /** In nginx's reading order: an `include` stands before what it leads to, which follows on the same level. */
  readonly children: readonly Occurrence[];
  /** How this place was reached; empty in the entry. */
  readonly via: readonly IncludeStep[];
  /** A block made up around a fragment, which no file holds. */
  readonly implied: boolean;
}

/** What became of one `include`: the files it leads to, in glob(3)'s order. */
export interface IncludeTarget {
  /** The absolute path or pattern that nginx would open. */
  readonly path: string;
  readonly pattern: boolean;
  readonly files: readonly FileId[];
  /** For a plain name that could not be read. */
  readonly failure: ReadFailure | null;
}

/** What is wrong with the tree itself. */
export interface TreeProblem {
  readonly rule: 'include-not-found' | 'include-cycle' | 'analysis-limit';
  readonly at: Occurrence;
  /** What nginx would open. */
  readonly path: string;
  readonly failure: ReadFailure | 'cycle' | 'too-deep' | 'too-large';
  /** The path leads out of the checkout, and nothing says where its files are here. */
  readonly elsewhere?: boolean;
}

/** An entry with everything that it includes, expanded. */
export interface ConfigTree {
  readonly entry: FileId;
  /** False where the surroundings were guessed from a fragment's own directives. */
  readonly certain: boolean;
  /** All that nginx would be started with; false for a part, whether its surroundings are known or guessed. */
  readonly whole: boolean;
  readonly facts: Facts;
  readonly files: ReadonlyMap<FileId, SourceFile>;
  readonly roots: readonly Occurrence[];
  /** Every occurrence in nginx's reading order, implied ones left out. */
  readonly all: readonly Occurrence[];
  /** The same by the names of the directives, entries of `map`, `types`, … too. */
  readonly byName: ReadonlyMap<string, readonly Occurrence[]>;
  readonly problems: readonly TreeProblem[];
  includeTarget(include: Directive): IncludeTarget | null;
}
