import type { Context, Facts } from '../facts/types.ts';
import type { Directive, SourceFile } from '../syntax/nodes.ts';
import { parse } from '../syntax/parse.ts';
import { type FileId, pathOf } from '../text/file-id.ts';
import { expand, type Surroundings } from './expand.ts';
import type { FileSystem, ReadFailure } from './files.ts';
import { surroundingsOf } from './fragment.ts';
import { prefixOfFragment } from './fragment-prefix.ts';
import { inferContext, statedContext } from './infer-context.ts';
import { createPlaces, type PathMapping } from './places.ts';
import { type LoadProgress, readAll } from './read.ts';
import { MAIN } from './standing.ts';
import type { ConfigTree } from './tree.ts';
import { vocabularyOf } from './vocabulary.ts';

export interface LoadOptions {
  readonly files: FileSystem;
  readonly facts: Facts;
  /** The folder where relative includes begin, as an absolute path or file id; that of the entry by default. */
  readonly prefix?: string | null;
  /** Absolute paths of the configuration and where they are here. */
  readonly map?: readonly PathMapping[];
  /** Parses a file, or gives what was parsed before. */
  readonly parse?: (file: FileId, bytes: Uint8Array) => SourceFile;
  readonly onProgress?: (progress: LoadProgress) => void;
}

export interface FragmentOptions extends LoadOptions {
  /** Is the context known and not a guess? By default, if it was given here or in the file. */
  readonly certain?: boolean;
}

/** The first file cannot be read: there is nothing to say about the configuration. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
  readonly file: FileId;
  readonly failure: ReadFailure;

  constructor(file: FileId, failure: ReadFailure) {
    super(`${pathOf(file)} cannot be read: ${failure}`);
    this.file = file;
    this.failure = failure;
  }
}

const WHOLE = { certain: true, whole: true } as const;

/** Reads an entry with everything it includes. @throws {UnreadableFile} for the entry itself */
export async function loadTree(entry: FileId, options: LoadOptions): Promise<ConfigTree> {
  return load(await readFirst(entry, options), options, { inside: MAIN, parent: null }, WHOLE);
}

/**
 * Reads a file that is only a part of a configuration, within the blocks given: `['http', 'server']`. With null, they
 * are those that its comment states or that its directives ask for; where nothing tells, the context is `unknown`.
 *
 * @throws {UnreadableFile} for the file itself
 */
export async function loadFragment(
  file: FileId,
  context: readonly Context[] | null,
  options: FragmentOptions,
): Promise<ConfigTree> {
  const source = await readFirst(file, options);
  const stated = context ?? statedContext(source);
  const names = stated ?? inferContext(source, options.facts);
  const surroundings = surroundingsOf(file, names, options.facts);
  const prefix = options.prefix ?? (await prefixOfFragment(source, options.files));
  return load(source, { ...options, prefix }, surroundings, {
    certain: options.certain ?? stated !== null,
    whole: false,
  });
}

async function readFirst(file: FileId, options: LoadOptions): Promise<SourceFile> {
  const bytes = await options.files.read(file);
  if (typeof bytes === 'string') throw new UnreadableFile(file, bytes);
  return parserOf(options)(file, bytes);
}

async function load(
  source: SourceFile,
  options: LoadOptions,
  surroundings: Surroundings,
  { certain, whole }: Pick<ConfigTree, 'certain' | 'whole'>,
): Promise<ConfigTree> {
  const { files, facts, prefix, map, onProgress } = options;
  const places = createPlaces({ entry: source.id, files, prefix, map });
  const reading = await readAll(source, { files, facts, places, parse: parserOf(options), onProgress });
  const expansion = expand(source, { facts, files: reading.files, includes: reading.includes, surroundings });
  return {
    entry: source.id,
    certain,
    // A comment that states the context says that it is a part, `main` too.
    whole: whole && statedContext(source) === null,
    facts,
    files: reading.files,
    ...expansion,
    includeTarget: (include: Directive) => reading.includes.get(include) ?? null,
  };
}

function parserOf({ parse: given, facts }: LoadOptions): (file: FileId, bytes: Uint8Array) => SourceFile {
  if (given) return given;
  const vocabulary = vocabularyOf(facts);
  return (file, bytes) => parse(file, bytes, vocabulary);
}
