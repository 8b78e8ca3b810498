import { existsSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { type Diagnostic, type FileId, joinDiagnostics, rules } from '@nginx-lint/core';
import { toPath } from '@nginx-lint/disk';
import { writeWhole } from '../atomic-write.ts';
import { Failure } from '../failure.ts';
import { type Fingerprints, keyOf } from '../fingerprints.ts';
import type { LintOptions } from '../lint-options.ts';
import { fingerprintsIn, type Round, withoutFindings } from '../linting.ts';
import { inRealFolder, realFolder } from '../real-folder.ts';
import { counted } from '../reporters/report.ts';
import { Counts, readBaseline } from './baseline-file.ts';

/** The findings that were there when a project began to use nginx-lint, and that are not reported. */
export class Baseline {
  readonly #path: string;
  /** As it was given, for messages. */
  readonly #shown: string;
  readonly #options: LintOptions;
  readonly #known: Counts;
  readonly #exists: boolean;

  /** @throws Failure where the file is no baseline, or is missing and not to be written */
  constructor(file: string, options: LintOptions, cwd: string) {
    this.#path = resolve(cwd, file);
    this.#shown = file;
    this.#options = options;
    const known = readBaseline(this.#path, file);
    if (known === null && !options.updateBaseline)
      throw new Failure(`${file}: no such file or folder; --update-baseline writes it`);
    this.#known = known ?? new Counts();
    this.#exists = known !== null;
  }

  /** Leaves out what is known; what is said of it goes into the notes. All is known where the baseline is written anew. */
  narrow(round: Round): Round {
    const fingerprints = fingerprintsIn(round);
    const hidden = new Set<string>();
    for (const diagnostic of found(round)) {
      const { line, ordinal } = fingerprints(diagnostic);
      const count = this.#known.get(this.#nameOf(diagnostic.file), diagnostic.rule, line);
      if (this.#options.updateBaseline || ordinal < count) hidden.add(keyOf(diagnostic));
    }
    const notes: string[] = [];
    const { gone } = this.#compare(round, fingerprints);
    if (!this.#options.updateBaseline) {
      if (hidden.size > 0) notes.push(`${counted(hidden.size, 'known problem')} not shown (${this.#shown})`);
      if (gone > 0)
        notes.push(
          `${counted(gone, 'problem')} of ${this.#shown} no longer ${gone === 1 ? 'occurs' : 'occur'}; --update-baseline takes ${gone === 1 ? 'it' : 'them'} out`,
        );
    }
    return withoutFindings(round, (diagnostic) => hidden.has(keyOf(diagnostic)), notes);
  }

  /** Writes what there is now. Returns what is to be said of it. @throws Failure where the file cannot be written */
  update(round: Round): string {
    if (round.unreadable.length > 0) throw new Failure(`${this.#shown}: not written, as not everything could be read`);
    const { next, fresh, gone } = this.#compare(round, fingerprintsIn(round));
    const entries = [...next.entries()].reduce((sum, [, , , count]) => sum + count, 0);
    if (!this.#exists || next.text() !== this.#known.text()) writeWhole(this.#path, next.text(), this.#shown);
    return `${this.#shown}: ${counted(entries, 'problem')} (${fresh} new, ${gone} gone)`;
  }

  /** What the baseline would hold now. What was not looked at, by file or by rule, stays as it is. */
  #compare(round: Round, fingerprints: Fingerprints): { next: Counts; fresh: number; gone: number } {
    const next = new Counts();
    for (const diagnostic of found(round))
      next.add(this.#nameOf(diagnostic.file), diagnostic.rule, fingerprints(diagnostic).line);
    let fresh = 0;
    for (const [file, rule, line, count] of next.entries())
      fresh += Math.max(count - this.#known.get(file, rule, line), 0);
    let gone = 0;
    const looked = new Set(round.linted.flatMap(({ files }) => [...files].map((file) => this.#nameOf(file))));
    for (const [file, rule, line, count] of this.#known.entries()) {
      const judged = this.#judges(rule) && (looked.has(file) || !existsSync(resolve(dirname(this.#path), file)));
      const left = count - next.get(file, rule, line);
      if (judged) gone += Math.max(left, 0);
      else if (left > 0) next.add(file, rule, line, left);
    }
    return { next, fresh, gone };
  }

  /** Does a rule speak with the --select and --ignore of this run? */
  #judges(id: string): boolean {
    const { select, ignore } = this.#options;
    const names = [id, rules.find((rule) => rule.id === id)?.group ?? id];
    return (
      (select.length === 0 || names.some((name) => select.includes(name))) &&
      !names.some((name) => ignore.includes(name))
    );
  }

  #nameOf(file: FileId): string {
    return relative(realFolder(dirname(this.#path)), inRealFolder(toPath(file)))
      .split(sep)
      .join('/');
  }
}

/** All that is found in the wanted files. */
function found(round: Round): readonly Diagnostic[] {
  return joinDiagnostics(
    round.linted.map(({ result, found: all, files }) => ({
      ...result,
      diagnostics: all.filter(({ file }) => files.has(file)),
    })),
  ).diagnostics;
}
