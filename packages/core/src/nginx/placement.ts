import type { Arity, Context, DirectiveFact, Facts } from '../facts/types.ts';
import type { Directive } from '../syntax/nodes.ts';
import type { Occurrence } from '../tree/tree.ts';
import { entryFault } from './entries.ts';

/** Bodies whose own handlers read the words; ngx_conf_parse() refuses a block in them. */
const ENTRY_BODIES: ReadonlySet<string> = new Set(['map', 'geo', 'types', 'split_clients', 'charset_map']);

/** Those of third-party modules and of NGINX Plus hold no directives either. */
const BODIES: ReadonlySet<string> = new Set([...ENTRY_BODIES, 'match', 'num_map', 'geoip2']);

/** Does the inside of a block hold entries, whose words are no directives whatever they look like? */
export function holdsEntries(context: Context): boolean {
  return BODIES.has(context);
}

/** Why ngx_conf_handler() refuses a directive before its module has seen it. */
export type PlacementFault =
  | { readonly kind: 'unknown' }
  /** The name exists in newer or older versions only. */
  | { readonly kind: 'other-version'; readonly facts: readonly DirectiveFact[] }
  | { readonly kind: 'misplaced'; readonly facts: readonly DirectiveFact[] }
  | { readonly kind: 'not-terminated'; readonly fact: DirectiveFact }
  | { readonly kind: 'no-block'; readonly fact: DirectiveFact }
  | { readonly kind: 'block-in-entries' }
  | { readonly kind: 'entry-words'; readonly words: number; readonly nginx: string }
  | { readonly kind: 'arguments'; readonly fact: DirectiveFact; readonly arity: Arity };

/**
 * The first objection of ngx_conf_handler() to a directive: unknown, not allowed here, block or no block, number of
 * arguments, in this order. Null where it has none, or where nothing is known of the place.
 */
export function placementFault(at: Occurrence, facts: Facts): PlacementFault | null {
  const { fact, context } = at;
  // Nearly all are such: a core command that stands where it may.
  if (fact !== null && fact.source === 'core' && isPlain(context)) return shapeFault(at, fact, facts);
  return findFault(at, facts);
}

/** Is it known what a context may hold, and does it hold directives? */
export function isPlain(context: Context): boolean {
  return context !== 'unknown' && !BODIES.has(context);
}

export interface Shape {
  readonly terminator: Directive['terminator'];
  readonly least: number;
  readonly most: number;
}

/** What is right for all directives of a kind, where one shape is; who has another may be right all the same. */
export function rightShape(fact: DirectiveFact | null, context: Context, facts: Facts): Shape | null {
  if (fact === null || fact.source !== 'core' || !isPlain(context)) return null;
  const { counts, min, max } = facts.arity(fact);
  if (counts !== undefined) return null;
  return { terminator: fact.block ? '{' : ';', least: min, most: max ?? Number.POSITIVE_INFINITY };
}

export function hasShape({ terminator, args }: Directive, right: Shape): boolean {
  return terminator === right.terminator && args.length >= right.least && args.length <= right.most;
}

function findFault(at: Occurrence, facts: Facts): PlacementFault | null {
  const { node, context } = at;
  // The syntax problem says it, and nginx never reads the directive as it stands here.
  if (node.damaged) return null;
  if (ENTRY_BODIES.has(context)) {
    if (node.terminator === '{') return { kind: 'block-in-entries' };
    const fault = entryFault(at, facts);
    return fault && { kind: 'entry-words', ...fault };
  }
  if (!isPlain(context)) return null;
  const placement = facts.place(node.name.value, context);
  if (placement.kind !== 'known') return placement;
  // A core command hides those of the same name in other modules; of these, nobody knows which one is built in.
  const [first] = placement.facts;
  if (first?.source === 'core') return shapeFault(at, first, facts);
  const faults = placement.facts.map((fact) => shapeFault(at, fact, facts));
  return faults.includes(null) ? null : (faults[0] ?? null);
}

function shapeFault(at: Occurrence, fact: DirectiveFact, facts: Facts): PlacementFault | null {
  const { terminator, args, damaged } = at.node;
  // The syntax problem says it, and nginx never reads the directive as it stands here.
  if (damaged) return null;
  if (fact.block && terminator !== '{') return { kind: 'no-block', fact };
  if (!fact.block && terminator === '{') return { kind: 'not-terminated', fact };
  const arity = facts.arity(fact);
  return takes(arity, args.length) ? null : { kind: 'arguments', fact, arity };
}

/** Is a number of arguments allowed? */
export function takes({ counts, min, max }: Arity, count: number): boolean {
  return counts === undefined ? count >= min && (max === null || count <= max) : counts.includes(count);
}
