import { asUtf8, type SourceFile, walk } from '@nginx-lint/core';

/** `[line of the first word, line that nginx prints, terminator, words]`, as in the reference token streams. */
export type TokenRecord = readonly [number, number, string, readonly string[]] | readonly [number, number, '}'];

export interface TokenStream {
  readonly records: readonly TokenRecord[];
  readonly error: { readonly line: number; readonly message: string } | null;
}

/** What nginx's reader makes of a file, up to its first error. */
export function tokenStream(source: SourceFile): TokenStream {
  const first = source.problems[0]?.nginx ?? null;
  const end = source.problems.length > 0 ? (first?.offset ?? 0) : Number.POSITIVE_INFINITY;
  const line = (offset: number): number => source.lines.lineAt(offset);
  const records: TokenRecord[] = [];
  for (const step of walk(source.items)) {
    const { directive } = step;
    if (step.kind === 'leave') {
      if (step.close === null || step.close.start >= end) continue;
      records.push([line(step.close.start), line(step.close.start), '}']);
      continue;
    }
    if (directive.terminator === null || directive.stop >= end) continue;
    const words = [directive.name, ...directive.args].map((word) => word.value);
    if (directive.body?.kind === 'raw') {
      if (directive.body.close === null) continue;
      words.push(source.text.slice(directive.body.text.start, directive.body.text.end));
    }
    const term = directive.body?.kind === 'raw' ? 'lua' : directive.terminator;
    records.push([line(directive.start), line(directive.stop), term, words]);
  }
  if (source.encoding === 'latin1') decodeWords(records);
  return { records, error: first && { line: line(first.offset), message: first.message } };
}

/** A stream is written as bytes only where one of its words is no UTF-8. */
function decodeWords(records: TokenRecord[]): void {
  const decoded = records.map((record): TokenRecord | null => {
    if (record.length === 3) return record;
    const words = record[3].map(asUtf8);
    return words.every((word) => word !== null) ? [record[0], record[1], record[2], words] : null;
  });
  if (decoded.every((record) => record !== null)) records.splice(0, records.length, ...decoded);
}
