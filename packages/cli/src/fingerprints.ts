import { createHash } from 'node:crypto';
import type { Diagnostic, FileId } from '@nginx-lint/core';
import type { FileText } from './file-text.ts';

export interface Fingerprint {
  /** Of the line, however it is indented and spaced: 16 hexadecimal digits. */
  readonly line: string;
  /** How many findings of the same rule stand before it on lines of the same text in its file; from 0. */
  readonly ordinal: number;
}

export type Fingerprints = (diagnostic: Diagnostic) => Fingerprint;

/**
 * What tells findings apart, of all findings, which are sorted by place. It holds no number of a line, so that it stays
 * when lines move. Nothing is computed before somebody asks.
 */
export function fingerprintsOf(
  diagnostics: () => readonly Diagnostic[],
  source: (file: FileId) => FileText | null,
): Fingerprints {
  let known: ReadonlyMap<string, Fingerprint> | null = null;
  return (diagnostic) => {
    known ??= computed(diagnostics(), source);
    const found = known.get(keyOf(diagnostic));
    if (found === undefined) throw new Error(`no fingerprint was made for ${keyOf(diagnostic)}`);
    return found;
  };
}

function computed(
  diagnostics: readonly Diagnostic[],
  source: (file: FileId) => FileText | null,
): ReadonlyMap<string, Fingerprint> {
  const counts = new Map<string, number>();
  const found = new Map<string, Fingerprint>();
  for (const diagnostic of diagnostics) {
    const key = keyOf(diagnostic);
    if (found.has(key)) continue;
    const line = digest(lineText(diagnostic, source));
    const same = `${diagnostic.file} ${diagnostic.rule} ${line}`;
    const ordinal = counts.get(same) ?? 0;
    counts.set(same, ordinal + 1);
    found.set(key, { line, ordinal });
  }
  return found;
}

/** The line on which it begins, each run of white space as one space. */
function lineText({ file, span }: Diagnostic, source: (file: FileId) => FileText | null): string {
  const known = source(file);
  if (known === null) return '';
  const line = known.lines.lineAt(span.start);
  return known.text
    .slice(known.lines.startOf(line), known.lines.startOf(line + 1))
    .trim()
    .replace(/\s+/g, ' ');
}

/** The same for what several configurations say of one place. */
export function keyOf({ file, span, rule, message }: Diagnostic): string {
  return JSON.stringify([file, span.start, span.end, rule, message]);
}

/** 64 bits are plenty to tell the lines of a configuration apart, and keep baselines small. */
export function digest(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}
