import { isBlock } from '../model/blocks.ts';
import type { ConfigModel } from '../model/types.ts';
import { wordBytes } from '../route/bytes.ts';
import type { Occurrence } from '../tree/tree.ts';

/** Blocks that are compared as blocks, and no setting of the block that they stand in. */
const STRUCTURE: ReadonlySet<string> = new Set([
  ...['http', 'events', 'stream', 'mail', 'server', 'location', 'if', 'limit_except', 'upstream', 'match'],
  ...['map', 'geo', 'split_clients', 'include'],
]);

/** Is it no setting, but a block of its own or an `include`? */
export function isStructure({ node, context }: Occurrence): boolean {
  // A `server` of a group is one of its lines.
  return STRUCTURE.has(node.name.value) && !(node.name.value === 'server' && context.endsWith('upstream'));
}

/** A directive as nginx reads it, in bytes: its words, and what stands in its block. */
export function directiveText(model: ConfigModel, at: Occurrence): string {
  const { name, args, body } = at.node;
  const words = [name, ...args].map(({ value }) => quoted(wordBytes(model, at, value))).join(' ');
  if (body === null) return words;
  return `${words} { ${bodyText(model, at)}}`;
}

/** What stands in a block; of Lua the code itself. */
export function bodyText(model: ConfigModel, at: Occurrence): string {
  const { body } = at.node;
  if (body?.kind === 'raw') return `${model.source(at.file).text.slice(body.text.start, body.text.end).trim()} `;
  return at.children
    .filter(({ name }) => name !== 'include')
    .map((child) => `${directiveText(model, child)}; `)
    .join('');
}

function quoted(word: string): string {
  return word === '' || /[\s;{}"'\\]/.test(word) ? JSON.stringify(word) : word;
}

const inForce = new WeakMap<ReadonlySet<string>, WeakMap<Occurrence, ReadonlySet<string>>>();

/**
 * The names of all settings that stand in a block or around it, and `outermost`: those whose effective values may hold in
 * it. What was found is kept as long as that set.
 */
export function namesInForce(block: Occurrence, outermost: ReadonlySet<string>): ReadonlySet<string> {
  const known = inForce.get(outermost) ?? new WeakMap<Occurrence, ReadonlySet<string>>();
  inForce.set(outermost, known);
  const open: Occurrence[] = [];
  let at: Occurrence | null = block;
  while (at !== null && !known.has(at)) {
    open.push(at);
    at = at.parent;
  }
  let names = at === null ? outermost : (known.get(at) ?? outermost);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const added = next.children.filter((child) => !isStructure(child) && !names.has(child.name));
    if (added.length > 0) names = new Set([...names, ...added.map(({ name }) => name)]);
    if (isBlock(next)) known.set(next, names);
  }
  return names;
}
