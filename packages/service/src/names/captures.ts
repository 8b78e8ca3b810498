import {
  type ConfigModel,
  type Evaluated,
  evaluatedIn,
  type FileId,
  mapEntries,
  numberedFrom,
  type Occurrence,
  type Span,
} from '@nginx-lint/core';
import { type Disjunction, type Item, parseRegex } from '@nginx-lint/regex';
import { offsetOf } from './variables.ts';
import { spanInWord } from './word-span.ts';

/** A group of an expression, where it is written. */
export interface CaptureGroup {
  readonly file: FileId;
  /** The directive that holds the expression. */
  readonly at: Occurrence;
  /** With its brackets. */
  readonly span: Span;
}

/** The group that `$1` to `$9` stand for in a directive; null where that cannot be told. */
export function groupNumbered(model: ConfigModel, at: Occurrence, number: number): CaptureGroup | null {
  const holder = hasOwnExpression(at) ? at : (numberedFrom(model, at)?.at ?? null);
  if (holder === null) return null;
  const source = model.source(holder.file);
  for (const part of patternsOf(holder, model)) {
    const { tree } = parseRegex(part.text, { encoding: source.encoding });
    const group = tree.accepted ? groupIn(tree.body, number) : null;
    if (group === null) continue;
    const from = offsetOf(part);
    const span = spanInWord(source, part.word, from + group.start, from + group.end);
    return span === null ? null : { file: holder.file, at: holder, span };
  }
  return null;
}

/** A `rewrite` and a line of a `map` see the groups of their own expressions. */
function hasOwnExpression({ fact, node }: Occurrence): boolean {
  return node.name.value === 'rewrite' || (fact === null && node.name.value.startsWith('~'));
}

function patternsOf(at: Occurrence, model: ConfigModel): readonly Evaluated[] {
  const { parent } = at;
  const inMap = at.fact === null && parent?.name === 'map';
  const parts = inMap ? mapEntries({ ...parent, children: [at] }) : evaluatedIn({ ...at, children: [] }, model.facts);
  return parts.filter(({ kind }) => kind === 'pattern');
}

function groupIn(body: Disjunction, number: number): Item | null {
  const pending: Disjunction[] = [body];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const each of next.alternatives.flatMap(({ items }) => items)) {
      let item = each;
      while (item.kind === 'repeat') item = item.item;
      if (item.kind === 'group' && item.index === number) return item;
      if ('body' in item) pending.push(item.body);
    }
  }
  return null;
}
