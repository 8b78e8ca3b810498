import type { HeaderDirective, HeaderSetting } from '../model/headers.ts';
import type { ConfigModel } from '../model/types.ts';
import type { Directive, SourceFile } from '../syntax/nodes.ts';
import type { Occurrence } from '../tree/tree.ts';
import type { Fix } from './diagnostic.ts';
import { deleteStatement, insertBefore, statementText } from './edits.ts';

/**
 * The fix that puts more headers into the requests of a `proxy_pass`. `level` is the location around it; what this has
 * from further out is repeated, as a header of its own would cut it off. Never safe: what the backend expects, nobody
 * knows here.
 */
export function moreRequestHeaders(
  model: ConfigModel,
  pass: Occurrence,
  level: Occurrence,
  title: string,
  statements: readonly string[],
): readonly Fix[] {
  // In front of the headers that are there: a fix that repeats lost ones goes there too, and one of both is enough.
  const before = firstOwn(model, level, 'proxy_set_header');
  const at = before ?? statementIn(level, pass);
  const into = model.source(at.file);
  const inherited = before === null ? model.effective(level, 'proxy_set_header').values : [];
  const repeated = copies(model, inherited, into);
  if (repeated === null) return [];
  return [{ title, safe: false, edits: [insertBefore(into, at.node, [...repeated, ...statements])] }];
}

/** The first statement in a block's own file that sets a header, or the `include` that leads to it; null without one. */
export function firstOwn(model: ConfigModel, block: Occurrence, directive: HeaderDirective): Occurrence | null {
  const { values, setIn } = model.effective(block, directive);
  const [first] = values;
  if (first === undefined || setIn !== block) return null;
  const step = first.via[block.via.length];
  if (step === undefined) return first;
  return block.children.find(({ node }) => node === step.include) ?? null;
}

/** Statements as they are to be written into another file; null where its encoding cannot hold them. */
export function copies(
  model: ConfigModel,
  statements: readonly Occurrence[],
  into: SourceFile,
): readonly string[] | null {
  const texts: string[] = [];
  for (const { file, node } of statements) {
    const from = model.source(file);
    const text = statementText(from, node);
    // In a file whose bytes are no UTF-8 a character stands for a byte.
    if (from.encoding !== into.encoding && /[^\p{ASCII}]/u.test(text)) return null;
    texts.push(text);
  }
  return texts;
}

/**
 * Repeats in a block, in front of `before`, what it loses of the block around it. None where the block is included in
 * several places and does not lose the same lines in all of them.
 */
export function repeatLost(
  model: ConfigModel,
  block: Occurrence,
  before: Directive,
  lost: readonly HeaderSetting[],
  lostIn: (block: Occurrence) => readonly HeaderSetting[],
): readonly Fix[] {
  const into = model.source(block.file);
  const textOf = (settings: readonly HeaderSetting[]): readonly string[] | null =>
    copies(
      model,
      settings.map(({ at }) => at),
      into,
    );
  const statements = textOf(lost);
  if (statements === null) return [];
  const wanted = statements.join('\n');
  if (!model.occurrencesOf(block.node).every((other) => textOf(lostIn(other))?.join('\n') === wanted)) return [];
  return [{ title: 'Repeat the lost lines', safe: true, edits: [insertBefore(into, before, statements)] }];
}

/**
 * The safe fix that takes a header out; none where its block, having no other one left, would begin to inherit those
 * around it. `stays` says of the others whether they are not to be taken out as well.
 */
export function removeHeader(
  model: ConfigModel,
  at: Occurrence,
  title: string,
  stays: (other: Occurrence) => boolean = () => true,
): readonly Fix[] {
  const directive = at.name;
  const alone = ({ parent, node }: Occurrence): boolean =>
    parent === null ||
    !parent.children.some((other) => other.name === directive && other.node !== node && stays(other));
  const outer = ({ parent }: Occurrence): boolean =>
    parent?.parent != null && model.effective(parent.parent, directive).values.length > 0;
  if (model.occurrencesOf(at.node).some((each) => alone(each) && outer(each))) return [];
  return [{ title, safe: true, edits: [deleteStatement(model.source(at.file), at.node)] }];
}

/** The statement of a block that holds an occurrence: `if` and `limit_except` hold no headers themselves. */
export function statementIn(block: Occurrence, at: Occurrence): Occurrence {
  let inside = at;
  while (inside.parent !== null && inside.parent !== block) inside = inside.parent;
  return inside;
}
