import type { Occurrence } from '../tree/tree.ts';
import { enclosing, isBlock } from './blocks.ts';
import type { ConfigModel } from './types.ts';

/** Directives of the rewrite module, which are run in the order of the file; all others see what they have left behind. */
const IN_ORDER = new Set(['set', 'if', 'return', 'rewrite', 'break']);

interface Sources {
  readonly sets: ReadonlyMap<string, readonly Occurrence[]>;
  /** `map`, `geo` and `split_clients` by the variable that they make. */
  readonly tables: ReadonlyMap<string, readonly Occurrence[]>;
}

const known = new WeakMap<ConfigModel, Sources>();

function sourcesOf(model: ConfigModel): Sources {
  let sources = known.get(model);
  if (sources === undefined) {
    const tables = ['map', 'geo', 'split_clients'].flatMap((name) => model.named(name)).filter(isBlock);
    sources = {
      sets: byVariable(model.named('set'), (args) => args[0]),
      tables: byVariable(tables, (args) => args.at(-1)),
    };
    known.set(model, sources);
  }
  return sources;
}

function byVariable(
  all: readonly Occurrence[],
  pick: (args: readonly string[]) => string | undefined,
): ReadonlyMap<string, readonly Occurrence[]> {
  const found = new Map<string, Occurrence[]>();
  for (const at of all) {
    const written = pick(at.node.args.map(({ value }) => value));
    if (!written?.startsWith('$')) continue;
    const name = written.slice(1).toLowerCase();
    const same = found.get(name);
    if (same === undefined) found.set(name, [at]);
    else same.push(at);
  }
  return found;
}

/** The `map`, `geo` or `split_clients` that makes a variable; null where none of http does. */
export function tableOf(model: ConfigModel, variable: string): Occurrence | null {
  return (
    sourcesOf(model)
      .tables.get(variable)
      ?.find(({ context }) => context === 'http') ?? null
  );
}

/** Does any `set`, `map`, `geo` or `split_clients` give a variable its value? */
export function isGiven(model: ConfigModel, variable: string): boolean {
  const { sets, tables } = sourcesOf(model);
  return sets.has(variable) || tables.has(variable);
}

/**
 * The `set` that may have given a variable its value where `at` stands: the last one without a condition of the nearest
 * block, and those of its conditions behind that. Where a location and its server have none, any other of the server, as
 * a request may come from another location. `certain`: is one of them surely run?
 */
export function setsBefore(
  model: ConfigModel,
  at: Occurrence,
  variable: string,
): { readonly sets: readonly Occurrence[]; readonly certain: boolean } {
  const all = sourcesOf(model).sets.get(variable) ?? [];
  const server = enclosing(at, 'server');
  // In a part whose server is not seen, those of that part.
  const inServer = all.filter((set) => enclosing(set, 'server') === server);
  if (inServer.length === 0) return { sets: [], certain: false };
  const found: Occurrence[] = [];
  for (const { block, before } of programs(at)) {
    const here = inServer.filter((set) => belongsTo(set, block) && isBefore(set, block, before));
    const last = here.filter(({ parent }) => parent === block).at(-1);
    const from = last === undefined ? 0 : here.indexOf(last);
    found.push(...here.slice(from));
    if (last !== undefined) return { sets: found, certain: true };
  }
  return { sets: found.length > 0 ? found : inServer, certain: false };
}

/** A block whose directives of the rewrite module are run, and its child before which that ends; null where all are. */
interface Program {
  readonly block: Occurrence;
  readonly before: Occurrence | null;
}

/** The blocks whose programs a request has gone through where `at` stands, innermost first. */
export function programs(at: Occurrence): readonly Program[] {
  const found: Program[] = [];
  let inner = at;
  const inOrder = IN_ORDER.has(at.name);
  let inLocation = false;
  for (let block = at.parent; block !== null; block = block.parent) {
    const name = block.name;
    if (name === 'server') {
      found.push({ block, before: inLocation || !inOrder ? null : inner });
      return found;
    }
    if (name === 'location' && !inLocation) {
      found.push({ block, before: inOrder ? inner : null });
      inLocation = true;
    } else if (name === 'if' && !inLocation) {
      found.push({ block, before: inOrder ? inner : null });
    }
    inner = block;
  }
  return found;
}

/** In the block itself, or in an `if` of it. */
function belongsTo(set: Occurrence, block: Occurrence): boolean {
  if (set.parent === block) return true;
  return set.parent?.name === 'if' && set.parent.parent === block;
}

function isBefore(set: Occurrence, block: Occurrence, before: Occurrence | null): boolean {
  if (before === null) return true;
  const child = set.parent === block ? set : set.parent;
  return child !== null && child !== before && block.children.indexOf(child) < block.children.indexOf(before);
}
