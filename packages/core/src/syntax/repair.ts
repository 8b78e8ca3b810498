import { balance } from './balance.ts';
import { build } from './build.ts';
import type { ReaderProblem, ReadText } from './faults.ts';
import { readerProblems } from './faults.ts';
import { layoutOf } from './layout.ts';
import { mendStatements } from './mender.ts';
import type { Directive, SyntaxProblem } from './nodes.ts';
import { refusalsIn } from './refusal.ts';
import { type Tokens, tokenize } from './tokens.ts';
import type { Built } from './tree-builder.ts';
import type { BlockPath, Vocabulary } from './vocabulary.ts';

/** A broken text as its author probably meant it, with the problems where they were made. */
export interface Repaired {
  readonly items: readonly Directive[];
  readonly tokens: Tokens;
  readonly problems: readonly SyntaxProblem[];
}

/**
 * Mends a text that nginx refuses; null where there is nothing to mend. Names tell where a `;` was forgotten,
 * indentation tells where a block should have ended, and a quote that breaks the text ends on its line.
 */
export function repair(
  source: ReadText,
  built: Built,
  strict: Tokens,
  problems: readonly ReaderProblem[],
  vocabulary: Vocabulary,
): Repaired | null {
  if (problems.length === 0 && !hasMisuse(source.text, built.items, vocabulary)) return null;
  const quotes = problems.some((problem) => problem.rule === 'unclosed-quote');
  const tokens = quotes ? tokenize(source.text, { endQuotesOnLine: true }) : strict;
  const structure = quotes ? build(source.text, tokens.significant) : built;
  const surplus = structure.faults.filter(({ kind }) => kind === 'unexpected-close').length;
  const statements = mendStatements(tokens.significant, { text: source.text, vocabulary, surplus });
  const balanced = balance(source.text, statements.tokens, layoutOf(source.text, source.lines));
  const repaired = { significant: balanced.tokens, comments: tokens.comments };
  const { items, faults } = build(source.text, balanced.tokens);
  const all = [...statements.problems, ...balanced.problems, ...readerProblems(source, repaired, faults)];
  const first = problems[0] && firstReport(built.items, items, vocabulary, problems[0]);
  return { items, tokens: repaired, problems: place(all, first ?? null, quotes) };
}

/**
 * nginx may trip over what a mistake makes of the structure long before its reader notices: a `server` that a lost brace
 * puts into an `upstream` is refused there. So the first directive counts that is refused only because of the mistake.
 */
function firstReport(
  strict: readonly Directive[],
  mended: readonly Directive[],
  vocabulary: Vocabulary,
  reader: ReaderProblem,
): ReaderProblem {
  const refusals = refusalsIn(strict, vocabulary, reader.nginx.offset);
  if (refusals.size === 0) return reader;
  const still = refusalsIn(mended, vocabulary, Number.POSITIVE_INFINITY);
  for (const [start, nginx] of refusals) if (!still.has(start)) return { ...reader, nginx };
  return reader;
}

/**
 * Gives the report of nginx to the problem that causes it: the first one that has no report of its own. Of what nginx
 * would say after that nothing is known, as it stops there.
 */
function place(problems: readonly SyntaxProblem[], first: ReaderProblem | null, quotes: boolean): SyntaxProblem[] {
  const sorted = [...problems].sort((a, b) => a.start - b.start || a.end - b.end);
  if (first === null) return sorted;
  const cause =
    sorted.find((problem) => problem.start === first.start && problem.rule === first.rule) ??
    sorted.find((problem) => (quotes ? problem.rule === first.rule : problem.nginx === null)) ??
    sorted.find((problem) => problem.nginx === null || problem.nginx.offset >= first.nginx.offset);
  if (cause === undefined) return [...sorted, first];
  return sorted.map((problem) => {
    if (problem === cause) return { ...problem, nginx: first.nginx };
    const later = problem.nginx !== null && problem.nginx.offset > first.nginx.offset;
    return later ? { ...problem, nginx: null } : problem;
  });
}

/** Is there a statement of several lines whose shape cannot be right? */
function hasMisuse(text: string, items: readonly Directive[], vocabulary: Vocabulary): boolean {
  const open: { items: readonly Directive[]; path: BlockPath | null }[] = [{ items, path: null }];
  for (let level = open.pop(); level; level = open.pop()) {
    for (const directive of level.items) {
      if (directive.args.length > 0 && isMisused(text, directive, level.path, vocabulary)) return true;
      if (directive.body?.kind === 'block')
        open.push({ items: directive.body.items, path: { name: directive.name.value, outer: level.path } });
    }
  }
  return false;
}

function isMisused(text: string, directive: Directive, path: BlockPath | null, vocabulary: Vocabulary): boolean {
  const shape = vocabulary.shape(directive.name.value, path);
  const right =
    shape !== null &&
    directive.args.length <= shape.max &&
    (shape.block === 'either' || (shape.block === 'always') === (directive.terminator === '{'));
  if (right) return false;
  // A block without its "{" may hold its content on the same line.
  return shape?.block === 'always' || text.slice(directive.start, directive.stop).includes('\n');
}
