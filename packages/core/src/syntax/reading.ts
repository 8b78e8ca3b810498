import type { ReaderProblem } from './faults.ts';
import type { SourceFile, SyntaxProblem } from './nodes.ts';
import type { StructureFault } from './tree-builder.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Something that nginx's parser refuses in a text as it stands and would take if the text were mended. */
export interface Refused {
  /** Where the directive begins. */
  readonly start: number;
  readonly nginx: NonNullable<SyntaxProblem['nginx']>;
}

/** What a file's problems were made of, so that after an edit only those around it are looked for anew. */
export interface Reading {
  readonly vocabulary: Vocabulary;
  /** What nginx's reader says of the text as it stands. */
  readonly strict: readonly ReaderProblem[];
  /** Where something was put in, in the order of the text. */
  readonly mended: readonly SyntaxProblem[];
  /** What nginx's reader would say of the mended text. */
  readonly left: readonly ReaderProblem[];
  /** In the order of the text. Only where all is {@link Reading.local}. */
  refused(): readonly Refused[];
  /** The first one that nginx notices before an offset. */
  firstRefused(before: number): Refused | null;
  /** Does every problem concern the statements around it and nothing else? */
  readonly local: boolean;
}

/** Of files whose tree tells where the text was mended. */
const readings = new WeakMap<SourceFile, Reading>();

export function readingOf(file: SourceFile): Reading | null {
  return readings.get(file) ?? null;
}

export function rememberReading(file: SourceFile, reading: Reading): void {
  readings.set(file, reading);
}

/** As it is kept with a file: what is not local is looked for anew, and the tree as it stands is let go. */
export function keptReading(reading: Reading): Reading {
  return reading.local ? reading : { ...reading, refused: NOTHING, firstRefused: () => null };
}

const NOTHING = (): readonly Refused[] => [];

/** Of files without problems. */
export const WITHOUT_PROBLEMS: Omit<Reading, 'vocabulary'> = {
  strict: [],
  mended: [],
  left: [],
  refused: NOTHING,
  firstRefused: () => null,
  local: true,
};

/** Does each brace stand in the tree, or is it named by a problem? What ends a block without a name is in neither. */
export function isShownByTree(faults: readonly StructureFault[]): boolean {
  return faults.every(({ kind }) => kind !== 'unexpected-open');
}

/** Faults of the structure that say nothing about the blocks around them. */
const LOCAL = new Set<StructureFault['kind']>(['unfinished', 'unexpected-semicolon']);

/** Is a half-written statement all that is wrong? Quotes and braces may change what the rest of a text means. */
export function areLocal(problems: readonly ReaderProblem[], faults: readonly StructureFault[]): boolean {
  if (problems.length !== faults.length || problems.some(({ rule }) => rule === 'unclosed-quote')) return false;
  return faults.every(({ kind }) => LOCAL.has(kind));
}
