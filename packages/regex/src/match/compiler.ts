import type { Disjunction, Group, Item, Pattern } from '../ast.ts';
import { Captures } from './captures.ts';
import { type FirstSet, hasCall } from './first-set.ts';
import type { Step } from './machine.ts';

/** An instruction and what may come where it can succeed; pruning by it never changes what matches. */
export interface Code {
  readonly step: Step;
  readonly first: FirstSet | null;
}

/** What `(*ACCEPT)` means, and which captures it closes, at the place that is being compiled. */
export interface Scope {
  readonly exit: Step;
  readonly open: readonly OpenCapture[];
  /** The group that is being called: 0 for the whole pattern, null outside of calls. */
  readonly called: number | null;
}

export interface OpenCapture {
  readonly group: number;
  /** The register that holds where it began. */
  readonly start: number;
}

/** The code of a group as it is called, once for each group. */
export interface Subroutine {
  readonly group: number;
  entry: Step | null;
}

/** A construct that is not executed; the pattern cannot be evaluated. */
export class Unsupported extends Error {}

/** What is known while a pattern is compiled, from its end to its start. */
export class Compiler {
  readonly tree: Pattern;
  scope: Scope;
  readonly groups: ReadonlyMap<number, Group>;
  readonly waiting: Subroutine[] = [];
  readonly captures: Captures;
  /** The register of `\K`. */
  readonly keepRegister: number;
  registerCount: number;
  private readonly subroutines = new Map<number, Subroutine>();

  constructor(tree: Pattern, exit: Step) {
    this.tree = tree;
    this.scope = { exit, open: [], called: null };
    const groups = new Map<number, Group>();
    collectGroups(tree.body, groups);
    this.groups = groups;
    this.keepRegister = tree.captureCount * 2 + 2;
    this.captures = new Captures(hasCall(tree.body) ? this.keepRegister + 1 : -1);
    this.registerCount = this.keepRegister + 2;
  }

  newRegister(): number {
    return this.registerCount++;
  }

  within<T>(scope: Partial<Scope>, compile: () => T): T {
    const outer = this.scope;
    this.scope = { ...outer, ...scope };
    try {
      return compile();
    } finally {
      this.scope = outer;
    }
  }

  subroutine(group: number): Subroutine {
    const known = this.subroutines.get(group);
    if (known !== undefined) return known;
    const made: Subroutine = { group, entry: null };
    this.subroutines.set(group, made);
    this.waiting.push(made);
    return made;
  }

  /** The numbers of the groups that a reference may mean, lowest first. */
  numbersOf(to: number | string): readonly number[] {
    if (typeof to === 'number') return [to];
    const numbers = this.tree.names.filter(({ name }) => name === to).map(({ index }) => index);
    return numbers.sort((a, b) => a - b);
  }
}

/** Where a number stands twice, as in `(?|(a)|(b))`, calls go to the first. */
function collectGroups(body: Disjunction, groups: Map<number, Group>): void {
  for (const { items } of body.alternatives) {
    for (const item of items) collectFromItem(item, groups);
  }
}

function collectFromItem(item: Item, groups: Map<number, Group>): void {
  switch (item.kind) {
    case 'repeat':
      collectFromItem(item.item, groups);
      return;
    case 'group':
      if (item.index !== null && !groups.has(item.index)) groups.set(item.index, item);
      collectGroups(item.body, groups);
      return;
    case 'lookaround':
      collectGroups(item.body, groups);
      return;
    case 'conditional':
      if (item.condition?.kind === 'assertion') collectGroups(item.condition.assertion.body, groups);
      collectGroups(item.body, groups);
      return;
  }
}
