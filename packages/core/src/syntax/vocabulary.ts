/** The names of the blocks around a statement, the innermost first. */
export interface BlockPath {
  readonly name: string;
  readonly outer: BlockPath | null;
}

/** Paths by what they are: whoever goes through a tree makes each of them once, and what is known of it is found at once. */
export class BlockPaths {
  readonly #inner = new Map<BlockPath | null, Map<string, BlockPath>>();

  inside(outer: BlockPath | null, name: string): BlockPath {
    const byName = this.#inner.get(outer) ?? new Map<string, BlockPath>();
    this.#inner.set(outer, byName);
    const path = byName.get(name) ?? { name, outer };
    byName.set(name, path);
    return path;
  }
}

/** What the syntax asks about names when a text is broken. The facts answer; without them, a text is read as nginx does. */
export interface Vocabulary {
  /** The shape of a statement inside these blocks; null: nobody knows the name. */
  shape(name: string, path: BlockPath | null): Shape | null;
  /** May a statement inside these blocks begin with this word? */
  mayStand(name: string, path: BlockPath | null): boolean;
}

export interface Shape {
  readonly min: number;
  readonly max: number;
  readonly block: 'always' | 'never' | 'either';
}
