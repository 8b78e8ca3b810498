import type { Directive, SourceFile } from '../syntax/nodes.ts';
import type { Span } from '../text/span.ts';
import type { Occurrence } from '../tree/tree.ts';

/** What stands behind the brace of `{4}`, `{2,}` and `{1,3}`, with the rest of the expression. */
const QUANTIFIER_REST = /^\d*(?:,\d*)?\}/;

/**
 * The word before a brace that was meant as a quantifier: nginx ends the word of `location ~ ^/[0-9]{4}$ {` at the
 * first brace, which opens a block, and takes `4}$` for a directive (`ngx_conf_read_token`).
 */
export function cutExpression({ node }: Occurrence): string | null {
  const last = node.args.at(-1);
  if (node.terminator !== '{' || last === undefined || last.quote !== null || last.end !== node.stop) return null;
  return isQuantifierRest(firstIn(node), node) ? last.value : null;
}

/** Is this the rest of an expression that a brace has cut? */
export function isRestOfExpression({ node, parent }: Occurrence): boolean {
  return parent !== null && cutExpression(parent) !== null && isQuantifierRest(node, parent.node);
}

/** The whole expression, up to the next blank; null where it holds what cannot stand in quotes as it is. */
export function wholeExpression({ text }: SourceFile, node: Directive): Span | null {
  const last = node.args.at(-1);
  if (last === undefined) return null;
  let [whole = ''] = /^\S+/.exec(text.slice(last.start, last.start + 2000)) ?? [];
  if (node.name.value === 'if') whole = whole.replace(/\)$/, '');
  whole = whole.replace(/;$/, '');
  return /["#;]/.test(whole) ? null : { start: last.start, end: last.start + whole.length };
}

function firstIn(node: Directive): Directive | null {
  return node.body?.kind === 'block' ? (node.body.items[0] ?? null) : null;
}

function isQuantifierRest(rest: Directive | null, { stop }: Directive): boolean {
  return rest !== null && rest.start === stop + 1 && QUANTIFIER_REST.test(rest.name.value);
}
