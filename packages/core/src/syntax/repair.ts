import { balance } from './balance.ts';
import { build } from './build.ts';
import type { ReaderProblem, ReadText } from './faults.ts';
import { readerProblems } from './faults.ts';
import { layoutOf } from './layout.ts';
import { mendStatements } from './mender.ts';
import type { Directive, SyntaxProblem } from './nodes.ts';
import { areLocal, isShownByTree, type Reading, type Refused } from './reading.ts';
import { firstRefusedUnmended, refusedUnmended } from './refusal.ts';
import { type Tokens, tokenize } from './tokens.ts';
import type { Built } from './tree-builder.ts';
import { type BlockPath, BlockPaths, type Vocabulary } from './vocabulary.ts';

/** A broken text as its author probably meant it, with the problems where they were made. */
export interface Repaired {
  readonly items: readonly Directive[];
  readonly tokens: Tokens;
  readonly problems: readonly SyntaxProblem[];
  /** What the problems were made of; null where the tree does not tell where the text was mended. */
  readonly reading: Reading | null;
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
  if (problems.length === 0 && !hasMisuse(source.text, built.items, vocabulary, null)) return null;
  const quotes = problems.some((problem) => problem.rule === 'unclosed-quote');
  const tokens = quotes ? tokenize(source.text, { endQuotesOnLine: true }) : strict;
  const structure = quotes ? build(source.text, tokens.significant) : built;
  return mend({ source, tokens, structure, strict: built, until: source.text.length, problems, quotes }, vocabulary);
}

/** A text that is to be mended. */
export interface Broken {
  readonly source: ReadText;
  /** Where a quote breaks the text, it ends on its line. */
  readonly tokens: Tokens;
  /** Their tree. */
  readonly structure: Built;
  /** What nginx makes of the text as it stands, which is certain up to an offset. */
  readonly strict: Built;
  readonly until: number;
  /** What nginx's reader says of the text as it stands: at least the first of it. */
  readonly problems: readonly ReaderProblem[];
  /** Does a quote break it? */
  readonly quotes: boolean;
}

export function mend(broken: Broken, vocabulary: Vocabulary): Repaired {
  const { source, tokens, structure, strict, until, problems, quotes } = broken;
  const surplus = structure.faults.filter(({ kind }) => kind === 'unexpected-close').length;
  const statements = mendStatements(tokens.significant, { text: source.text, vocabulary, surplus });
  const first = statements.problems.length === 0 ? structure : build(source.text, statements.tokens);
  const balanced = balance(source.text, statements.tokens, first, layoutOf(source.text, source.lines));
  const repaired = { significant: balanced.tokens, comments: tokens.comments };
  const { items, faults } = balanced.built;
  const left = readerProblems(source, repaired, faults);
  const mended = [...statements.problems, ...balanced.problems];
  let refused: readonly Refused[] | null = null;
  const reading: Reading = {
    vocabulary,
    strict: problems,
    mended,
    left,
    refused() {
      refused ??= refusedUnmended(strict.items, items, vocabulary, null);
      return refused;
    },
    firstRefused: (before) => firstRefusedUnmended(strict.items, items, vocabulary, Math.min(before, until)),
    local: areLocal(problems, strict.faults) && areLocal(left, faults) && balanced.problems.length === 0,
  };
  const told = isShownByTree(faults);
  return { items, tokens: repaired, problems: placeProblems(reading, quotes), reading: told ? reading : null };
}

/**
 * Gives the report of nginx to the problem that causes it: the first one that has no report of its own. Of what nginx
 * would say after that nothing is known, as it stops there.
 */
export function placeProblems(reading: Reading, quotes: boolean): SyntaxProblem[] {
  const sorted = [...reading.mended, ...reading.left].sort((a, b) => a.start - b.start || a.end - b.end);
  const first = firstReport(reading);
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

/**
 * nginx may trip over what a mistake makes of the structure long before its reader notices: a `server` that a lost brace
 * puts into an `upstream` is refused there. So the first directive counts that is refused only because of the mistake.
 */
function firstReport({ strict, firstRefused }: Pick<Reading, 'strict' | 'firstRefused'>): ReaderProblem | null {
  const [reader] = strict;
  if (reader === undefined) return null;
  const earlier = firstRefused(reader.nginx.offset);
  return earlier === null ? reader : { ...reader, nginx: earlier.nginx };
}

/** Is there a statement of several lines whose shape cannot be right? */
export function hasMisuse(
  text: string,
  items: readonly Directive[],
  vocabulary: Vocabulary,
  around: BlockPath | null,
): boolean {
  const paths = new BlockPaths();
  const open: { items: readonly Directive[]; path: BlockPath | null }[] = [{ items, path: around }];
  for (let level = open.pop(); level; level = open.pop()) {
    for (const directive of level.items) {
      if (directive.args.length > 0 && isMisused(text, directive, level.path, vocabulary)) return true;
      if (directive.body?.kind === 'block')
        open.push({ items: directive.body.items, path: paths.inside(level.path, directive.name.value) });
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
