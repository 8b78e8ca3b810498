import type { Directive, SourceFile, Token } from '../syntax/nodes.ts';
import { directivesAt } from '../syntax/walk.ts';
import type { Span } from '../text/span.ts';
import type { Diagnostic } from './diagnostic.ts';

/** A comment that switches rules off for a part of a file. */
export interface Suppression {
  /** The comment. */
  readonly comment: Span;
  /** Rule ids; empty: all but the fatal ones. */
  readonly rules: readonly string[];
  readonly reason: string | null;
  /** Diagnostics that begin in here are left out. */
  readonly region: Span;
}

const COMMENT = /^#\s*nginx-lint-(disable-next-line|disable-line|disable|enable)(?=\s|$)\s*(.*)$/s;

/** The suppressing comments of a file, in order. */
function suppressionsIn(source: SourceFile): Suppression[] {
  if (!source.text.includes('nginx-lint-disable')) return [];
  const comments = source.comments.flatMap((comment) => {
    const found = COMMENT.exec(source.text.slice(comment.start, comment.end).trimEnd());
    if (!found) return [];
    const [rules, reason] = readRules(found[2] ?? '');
    return [{ comment, kind: found[1] ?? '', rules, reason }];
  });
  return comments.flatMap((entry, index) => {
    const { comment, kind, rules, reason } = entry;
    if (kind === 'enable') return [];
    const enable = comments.slice(index + 1).find((later) => later.kind === 'enable' && endsAll(later.rules, rules));
    const region =
      kind === 'disable-line'
        ? ownLine(source, comment)
        : kind === 'disable-next-line'
          ? nextStatement(source, comment)
          : { start: comment.start, end: Math.min(blockEnd(source, comment), enable?.comment.start ?? Infinity) };
    return [{ comment, rules, reason, region }];
  });
}

/** `a, b -- why` */
function readRules(text: string): [readonly string[], string | null] {
  const [list = '', ...reason] = text.split(/(?:^|\s)--\s/);
  const rules = list.split(/[\s,]+/).filter((rule) => rule !== '');
  return [rules, reason.length > 0 ? reason.join(' -- ').trim() : null];
}

function endsAll(enabled: readonly string[], disabled: readonly string[]): boolean {
  return enabled.length === 0 || (disabled.length > 0 && disabled.every((rule) => enabled.includes(rule)));
}

function ownLine({ lines }: SourceFile, comment: Token): Span {
  const line = lines.lineAt(comment.start);
  return { start: lines.startOf(line), end: lines.startOf(line + 1) };
}

/** From the next line to the end of the statement that begins on it; comments and empty lines between do not count. */
function nextStatement(source: SourceFile, comment: Token): Span {
  const { lines } = source;
  const start = lines.startOf(lines.lineAt(comment.start) + 1);
  const statement = firstFrom(source.items, start);
  if (statement === null) return { start, end: lines.startOf(lines.lineAt(start) + 1) };
  return { start, end: lines.startOf(lines.lineAt(statement.stop) + 1) };
}

/** The first directive that begins at an offset or behind it. */
function firstFrom(items: readonly Directive[], offset: number): Directive | null {
  for (const item of items) {
    if (item.start >= offset) return item;
    if (item.end <= offset || item.body?.kind !== 'block') continue;
    const inner = firstFrom(item.body.items, offset);
    if (inner) return inner;
  }
  return null;
}

function blockEnd(source: SourceFile, comment: Token): number {
  const blocks = directivesAt(source.items, comment.start).filter(
    ({ body }) => body !== null && body.start < comment.start && comment.end <= body.end,
  );
  return blocks.at(-1)?.end ?? Number.POSITIVE_INFINITY;
}

/** A finding that a comment switched off. */
export interface Silenced {
  readonly diagnostic: Diagnostic;
  readonly by: Suppression;
}

export interface Suppressed {
  readonly kept: readonly Diagnostic[];
  readonly silenced: readonly Silenced[];
  readonly unused: readonly Suppression[];
  readonly all: readonly Suppression[];
}

/** Leaves out what the comments of a file switch off. */
export function suppress(source: SourceFile, diagnostics: readonly Diagnostic[]): Suppressed {
  const suppressions = suppressionsIn(source);
  if (suppressions.length === 0) return { kept: diagnostics, silenced: [], unused: [], all: [] };
  const used = new Set<Suppression>();
  const silenced: Silenced[] = [];
  const kept = diagnostics.filter((diagnostic) => {
    const by = suppressions.filter(
      ({ region, rules }) =>
        region.start <= diagnostic.span.start &&
        diagnostic.span.start < region.end &&
        (rules.length === 0 ? !diagnostic.fatal : rules.includes(diagnostic.rule)),
    );
    for (const suppression of by) used.add(suppression);
    const [first] = by;
    if (first !== undefined) silenced.push({ diagnostic, by: first });
    return first === undefined;
  });
  const unused = suppressions.filter((suppression) => !used.has(suppression));
  return { kept, silenced, unused, all: suppressions };
}
