import {
  applyEdits,
  type Diagnostic,
  encode,
  type FileEdit,
  type FileId,
  type FileSystem,
  joinDiagnostics,
  planFixes,
} from '@nginx-lint/core';
import { isOnDisk, realPathOf, toFileId, toPath } from '@nginx-lint/disk';
import type { FileText } from './file-text.ts';
import type { Linted, Round } from './linting.ts';

/** More passes than this are not made: what has not come to rest by then goes in circles. */
const MOST_PASSES = 10;

/** How often a pass is made anew because one of its fixes did harm. */
const MOST_SETBACKS = 50;

export interface FixRequest {
  readonly unsafe: boolean;
  /** May the file of this real path be changed? */
  mayWrite(path: string): boolean;
  /** Lints everything, with the files as they would be. */
  look(files: FileSystem): Promise<Round>;
}

/** One file that the fixes change. */
export interface ChangedFile {
  /** Without symbolic links. */
  readonly path: string;
  readonly before: FileText;
  readonly after: FileText;
}

export interface Mended {
  readonly changed: readonly ChangedFile[];
  /** How many findings were mended. */
  readonly count: number;
  /** What is left. */
  readonly round: Round;
}

/**
 * Makes the fixes of a round in memory, pass after pass, until nothing changes. A fix that makes nginx refuse what it
 * accepted before is given up. Nothing is written.
 */
export async function mend(first: Round, below: FileSystem, request: FixRequest): Promise<Mended> {
  const bench = new Workbench(below, request);
  let round = first;
  let count = 0;
  let setbacks = 0;
  for (let passes = 0; passes < MOST_PASSES; ) {
    const plan = bench.plan(bench.candidates(round));
    if (plan.edits.size === 0) break;
    const next = await bench.make(plan, round);
    if (next !== null) {
      passes++;
      count += plan.fixed.length;
      round = next;
    } else if (++setbacks > MOST_SETBACKS) break;
    else await bench.findCulprit(plan.fixed, round);
  }
  return { changed: bench.changedFiles(first, round), count, round };
}

type Plan = ReturnType<typeof planFixes>;

/** The files as they are, with the changes made so far. */
class Workbench {
  readonly #below: FileSystem;
  readonly #request: FixRequest;
  /** By real path. */
  #bytes = new Map<string, Uint8Array>();
  /** Fixes that do harm. */
  readonly #givenUp = new Set<string>();

  constructor(below: FileSystem, request: FixRequest) {
    this.#below = below;
    this.#request = request;
  }

  get files(): FileSystem {
    const bytes = this.#bytes;
    return {
      read: async (file) => (isOnDisk(file) ? bytes.get(realPathOf(toPath(file))) : null) ?? this.#below.read(file),
      list: (folder) => this.#below.list(folder),
    };
  }

  /** Findings with the one fix that is to be made of each; a file has one name in it, whatever links lead there. */
  candidates(round: Round): readonly Diagnostic[] {
    const { diagnostics } = joinDiagnostics(round.linted.map(({ result }) => result));
    const opinions = round.linted.map(opinionOf);
    const wanted = new Set(round.linted.flatMap(({ files }) => [...files].map(realOf)));
    return diagnostics.flatMap((diagnostic) => {
      const fix = diagnostic.fixes.find(({ safe }) => safe) ?? (this.#request.unsafe ? diagnostic.fixes[0] : undefined);
      if (fix === undefined) return [];
      const touched = [...new Set(fix.edits.map(({ file }) => file))];
      const allowed = touched.every(
        (file) => isOnDisk(file) && wanted.has(realOf(file)) && this.#request.mayWrite(realOf(file)),
      );
      const key = keyOf(diagnostic);
      // Where several configurations hold a file, all of them must want the same change.
      const agreed = opinions.every(
        ({ files, keys }) => !touched.some((file) => files.has(realOf(file))) || keys.has(key),
      );
      if (!allowed || !agreed || !fix.edits.every((edit) => canHold(edit, round))) return [];
      const edits = fix.edits.map((edit) => ({ ...edit, file: toFileId(realOf(edit.file), '/') }));
      const candidate = { ...diagnostic, fixes: [{ ...fix, edits }] };
      return this.#givenUp.has(key) ? [] : [candidate];
    });
  }

  plan(diagnostics: readonly Diagnostic[]): Plan {
    return planFixes(diagnostics, { unsafe: true });
  }

  /** The round after the edits; null, with nothing changed, where they do harm. */
  async make(plan: Plan, round: Round): Promise<Round | null> {
    const before = this.#bytes;
    const sources = sourcesOf(round);
    this.#bytes = new Map(before);
    for (const [file, edits] of plan.edits) {
      const source = sources.get(realOf(file));
      if (source !== undefined) this.#bytes.set(realOf(file), encode(applyEdits(source.text, edits), source.encoding));
    }
    const next = await this.#request.look(this.files);
    if (!isWorse(round, next, plan.fixed)) return next;
    this.#bytes = before;
    return null;
  }

  /** Gives up a fix that does harm: of those that do, alone or together with those before it, the last. */
  async findCulprit(fixed: readonly Diagnostic[], round: Round): Promise<void> {
    let harmless = 0;
    let harmful = fixed.length;
    while (harmful - harmless > 1) {
      const middle = (harmless + harmful) >> 1;
      const before = this.#bytes;
      const made = await this.make(this.plan(fixed.slice(0, middle)), round);
      this.#bytes = before;
      if (made === null) harmful = middle;
      else harmless = middle;
    }
    const culprit = fixed[harmful - 1];
    if (culprit !== undefined) this.#givenUp.add(keyOf(culprit));
  }

  changedFiles(first: Round, last: Round): readonly ChangedFile[] {
    const [before, after] = [sourcesOf(first), sourcesOf(last)];
    return [...this.#bytes.keys()].sort().flatMap((path): ChangedFile[] => {
      const [old, mended] = [before.get(path), after.get(path)];
      return old === undefined || mended === undefined || old.text === mended.text
        ? []
        : [{ path, before: old, after: mended }];
    });
  }
}

const realOf = (file: FileId): string => realPathOf(toPath(file));

function keyOf({ rule, file, span, message, fixes }: Diagnostic): string {
  const edits = fixes[0]?.edits.map((edit) => [realOf(edit.file), edit.span.start, edit.span.end, edit.text]);
  return JSON.stringify([rule, realOf(file), span.start, span.end, message, edits]);
}

/** What one configuration wants changed, and in which files it has a say. */
function opinionOf({ sources, found }: Linted): { files: ReadonlySet<string>; keys: ReadonlySet<string> } {
  const files = new Set([...sources.keys()].filter(isOnDisk).map(realOf));
  return { files, keys: new Set(found.filter(({ fixes }) => fixes.length > 0).map(keyOf)) };
}

/** A file whose bytes are no UTF-8 has no place for characters beyond its 256. */
function canHold(edit: FileEdit, round: Round): boolean {
  const source = round.linted.map(({ sources }) => sources.get(edit.file)).find((found) => found !== undefined);
  return source !== undefined && (source.encoding === 'utf-8' || /^[\0-\x7f]*$/.test(edit.text));
}

function sourcesOf({ linted }: Round): ReadonlyMap<string, FileText> {
  const all = new Map<string, FileText>();
  for (const { sources } of linted)
    for (const [file, source] of sources) if (isOnDisk(file)) all.set(realOf(file), source);
  return all;
}

/** Does nginx refuse something that it did not refuse before? What a mended error hid may come to light. */
function isWorse(before: Round, after: Round, fixed: readonly Diagnostic[]): boolean {
  const known = fatalsOf(before);
  const now = fatalsOf(after);
  const total = (counts: ReadonlyMap<string, number>) => [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (fixed.some(({ fatal }) => fatal)) return total(now) > total(known);
  return [...now].some(([key, count]) => count > (known.get(key) ?? 0));
}

/** What nginx refuses, however the rules are set, and how often. */
function fatalsOf({ linted }: Round): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { refusals } of linted)
    for (const [key, count] of refusals) counts.set(key, (counts.get(key) ?? 0) + count);
  return counts;
}
