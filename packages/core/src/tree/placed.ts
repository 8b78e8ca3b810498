import type { Context, DirectiveFact } from '../facts/types.ts';
import type { Directive } from '../syntax/nodes.ts';
import type { FileId } from '../text/file-id.ts';
import type { IncludeStep, Occurrence } from './tree.ts';

/** What all directives of a file have in common where it is included once. */
export interface Inclusion {
  readonly file: FileId;
  readonly via: readonly IncludeStep[];
}

/** What holds nothing: one list for all of them, as they are most of a tree. */
const NO_CHILDREN: readonly Occurrence[] = [];

/** A directive in its place. A large tree has a million of them, so that they hold no more than they must. */
export class Placed implements Occurrence {
  readonly name: string;
  readonly node: Directive;
  readonly context: Context;
  readonly fact: DirectiveFact | null;
  readonly parent: Occurrence | null;
  /** Set when the end of the block is reached. */
  children = NO_CHILDREN;
  readonly inclusion: Inclusion;

  constructor(
    node: Directive,
    context: Context,
    fact: DirectiveFact | null,
    parent: Occurrence | null,
    inclusion: Inclusion,
  ) {
    this.name = node.name.value;
    this.node = node;
    this.context = context;
    this.fact = fact;
    this.parent = parent;
    this.inclusion = inclusion;
  }

  get file(): FileId {
    return this.inclusion.file;
  }

  get via(): readonly IncludeStep[] {
    return this.inclusion.via;
  }

  get implied(): boolean {
    return false;
  }
}
