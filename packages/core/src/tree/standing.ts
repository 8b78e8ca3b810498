import type { Context, DirectiveFact, Facts } from '../facts/types.ts';
import type { Directive } from '../syntax/nodes.ts';

/** What a directive is where it stands, and what stands in its block. */
export interface Standing {
  readonly fact: DirectiveFact | null;
  readonly inner: Inside;
}

/** The inside of a block, or of a file. */
export interface Inside {
  readonly context: Context;
  /** A grammar of its own (`map`, `types`, …): its words are not names of directives. */
  readonly entries: boolean;
}

export const MAIN: Inside = { context: 'main', entries: false };
/** Inside a block that nobody knows. */
export const UNKNOWN: Inside = { context: 'unknown', entries: false };

/** The bodies whose handler takes `include`: ngx_http_map, ngx_http_geo, ngx_http_core_type and those of stream. */
const INCLUDING = new Set(['map', 'geo', 'types']);

/** Bodies that are no grammar of entries. */
const OTHER_BODIES = new Set(['directives', 'lua', 'unknown']);

export function takesInclude({ context, entries }: Inside): boolean {
  return !entries || INCLUDING.has(context);
}

/** One argument and a semicolon: anything else nginx refuses before it looks for a file. */
export function isInclude(node: Directive): boolean {
  return node.name.value === 'include' && node.args.length === 1 && node.body === null && node.terminator !== '{';
}

/**
 * Mirrors ngx_conf_handler's search. A block that is not allowed here still has its usual inside, so that one mistake
 * does not make mistakes of everything in it; `around` are the contexts further out, the innermost first.
 */
export function standing(facts: Facts, node: Directive, at: Inside, around: Iterable<Context>): Standing {
  if (at.entries) {
    const fact = isInclude(node) && takesInclude(at) ? first(facts, node, at.context) : null;
    return { fact, inner: at };
  }
  const fact = first(facts, node, at.context);
  if (node.body === null) return { fact, inner: UNKNOWN };
  return { fact, inner: fact ? insideOf(facts, fact, at.context) : insideElsewhere(facts, node, around) };
}

function first(facts: Facts, node: Directive, context: Context): DirectiveFact | null {
  const placement = facts.place(node.name.value, context);
  if (placement.kind !== 'known') return null;
  const [fact] = placement.facts;
  if (fact === undefined || (fact.source === 'core' && context !== 'unknown')) return fact ?? null;
  return placement.facts.find((candidate) => candidate.block === (node.body !== null)) ?? fact;
}

export function insideOf(facts: Facts, fact: DirectiveFact, context: Context): Inside {
  const opened = facts.opens(fact, context);
  if (opened !== null) return { context: opened, entries: false };
  const { block, body } = fact;
  return block && body !== undefined && !OTHER_BODIES.has(body) ? { context: body, entries: true } : UNKNOWN;
}

/** The inside that a misplaced block has where it may stand: as near to its surroundings as there is one. */
function insideElsewhere(facts: Facts, node: Directive, around: Iterable<Context>): Inside {
  const blocks = facts.named(node.name.value).filter((fact) => fact.block);
  if (blocks.length === 0) return UNKNOWN;
  const contexts = [...around];
  for (const context of contexts) {
    const fitting = blocks.find((fact) => fact.contexts.includes(context));
    if (fitting) return insideOf(facts, fitting, context);
  }
  const family = familyOf(contexts[0] ?? 'main');
  const fact = blocks.find((block) => block.contexts.some((context) => familyOf(context) === family)) ?? blocks[0];
  const context = fact?.contexts[0];
  return fact === undefined || context === undefined ? UNKNOWN : insideOf(facts, fact, context);
}

/** `stream` for `stream.server`; contexts of http bear no such name. */
function familyOf(context: Context): string {
  const dot = context.indexOf('.');
  if (dot !== -1) return context.slice(0, dot);
  return context === 'stream' || context === 'mail' || context === 'rtmp' ? context : 'http';
}
