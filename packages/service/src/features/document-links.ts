import {
  createPlaces,
  type Directive,
  type FileId,
  kindAt,
  type Places,
  pathOf,
  type Span,
  type Word,
  walk,
} from '@nginx-lint/core';
import { oneId } from '../names/same-names.ts';
import type { Analysis, Snapshot, View } from '../snapshot.ts';

export interface DocumentLink {
  /** The path without its quotes. */
  readonly span: Span;
  /** null: it leads to several files, or to none. */
  readonly target: FileId | null;
  readonly tooltip: string | null;
}

/** Is there a file? Folders are none. */
export type IsFile = (file: FileId) => boolean;

/**
 * The paths of a file: those of `include` with the file that they lead to (of a pattern, if it is one only), and those of
 * certificates, password files and the like, as far as `isFile` knows them in the workspace.
 */
export function documentLinks(snapshot: Snapshot, file: FileId, isFile: IsFile | null = null): readonly DocumentLink[] {
  const found = new Map<number, DocumentLink>();
  for (const view of snapshot.views(file)) {
    const reader = new LinkReader(snapshot, view, isFile);
    for (const link of reader.read()) {
      const known = found.get(link.span.start);
      // One configuration may know where a path leads, and another one not.
      if (known === undefined || (known.target === null && link.target !== null)) found.set(link.span.start, link);
    }
  }
  return [...found.values()].sort((one, other) => one.span.start - other.span.start);
}

class LinkReader {
  readonly #snapshot: Snapshot;
  readonly #view: View;
  readonly #isFile: IsFile | null;
  readonly #places: Places;

  constructor(snapshot: Snapshot, view: View, isFile: IsFile | null) {
    this.#snapshot = snapshot;
    this.#view = view;
    this.#isFile = isFile;
    this.#places = placesFor(view.analysis);
  }

  *read(): Generator<DocumentLink> {
    const { model } = this.#view.analysis;
    for (const { kind, directive } of walk(model.source(this.#view.file).items)) {
      if (kind !== 'enter') continue;
      if (directive.name.value === 'include') yield* this.#include(directive);
      else if (this.#isFile !== null) yield* this.#files(directive, this.#isFile);
    }
  }

  *#include(directive: Directive): Generator<DocumentLink> {
    const [word] = directive.args;
    const target = this.#view.analysis.model.tree.includeTarget(directive);
    if (word === undefined || target === null) return;
    const files = [...new Set(target.files.map((file) => oneId(this.#snapshot, file)))];
    const [only] = files;
    if (only !== undefined && files.length === 1)
      yield { span: inner(word), target: only, tooltip: target.pattern ? pathOf(only) : null };
    else if (target.pattern) yield { span: inner(word), target: null, tooltip: listed(files) };
  }

  *#files(directive: Directive, isFile: IsFile): Generator<DocumentLink> {
    const kinds = this.#view.analysis.model.occurrencesOf(directive)[0]?.fact?.valueKinds;
    if (!kinds?.some(({ kind }) => kind === 'path')) return;
    for (const [index, word] of directive.args.entries()) {
      const kind = kindAt(kinds, index, directive.args.length);
      // Where relative paths begin at the root, requests decide.
      if (kind?.kind !== 'path' || kind.base === 'root' || /[$:]/.test(word.value) || word.value === '') continue;
      const target = this.#places.locate(this.#places.fullName(word.value));
      if (isFile(target)) yield { span: inner(word), target, tooltip: null };
    }
  }
}

function inner({ start, end, quote }: Word): Span {
  return quote === null || end - start < 2 ? { start, end } : { start: start + 1, end: end - 1 };
}

const MOST_LISTED = 20;

function listed(files: readonly FileId[]): string {
  if (files.length === 0) return 'No file has such a name';
  const names = files.slice(0, MOST_LISTED).map((file) => pathOf(file));
  const more = files.length - names.length;
  return [`${files.length} files:`, ...names, ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}

const known = new WeakMap<Analysis, Places>();

function placesFor(analysis: Analysis): Places {
  let places = known.get(analysis);
  if (places === undefined) {
    const { entry, config } = analysis;
    const files = { list: async () => [], read: async () => 'missing' as const };
    places = createPlaces({ entry, files, prefix: config.prefix, map: config.map });
    known.set(analysis, places);
  }
  return places;
}
