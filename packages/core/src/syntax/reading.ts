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
  /** In the order of the text. */
  refused(): readonly Refused[];
}

/** Only of files whose every problem concerns the statements around it and nothing else. */
const readings = new WeakMap<SourceFile, Reading>();

export function readingOf(file: SourceFile): Reading | null {
  return readings.get(file) ?? null;
}

export function rememberReading(file: SourceFile, reading: Reading): void {
  readings.set(file, reading);
}

/** Faults of the structure that say nothing about the blocks around them. */
const LOCAL = new Set<StructureFault['kind']>(['unfinished', 'unexpected-semicolon']);

/** Is a half-written statement all that is wrong? Quotes and braces may change what the rest of a text means. */
export function areLocal(problems: readonly ReaderProblem[], faults: readonly StructureFault[]): boolean {
  if (problems.length !== faults.length || problems.some(({ rule }) => rule === 'unclosed-quote')) return false;
  return faults.every(({ kind }) => LOCAL.has(kind));
}
