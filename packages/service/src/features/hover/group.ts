import { type ConfigModel, evaluatedOf, expressionAt, numberedFrom, type Occurrence } from '@nginx-lint/core';
import type { Item, Pattern } from '@nginx-lint/regex';
import { code, join, type Markdown, md, nginxBlock, placeOf } from '../markdown.ts';

/** What `$1` to `$9` stand for in a directive; null where nobody can tell. */
export function capturedText(model: ConfigModel, at: Occurrence, number: number): Markdown | null {
  const own = ownExpression(model, at);
  const capturing = own === null ? numberedFrom(model, at) : { tree: own, at };
  if (capturing === null) return null;
  const source = sourceOf(capturing.tree, ({ index }) => index === number);
  const place =
    capturing.at === at
      ? [at.fact === null ? 'of this line' : 'of this directive']
      : md`${placeOf(model, capturing.at, at.file)}`;
  const where = md`of ${code(capturing.tree.source)} (${place})`;
  const what =
    source === null
      ? md`Empty: there is no group ${number} ${where}`
      : md`What ${code(source)} matches: group ${number} ${where}`;
  return join([nginxBlock([`$${number}`]), what]);
}

/** The expression in a directive's own words: `rewrite`, or the key of a line of `map`. */
function ownExpression(model: ConfigModel, at: Occurrence): Pattern | null {
  const { node } = at;
  const name = node.name.value;
  if (name === 'rewrite') return node.args[0] === undefined ? null : expressionAt(model, at, node.args[0].value);
  const isKey = at.fact === null && name.startsWith('~');
  if (isKey) return expressionAt(model, at, name.replace(/^~\*?/, ''), name.startsWith('~*'));
  return null;
}

/** The part of an expression that a named group of a directive is; null where it has none. */
export function groupSource(model: ConfigModel, at: Occurrence, name: string): string | null {
  const holders = at.fact === null && at.parent !== null ? [at, at.parent] : [at];
  for (const holder of holders)
    for (const part of evaluatedOf(holder, model)) {
      if (part.kind !== 'pattern') continue;
      const tree = expressionAt(model, at, part.text);
      const source = sourceOf(tree, (group) => group.name?.toLowerCase() === name.toLowerCase());
      if (source !== null) return source;
    }
  return null;
}

type Group = Extract<Item, { kind: 'group' }>;

/** The text of the first capturing group that is meant. */
function sourceOf(tree: Pattern, meant: (group: Group) => boolean): string | null {
  for (const group of groupsOf(tree))
    if (group.type === 'capture' && meant(group)) return tree.source.slice(group.body.start, group.body.end);
  return null;
}

/** All groups, outer ones first. */
function* groupsOf(tree: Pattern): Generator<Group> {
  const pending: Item[] = tree.body.alternatives.flatMap(({ items }) => items);
  for (let item = pending.shift(); item !== undefined; item = pending.shift()) {
    if (item.kind === 'group') yield item;
    if (item.kind === 'repeat') pending.unshift(item.item);
    else if (item.kind === 'group' || item.kind === 'lookaround' || item.kind === 'conditional')
      pending.unshift(...item.body.alternatives.flatMap(({ items }) => items));
  }
}
