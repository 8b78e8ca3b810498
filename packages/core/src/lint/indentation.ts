import type { SourceFile } from '../syntax/nodes.ts';
import { type CodeLine, eachCodeLine } from './code-lines.ts';
import { layoutOf } from './layout.ts';

/** Nobody nests as deep, and nobody would indent it. */
export const DEEPEST = 50;

const STEP = /^(?: +|\t)$/;

/**
 * Is a file that nginx's reader accepts indented without any exception: all lines of one depth alike, by `unit` or by
 * whatever it has, more than those around? Most are, and nobody need look at their lines one by one.
 */
export function isEven(file: SourceFile, unit: string | null): boolean {
  const { indentations, nested } = layoutOf(file);
  if (indentations === null || indentations.length > DEEPEST) return false;
  const [base, inner = base] = indentations;
  if (base === undefined || inner === undefined) return false;
  const step = unit ?? inner.slice(base.length);
  const known = unit !== null || indentations.length === 1 || (nested && STEP.test(step));
  return known && indentations.every((indentation, depth) => indentation === base + step.repeat(depth));
}

export interface Habits {
  /** What most blocks of the file indent their first statement by. */
  readonly unit: string;
  /** What the outermost lines of a piece have in common: all of it may be indented. */
  readonly base: string;
}

const FALLBACK = '    ';

/** How a file is indented that nginx's reader accepts. */
export function habitsOf(file: SourceFile): Habits {
  const votes = new Map<string, number>();
  let base: string | null = null;
  let alike = true;
  const around = { depth: DEEPEST, indentation: '' };
  eachCodeLine(file, (line) => {
    const { kind, depth } = line;
    if (depth > DEEPEST || kind === 'goes-on' || kind === 'comment') return;
    const indentation = indentationOf(file, line);
    if (depth === 0) {
      base ??= indentation;
      alike &&= indentation === base;
    }
    if (kind === 'statement' && around.depth === depth - 1 && indentation.startsWith(around.indentation)) {
      const step = indentation.slice(around.indentation.length);
      if (STEP.test(step)) votes.set(step, (votes.get(step) ?? 0) + 1);
    }
    around.depth = kind === 'close' ? DEEPEST : depth;
    around.indentation = indentation;
  });
  const [most] = [...votes].sort(([, one], [, other]) => other - one);
  return { unit: most?.[0] ?? FALLBACK, base: alike ? (base ?? '') : '' };
}

export function indentationOf({ text }: SourceFile, { begin, start }: CodeLine): string {
  return text.slice(begin, start);
}

/** Asked of every line, for which no text is cut out. */
export function isIndentedBy({ text }: SourceFile, { begin, start }: CodeLine, wanted: string): boolean {
  return start - begin === wanted.length && text.startsWith(wanted, begin);
}
