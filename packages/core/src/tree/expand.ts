import type { Context, Facts } from '../facts/types.ts';
import type { Directive, SourceFile } from '../syntax/nodes.ts';
import { type FileId, pathOf } from '../text/file-id.ts';
import type { IncludeFailure } from './files.ts';
import { type Inclusion, Placed } from './placed.ts';
import { type Inside, isInclude, standing, takesInclude } from './standing.ts';
import type { IncludeTarget, Occurrence, TreeProblem } from './tree.ts';

/** nginx keeps every file open while it reads what that one includes, and may open 1024 by default. */
const MAX_INCLUDE_DEPTH = 1000;

/** Blocks within blocks: those who go through the tree may do so by calling themselves. */
const MAX_NESTING = 1000;

/** How many directives may come from files that were already expanded once: a bound for what grows exponentially. */
const MAX_REPEATED = 200_000;

/** What reading found of one `include`. */
export interface ReadInclude extends IncludeTarget {
  /** What could not be read, in order, by the path nginx would open. */
  readonly failures: readonly IncludeFailure[];
}

export interface Expansion {
  readonly roots: readonly Occurrence[];
  readonly all: readonly Occurrence[];
  readonly byName: ReadonlyMap<string, readonly Occurrence[]>;
  readonly problems: readonly TreeProblem[];
}

export interface ExpandInput {
  readonly facts: Facts;
  readonly files: ReadonlyMap<FileId, SourceFile>;
  readonly includes: ReadonlyMap<Directive, ReadInclude>;
  readonly surroundings: Surroundings;
}

/** Where the first file stands. */
export interface Surroundings {
  readonly inside: Inside;
  /** The innermost of the blocks made up around a fragment; its children are filled in. */
  readonly parent: ImpliedBlock | null;
}

export interface ImpliedBlock extends Occurrence {
  readonly children: Occurrence[];
}

/** One level of one file that is being gone through. */
interface Level {
  readonly source: SourceFile;
  readonly items: readonly Directive[];
  next: number;
  readonly inside: Inside;
  readonly parent: Occurrence | null;
  /** What the level is the whole of; null for that of an included file, whose directives go to the level around it. */
  readonly of: Placed | null;
  readonly into: Occurrence[];
  readonly inclusion: Inclusion;
  readonly depth: number;
  /** The file is here for the second time or more. */
  readonly repeated: boolean;
}

/** Puts every directive where nginx would meet it, contents of included files in the place of their `include`. */
export function expand(source: SourceFile, input: ExpandInput): Expansion {
  const { inside, parent } = input.surroundings;
  const expander = new Expander(input);
  const into: Occurrence[] = parent?.children ?? [];
  expander.run({
    source,
    items: source.items,
    next: 0,
    inside,
    parent,
    of: null,
    into,
    inclusion: { file: source.id, via: [] },
    depth: 0,
    repeated: false,
  });
  const { all, byName, problems } = expander;
  // As copies have no room for more.
  for (const [name, group] of byName) byName.set(name, group.slice());
  return { roots: parent ? [outermost(parent)] : into, all: all.slice(), byName, problems };
}

class Expander {
  readonly all: Occurrence[] = [];
  readonly byName = new Map<string, Occurrence[]>();
  readonly problems: TreeProblem[] = [];
  readonly #input: ExpandInput;
  readonly #levels: Level[] = [];
  readonly #expanded = new Set<FileId>();
  #repeated = 0;
  #full = false;

  constructor(input: ExpandInput) {
    this.#input = input;
  }

  run(level: Level): void {
    this.#expanded.add(level.source.id);
    this.#levels.push(level);
    for (let top = this.#levels.at(-1); top !== undefined; top = this.#levels.at(-1)) {
      const node = top.items[top.next++];
      if (node !== undefined) this.#place(node, top);
      else {
        this.#levels.pop();
        // A list that grew has room for more; a copy has not, and there are very many of them.
        if (top.of !== null) top.of.children = top.into.slice();
      }
    }
  }

  #place(node: Directive, level: Level): void {
    const { source, inside, parent } = level;
    // Only blocks ask what lies further out.
    const around = node.body === null ? NOWHERE : contextsAround(inside.context, parent);
    const { fact, inner } = standing(this.#input.facts, node, inside, around);
    const occurrence = new Placed(node, inside.context, fact, parent, level.inclusion);
    level.into.push(occurrence);
    this.all.push(occurrence);
    const same = this.byName.get(occurrence.name);
    if (same === undefined) this.byName.set(occurrence.name, [occurrence]);
    else same.push(occurrence);
    if (level.repeated) this.#repeated++;
    if (node.body?.kind === 'block' && node.body.items.length > 0) {
      const { items } = node.body;
      const depth = level.depth + 1;
      if (depth < MAX_NESTING) {
        const own = { items, next: 0, inside: inner, parent: occurrence, of: occurrence, into: [], depth };
        this.#levels.push({ ...level, ...own });
      } else
        this.problems.push({ rule: 'analysis-limit', at: occurrence, path: pathOf(source.id), failure: 'too-deep' });
    }
    if (isInclude(node) && takesInclude(inside)) this.#include(occurrence, level);
  }

  #include(at: Occurrence, level: Level): void {
    const target = this.#input.includes.get(at.node);
    if (target === undefined) return;
    for (const failed of target.failures) {
      this.problems.push({ rule: 'include-not-found', at, ...failed });
    }
    if (target.files.length === 0) return;
    if (at.via.length >= MAX_INCLUDE_DEPTH) {
      this.problems.push({ rule: 'analysis-limit', at, path: target.path, failure: 'too-deep' });
      return;
    }
    const via = [...at.via, { file: at.file, include: at.node }];
    const found: Level[] = [];
    for (const file of target.files) {
      const source = this.#input.files.get(file);
      if (source === undefined) continue;
      if (via.some((step) => step.file === file)) {
        this.problems.push({ rule: 'include-cycle', at, path: target.path, failure: 'cycle' });
      } else if (!this.#isTooMuch(file, at, target)) {
        const repeated = level.repeated || this.#expanded.has(file);
        this.#expanded.add(file);
        found.push({ ...level, source, items: source.items, next: 0, of: null, inclusion: { file, via }, repeated });
      }
    }
    this.#levels.push(...found.reverse());
  }

  #isTooMuch(file: FileId, at: Occurrence, { path }: IncludeTarget): boolean {
    if (this.#repeated < MAX_REPEATED || !this.#expanded.has(file)) return false;
    if (!this.#full) this.problems.push({ rule: 'analysis-limit', at, path, failure: 'too-large' });
    this.#full = true;
    return true;
  }
}

const NOWHERE: readonly Context[] = [];

function* contextsAround(context: Context, parent: Occurrence | null): Generator<Context> {
  yield context;
  for (let outer = parent; outer !== null; outer = outer.parent) yield outer.context;
}

function outermost(occurrence: Occurrence): Occurrence {
  let outer = occurrence;
  while (outer.parent !== null) outer = outer.parent;
  return outer;
}
