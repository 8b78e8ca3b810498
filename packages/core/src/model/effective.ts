import type { Context, DirectiveFact, Inheritance } from '../facts/types.ts';
import type { ConfigTree, Occurrence } from '../tree/tree.ts';
import { byName, own } from './blocks.ts';
import type { Effective } from './types.ts';

const NONE: readonly Occurrence[] = [];
const NOTHING: Effective = { values: NONE, setIn: null };

/**
 * Directives that an outer level lends to a level where the facts know them as settings of their own: the cycle's
 * log (`ngx_http_core_merge_loc_conf`), and the resolver of groups (`ngx_http_upstream_init_round_robin`).
 */
const LENT = new Set(['error_log', 'resolver', 'resolver_timeout']);

/** A cache and a store exclude each other: setting one drops the other's inherited value (`ngx_http_proxy_merge_loc_conf`). */
const RIVALS: ReadonlyMap<string, string> = new Map(
  ['proxy', 'fastcgi', 'uwsgi', 'scgi'].flatMap((module) => [
    [`${module}_cache`, `${module}_store`],
    [`${module}_store`, `${module}_cache`],
  ]),
);

/**
 * Answers what of a directive holds in a block, each question once. Mirrors the merge functions of the modules by
 * the class of inheritance that the facts hold.
 */
export class EffectiveSettings {
  readonly #tree: ConfigTree;
  readonly #answers = new Map<string, Map<Occurrence | null, Effective>>();
  readonly #plain = new Map<string, Setters | null>();
  #implied: ReadonlySet<string> | null = null;
  #outermost: ReadonlyMap<string, readonly Occurrence[]> | null = null;

  constructor(tree: ConfigTree) {
    this.#tree = tree;
  }

  at(block: Occurrence | null, directive: string): Effective {
    let setters = this.#plain.get(directive);
    if (setters === undefined) {
      setters = this.#plainSetters(directive);
      this.#plain.set(directive, setters);
    }
    return setters === null ? this.#merged(block, directive) : nearestSetter(setters, block);
  }

  /** The blocks that set a directive, where every block without one of its own takes what holds around it. */
  #plainSetters(directive: string): Setters | null {
    this.#implied ??= impliedNames(this.#tree.roots);
    if (this.#implied.has(directive)) return null;
    // Most questions are about one that is not there.
    const all = this.#tree.byName.get(directive);
    if (all === undefined) return EMPTY;
    if (RIVALS.has(directive) || this.#tree.facts.named(directive).some(isSingle)) return null;
    const group = all[0]?.fact?.inheritGroup;
    const blocks = new Map<Occurrence | null, Own>();
    const several: Own[] = [];
    let known: DirectiveFact | null | undefined;
    // Without an iterator, which makes an object for each element as long as V8 interprets.
    for (let index = 0; index < all.length; index++) {
      const at = all[index];
      if (at === undefined) break;
      if (at.fact !== known && (!this.#isPlain(at.fact) || at.fact?.inheritGroup !== group)) return null;
      known = at.fact;
      const own = blocks.get(at.parent);
      if (own === undefined) blocks.set(at.parent, { values: [at], setIn: at.parent });
      else if (own.values.push(at) === 2) several.push(own);
    }
    const setters: Map<Occurrence | null, Effective> = blocks;
    for (const { values, setIn } of several) setters.set(setIn, { values: held(values), setIn });
    // Who sets another of the group, such as `alias` for `root`, takes nothing of it.
    for (const at of group === undefined ? NONE : this.#ofGroup(group))
      if (!setters.has(at.parent)) setters.set(at.parent, NOTHING);
    return setters;
  }

  /** Does nothing but a directive of its own, or of its group, keep a block from taking what holds around it? */
  #isPlain(fact: DirectiveFact | null): boolean {
    const inheritance = inheritanceOf(fact);
    if (inheritance === 'none' || inheritance === 'append') return false;
    const control = fact?.inheritControl;
    return control === undefined || (!this.#tree.byName.has(control) && !this.#implied?.has(control));
  }

  #ofGroup(group: string): readonly Occurrence[] {
    const found: Occurrence[] = [];
    for (const [name, all] of this.#tree.byName) {
      if (!this.#tree.facts.named(name).some(({ inheritGroup }) => inheritGroup === group)) continue;
      for (const at of all) if (at.fact?.inheritGroup === group) found.push(at);
    }
    return found;
  }

  #merged(block: Occurrence | null, directive: string): Effective {
    let answers = this.#answers.get(directive);
    if (answers === undefined) {
      answers = new Map();
      this.#answers.set(directive, answers);
    }
    let answer = answers.get(block);
    if (answer !== undefined) return answer;
    // From the outside in, without recursion: nesting may be deeper than the stack.
    const open: (Occurrence | null)[] = [];
    let level = block;
    while (answer === undefined) {
      open.push(level);
      if (level === null) break;
      level = level.parent;
      answer = answers.get(level);
    }
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      answer = this.#merge(next, directive, answer ?? NOTHING);
      // Innermost blocks are many. Where they set nothing their answer is one step from that of the block around them.
      if (next === null || answer.setIn === next || holdsBlocks(next)) answers.set(next, answer);
    }
    return answer ?? NOTHING;
  }

  #merge(block: Occurrence | null, directive: string, outer: Effective): Effective {
    const here = held(this.#own(block, directive));
    const first = here[0];
    if (first === undefined) {
      return outer.values.length > 0 && block !== null && this.#inherits(block, directive, outer) ? outer : NOTHING;
    }
    const fact = first.fact;
    if (inheritanceOf(fact) === 'append') return { values: [...outer.values, ...here], setIn: block };
    // "ngx_array_push_n(conf->headers, …)": what is inherited comes after what is set here.
    if (this.#control(block, fact) === 'merge') return { values: [...here, ...outer.values], setIn: block };
    return { values: here, setIn: block };
  }

  /** Does a block that does not set the directive itself take what holds around it? */
  #inherits(block: Occurrence, directive: string, outer: Effective): boolean {
    const fact = outer.values[0]?.fact ?? null;
    const context = this.#contextIn(block);
    if (fact !== null && inheritanceOf(fact) === 'none' && !fact.inheritedInto?.includes(context)) return false;
    const here = this.#factIn(directive, context);
    if (here !== null && isSingle(here) && !LENT.has(directive)) return false;
    if (fact?.inheritGroup !== undefined && this.#setsGroup(block, fact.inheritGroup)) return false;
    const rival = RIVALS.get(directive);
    if (rival !== undefined && this.#isOn(block, rival)) return false;
    return this.#control(block, fact) !== 'off';
  }

  #setsGroup(block: Occurrence, group: string): boolean {
    return block.children.some((child) => child.fact?.inheritGroup === group);
  }

  #isOn(block: Occurrence, directive: string): boolean {
    const value = this.#own(block, directive)[0]?.node.args[0]?.value;
    return value !== undefined && value !== 'off';
  }

  /** The value of the directive that governs the inheritance of another, such as `add_header_inherit`. */
  #control(block: Occurrence | null, fact: DirectiveFact | null): string | null {
    if (fact?.inheritControl === undefined) return null;
    const [setting] = this.at(block, fact.inheritControl).values;
    // Without a fact the target's nginx does not know it. Words of an enum are compared without case.
    return setting === undefined || setting.fact === null ? null : (setting.node.args[0]?.value.toLowerCase() ?? null);
  }

  #factIn(directive: string, context: Context): DirectiveFact | null {
    // Every directive may stand where nobody knows the block, which says nothing about it.
    if (context === 'unknown') return null;
    const placement = this.#tree.facts.place(directive, context);
    return placement.kind === 'known' ? (placement.facts[0] ?? null) : null;
  }

  #contextIn(block: Occurrence): Context {
    const [first] = block.children;
    if (first !== undefined) return first.context;
    return (block.fact === null ? null : this.#tree.facts.opens(block.fact, block.context)) ?? 'unknown';
  }

  #own(block: Occurrence | null, directive: string): readonly Occurrence[] {
    if (block !== null) return own(block, directive);
    this.#outermost ??= byName(this.#tree.roots);
    return this.#outermost.get(directive) ?? NONE;
  }
}

/** The directives of a name in one block. */
interface Own extends Effective {
  readonly values: Occurrence[];
}

/** What each block amounts to that sets a directive; null is the main level. */
type Setters = ReadonlyMap<Occurrence | null, Effective>;

const EMPTY: Setters = new Map();

function nearestSetter(setters: Setters, block: Occurrence | null): Effective {
  if (setters.size === 0) return NOTHING;
  for (let level = block; ; level = level.parent) {
    const found = setters.get(level);
    if (found !== undefined) return found;
    if (level === null) return NOTHING;
  }
}

const isSingle = (fact: DirectiveFact): boolean => fact.inheritance === 'single';

function holdsBlocks({ children }: Occurrence): boolean {
  for (const child of children) if (child.children.length > 0) return true;
  return false;
}

/** The names of the blocks that are made up around a fragment. */
function impliedNames(roots: readonly Occurrence[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (let level = roots; level[0]?.implied; level = level[0].children) names.add(level[0].name);
  return names;
}

/** What several equal directives of one block amount to. */
function held(own: readonly Occurrence[]): readonly Occurrence[] {
  const first = own[0];
  if (first === undefined || own.length === 1) return own;
  if (first.name === 'access_log') {
    // One `off` turns off the other logs of its level, wherever it stands (ngx_http_log_handler).
    const off = own.find((log) => log.node.args[0]?.value === 'off');
    return off === undefined ? own : [off];
  }
  if (inheritanceOf(first.fact) !== 'merge' || first.fact === null) return own;
  if (first.fact.onRepeat === 'last') return own.slice(-1);
  // nginx refuses the second one, so that only the first can hold.
  return first.fact.onRepeat === 'error' ? own.slice(0, 1) : own;
}

/** Where the class is not known, a scalar that merges is by far the most likely. */
function inheritanceOf(fact: DirectiveFact | null): Inheritance {
  return fact?.inheritance ?? 'merge';
}
