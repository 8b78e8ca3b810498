import {
  applyEdits,
  type ConfigModel,
  createSettings,
  type Diagnostic,
  decode,
  encode,
  type FileId,
  type FileSystem,
  lint,
  planFixes,
  type Rule,
  rules,
  type SourceFile,
} from '@nginx-lint/core';
import { fatalsOf } from './fatal-lines.ts';

/** A configuration that can be read again with other contents. */
export interface Mendable {
  readonly name: string;
  /** With the contents of some files in the place of those that they have. */
  load(changed: ReadonlyMap<FileId, Uint8Array>): Promise<ConfigModel>;
  /** May this file be changed? */
  isOwn(file: FileId): boolean;
}

/** More passes than this are made by nobody. */
const MOST_PASSES = 10;

/** Rules whose fixes change line ends, comments or the mark at the beginning of a file, as that is what they are about. */
const CHANGES: Readonly<Record<string, ReadonlySet<string>>> = {
  ends: new Set(['style-line-ending']),
  comments: new Set(['suppression-unused']),
  mark: new Set(['unknown-directive']),
};

export interface Outcome {
  /** What went wrong, as sentences with the rule in front. */
  readonly complaints: readonly string[];
  /** How many fixes were made. */
  readonly made: number;
  /** The files as they are after the fixes of all rules. */
  readonly changed: ReadonlyMap<FileId, Uint8Array>;
  readonly before: ConfigModel;
  readonly after: ConfigModel;
}

/** Makes the safe fixes of each rule alone unless `together`, then those of all, and looks at what comes of it. */
export async function fixOutcome(config: Mendable, { together = false } = {}): Promise<Outcome> {
  const before = await config.load(new Map());
  const fixable = new Set(safelyFixable(before, config, rules).map(({ rule }) => rule));
  const complaints: string[] = [];
  let made = 0;
  for (const rule of rules.filter(({ id }) => fixable.has(id) && !together)) {
    const alone = await toTheEnd(before, config, [rule]);
    made += alone.made;
    complaints.push(...harm(before, alone, [rule.id]).map((what) => `${rule.id}: ${config.name}: ${what}`));
  }
  const all = await toTheEnd(before, config, rules);
  complaints.push(...harm(before, all, [...fixable]).map((what) => `all: ${config.name}: ${what}`));
  return { complaints, made, changed: all.changed, before, after: all.model };
}

/** A file system with some files changed. */
export function changedFiles(below: FileSystem, changed: ReadonlyMap<FileId, Uint8Array>): FileSystem {
  return { read: async (file) => changed.get(file) ?? below.read(file), list: (folder) => below.list(folder) };
}

interface End {
  readonly model: ConfigModel;
  readonly changed: ReadonlyMap<FileId, Uint8Array>;
  readonly made: number;
  /** Rules that would go on for ever. */
  readonly restless: readonly string[];
}

async function toTheEnd(before: ConfigModel, config: Mendable, only: readonly Rule[]): Promise<End> {
  let model = before;
  const changed = new Map<FileId, Uint8Array>();
  let made = 0;
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const plan = planFixes(safelyFixable(model, config, only), { unsafe: false });
    if (plan.edits.size === 0) return { model, changed, made, restless: [] };
    made += plan.fixed.length;
    for (const [file, edits] of plan.edits) {
      const source = model.source(file);
      changed.set(file, encode(applyEdits(source.text, edits), source.encoding));
    }
    model = await config.load(changed);
  }
  const restless = [...new Set(safelyFixable(model, config, only).map(({ rule }) => rule))];
  return { model, changed, made, restless };
}

function safelyFixable(model: ConfigModel, config: Mendable, only: readonly Rule[]): Diagnostic[] {
  // A comment is unused only where all rules have run.
  const ran = only.some(({ id }) => id === 'suppression-unused') ? rules : only;
  const wanted = new Set(only.map(({ id }) => id));
  return lint(model, ran, createSettings({ preset: 'all' })).diagnostics.flatMap((diagnostic) => {
    const fixes = diagnostic.fixes.filter(({ safe, edits }) => safe && edits.every(({ file }) => config.isOwn(file)));
    return fixes.length > 0 && wanted.has(diagnostic.rule) ? [{ ...diagnostic, fixes }] : [];
  });
}

function harm(before: ConfigModel, { model, changed, restless }: End, fixed: readonly string[]): string[] {
  const found = restless.map((rule) => `${rule} finds something to mend after ${MOST_PASSES} passes`);
  const known = counted(fatalsOf(before).map(({ rule, message }) => `${rule}: ${message}`));
  const now = counted(fatalsOf(model).map(({ rule, message }) => `${rule}: ${message}`));
  // Of what nginx refuses already, it sees no more than the first error.
  if (known.size === 0)
    for (const [fatal, count] of now) if (count > (known.get(fatal) ?? 0)) found.push(`nginx now refuses it: ${fatal}`);
  const may = (what: keyof typeof CHANGES): boolean => fixed.some((rule) => CHANGES[what]?.has(rule));
  for (const file of changed.keys()) {
    const [old, mended] = [before.source(file), model.tree.files.get(file)];
    if (mended === undefined) {
      found.push(`${file} is not included any more`);
      continue;
    }
    if (mended.problems.length > old.problems.length)
      found.push(`it parses worse: ${mended.problems.map(({ message }) => message).join(', ')}`);
    if (old.problems.length === 0 && !may('comments')) {
      const left = counted(commentsOf(mended));
      for (const [comment, count] of counted(commentsOf(old)))
        if ((left.get(comment) ?? 0) < count) found.push(`a comment is lost: ${comment}`);
    }
    if (!may('ends') && endsOf(mended) !== endsOf(old) && endsOf(old) !== 'mixed' && mended.text !== '')
      found.push(`line ends were ${endsOf(old)} and are ${endsOf(mended)}`);
    if (!may('mark') && mended.text.startsWith('\ufeff') !== old.text.startsWith('\ufeff'))
      found.push('the byte order mark has changed');
    const bytes = changed.get(file);
    if (bytes !== undefined && decode(bytes).encoding !== old.encoding) found.push('the encoding has changed');
  }
  return found;
}

function counted(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

function commentsOf({ text, comments }: SourceFile): string[] {
  return comments.map(({ start, end }) => text.slice(start, end).trim());
}

/** The last line may end or not, too. */
function endsOf({ text }: SourceFile): string {
  const crlf = text.split('\r\n').length - 1;
  const lf = text.split('\n').length - 1 - crlf;
  return crlf > 0 && lf > 0 ? 'mixed' : crlf > 0 ? 'CRLF' : lf > 0 ? 'LF' : 'none';
}
