import { isBlock } from '../model/blocks.ts';
import { locationPattern } from '../model/locations.ts';
import type { ConfigModel } from '../model/types.ts';
import type { Occurrence } from '../tree/tree.ts';
import { directiveText } from './settings-text.ts';

/** A block of one configuration and the block that it has become in the other. */
export interface BlockPair {
  readonly old: Occurrence;
  readonly new: Occurrence;
  readonly parent: BlockPair | null;
  readonly children: readonly BlockPair[];
}

/** What of the blocks of two configurations belongs together. */
export interface MatchedBlocks {
  /** The outermost ones. */
  readonly pairs: readonly BlockPair[];
  /** All of them, outer ones first. */
  readonly all: readonly BlockPair[];
  /** Blocks without a partner whose parents have one, or which have no parent. */
  readonly removed: readonly Occurrence[];
  readonly added: readonly Occurrence[];
  readonly byOld: ReadonlyMap<Occurrence, BlockPair>;
  readonly byNew: ReadonlyMap<Occurrence, BlockPair>;
}

/** How alike the contents of blocks must be to be taken for one block with another name: the share of equal directives. */
const ALIKE = 0.5;

type KeyOf = (at: Occurrence) => string | null;

/** Matches servers by addresses and names, locations by their patterns, others by their words; then by what they hold. */
export function matchBlocks(old: ConfigModel, next: ConfigModel): MatchedBlocks {
  return new Matching(old, next).matched();
}

class Matching {
  readonly #old: ConfigModel;
  readonly #new: ConfigModel;
  readonly #all: BlockPair[] = [];
  readonly #removed: Occurrence[] = [];
  readonly #added: Occurrence[] = [];
  readonly #contents = new Map<Occurrence, readonly string[]>();

  constructor(old: ConfigModel, next: ConfigModel) {
    this.#old = old;
    this.#new = next;
  }

  matched(): MatchedBlocks {
    const pairs = this.#level(this.#old.roots, this.#new.roots, null);
    return {
      pairs,
      all: this.#all,
      removed: this.#removed,
      added: this.#added,
      byOld: new Map(this.#all.map((pair) => [pair.old, pair])),
      byNew: new Map(this.#all.map((pair) => [pair.new, pair])),
    };
  }

  #level(old: readonly Occurrence[], next: readonly Occurrence[], parent: BlockPair | null): BlockPair[] {
    const partners = new Map<Occurrence, Occurrence>();
    const left = new Set(old.filter(isMatched));
    const right = new Set(next.filter(isMatched));
    const couple = (a: Occurrence, b: Occurrence): void => {
      partners.set(a, b);
      left.delete(a);
      right.delete(b);
    };
    for (const key of KEYS) {
      const waiting = new Map<string, Occurrence[]>();
      for (const at of right) {
        const own = key(at);
        if (own !== null) waiting.set(own, [...(waiting.get(own) ?? []), at]);
      }
      for (const at of [...left]) {
        const partner = waiting.get(key(at) ?? '')?.shift();
        if (partner !== undefined) couple(at, partner);
      }
    }
    for (const [a, b] of this.#alike([...left], [...right])) if (left.has(a) && right.has(b)) couple(a, b);
    this.#removed.push(...left);
    this.#added.push(...right);
    return old.flatMap((at) => {
      const partner = partners.get(at);
      return partner === undefined ? [] : [this.#pair(at, partner, parent)];
    });
  }

  #pair(old: Occurrence, next: Occurrence, parent: BlockPair | null): BlockPair {
    const children: BlockPair[] = [];
    const pair: BlockPair = { old, new: next, parent, children };
    this.#all.push(pair);
    children.push(...this.#level(old.children, next.children, pair));
    return pair;
  }

  /** Pairs of servers and of locations with much in common, the most alike first. */
  #alike(old: readonly Occurrence[], next: readonly Occurrence[]): readonly (readonly [Occurrence, Occurrence])[] {
    const found: { readonly pair: readonly [Occurrence, Occurrence]; readonly share: number }[] = [];
    for (const a of old)
      for (const b of next) {
        const name = a.name;
        if (name !== b.name || (name !== 'server' && name !== 'location')) continue;
        const share = shareOf(this.#content(this.#old, a), this.#content(this.#new, b));
        if (share >= ALIKE) found.push({ pair: [a, b], share });
      }
    return found.sort((a, b) => b.share - a.share).map(({ pair }) => pair);
  }

  #content(model: ConfigModel, at: Occurrence): readonly string[] {
    let texts = this.#contents.get(at);
    if (texts === undefined) {
      texts = at.children
        .filter(({ name }) => name !== 'include' && !/^(?:listen|server_name)$/.test(name))
        .map((child) => directiveText(model, child));
      this.#contents.set(at, texts);
    }
    return texts;
  }
}

function isMatched(at: Occurrence): boolean {
  return isBlock(at) && at.name !== 'include' && at.name !== 'types';
}

function shareOf(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  const left = [...b];
  let common = 0;
  for (const text of a) {
    const at = left.indexOf(text);
    if (at === -1) continue;
    left.splice(at, 1);
    common++;
  }
  return common / Math.max(a.length, b.length);
}

const words = (at: Occurrence, name: string): readonly string[] =>
  at.children
    .filter(({ node }) => node.name.value === name)
    .flatMap(({ node }) => (name === 'listen' ? node.args.slice(0, 1) : node.args).map(({ value }) => value));

const isServer = ({ name, parent }: Occurrence): boolean => name === 'server' && parent?.name !== 'upstream';

/** What blocks are matched by, the surest first. */
const KEYS: readonly KeyOf[] = [
  (at) => {
    const { name, args } = at.node;
    if (isServer(at))
      return `server ${[...words(at, 'listen')].sort().join()} ${[...words(at, 'server_name')].sort().join()}`;
    return [name, ...args].map(({ value }) => value).join(' ');
  },
  // The same names at other addresses, and the same first name with others behind it.
  (at) => (isServer(at) && words(at, 'server_name').length > 0 ? [...words(at, 'server_name')].sort().join() : null),
  (at) => (isServer(at) ? (words(at, 'server_name')[0] ?? null) : null),
  // The same pattern with another modifier.
  (at) => (at.name === 'location' ? (locationPattern(at.node.args)?.pattern ?? null) : null),
  // What defines the same variable, and the only block of its kind.
  (at) => (/^(?:map|geo|split_clients)$/.test(at.name) ? `${at.name} ${at.node.args.at(-1)?.value}` : null),
  (at) => (/^(?:http|events|stream|mail|limit_except)$/.test(at.name) ? at.name : null),
];
