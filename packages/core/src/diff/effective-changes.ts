import { isBlock } from '../model/blocks.ts';
import type { ConfigModel, Effective } from '../model/types.ts';
import type { Occurrence } from '../tree/tree.ts';
import type { BlockPair, MatchedBlocks } from './match-blocks.ts';
import { bodyText, directiveText, isStructure, namesInForce } from './settings-text.ts';
import { comparable, defaultOf } from './values.ts';

export type ChangeCategory = 'tls' | 'headers' | 'other';

/** One value of a directive and the directive that says it. */
export interface SaidValue {
  /** The words behind the directive's name. */
  readonly text: string;
  readonly at: Occurrence;
}

/** A setting whose effective value is another one in a block and in all blocks inside that do not say otherwise. */
export interface EffectiveChange {
  readonly directive: string;
  readonly category: ChangeCategory;
  /** The outermost block in which it is this change; null: the main level. */
  readonly old: Occurrence | null;
  readonly new: Occurrence | null;
  /** All that holds before and after. */
  readonly before: readonly SaidValue[];
  readonly after: readonly SaidValue[];
  readonly lost: readonly SaidValue[];
  readonly gained: readonly SaidValue[];
  /** What holds where nothing is said. */
  readonly default: string | null;
  /** What is lost is still written further out: the block has lines of its own now, and inherits none. */
  readonly notInherited: boolean;
  /** The same directives in another order, which counts. */
  readonly reordered: boolean;
}

/** In these the order of lines counts. */
const ORDERED: ReadonlySet<string> = new Set(['rewrite', 'set', 'allow', 'deny', 'return', 'break']);

/** Blocks that are compared line by line, since nothing is inherited into them. */
const LISTS: ReadonlySet<string> = new Set(['map', 'geo', 'split_clients', 'upstream', 'types', 'match']);

/** The settings that differ between matched blocks, each at the outermost block where it is the same difference. */
export function effectiveChanges(
  old: ConfigModel,
  next: ConfigModel,
  blocks: MatchedBlocks,
): readonly EffectiveChange[] {
  return new Comparison(old, next).changes(blocks);
}

class Comparison {
  readonly #models: readonly [ConfigModel, ConfigModel];
  readonly #outermost: readonly [ReadonlySet<string>, ReadonlySet<string>];

  constructor(old: ConfigModel, next: ConfigModel) {
    this.#models = [old, next];
    const names = ({ roots }: ConfigModel) => new Set(roots.filter((at) => !isStructure(at)).map(({ name }) => name));
    this.#outermost = [names(old), names(next)];
  }

  changes(blocks: MatchedBlocks): readonly EffectiveChange[] {
    const found: EffectiveChange[] = [];
    const main = new Set([...this.#outermost[0], ...this.#outermost[1]]);
    const outer = new Map<string, string>();
    for (const name of main) {
      const change = this.#compare(name, null, null, null);
      if (change !== null) found.push(change);
      if (change !== null) outer.set(name, signature(change));
    }
    for (const pair of blocks.pairs) this.#block(pair, outer, found);
    return found;
  }

  #block(pair: BlockPair, outer: ReadonlyMap<string, string>, found: EffectiveChange[]): void {
    if (LISTS.has(pair.old.name)) {
      const change = this.#lines(pair);
      if (change !== null) found.push(change);
      return;
    }
    const names = new Set([
      ...namesInForce(pair.old, this.#outermost[0]),
      ...namesInForce(pair.new, this.#outermost[1]),
    ]);
    const own = new Map<string, string>();
    for (const name of names) {
      const change = this.#compare(name, pair.old, pair.new, pair.parent?.new ?? null);
      if (change === null || !this.#matters(change, pair)) continue;
      const sign = signature(change);
      own.set(name, sign);
      if (outer.get(name) !== sign) found.push(change);
    }
    for (const child of pair.children) this.#block(child, own, found);
  }

  /** What is set for all servers is nothing where each of them says otherwise. */
  #matters(change: EffectiveChange, { old, children }: BlockPair): boolean {
    const { directive, before, after } = change;
    const fact = (before[0] ?? after[0])?.at.fact;
    if (!/^(?:http|stream|mail)$/.test(old.name)) return true;
    const servers = children.filter((child) => child.old.name === 'server');
    const lent = fact?.contexts.some((context) => /server$/.test(context)) && fact.inheritance !== 'none';
    if (!lent || servers.length === 0) return true;
    return servers.some((child) => {
      const inner = this.#compare(directive, child.old, child.new, child.parent?.new ?? null);
      return inner !== null && signature(inner) === signature(change);
    });
  }

  #compare(
    name: string,
    old: Occurrence | null,
    next: Occurrence | null,
    outer: Occurrence | null,
  ): EffectiveChange | null {
    const [before, after] = [this.#effective(0, old, name), this.#effective(1, next, name)];
    const fact = before.values[0]?.fact ?? after.values[0]?.fact ?? null;
    const [left, right] = [this.#said(0, before), this.#said(1, after)];
    const standard = defaultOf(fact);
    if (isDefault(left, right, standard, fact) || isDefault(right, left, standard, fact)) return null;
    const lost = without(left, right);
    const gained = without(right, left);
    const reordered = lost.length + gained.length === 0 && ORDERED.has(name) && !isSameOrder(left, right);
    if (lost.length + gained.length === 0 && !reordered) return null;
    const around = outer === null ? [] : this.#said(1, this.#effective(1, outer, name));
    const notInherited = lost.length > 0 && after.setIn === next && next !== null && without(lost, around).length === 0;
    const category = categoryOf(name, fact?.module ?? '', [...lost, ...gained]);
    return {
      ...{ directive: name, category, old, new: next, before: left, after: right, lost, gained },
      ...{ default: standard, notInherited, reordered },
    };
  }

  /** A block whose lines are its value. */
  #lines(pair: BlockPair): EffectiveChange | null {
    const [left, right] = [pair.old, pair.new].map((block, side) =>
      block.children
        .filter(({ name }) => name !== 'include')
        .map((at) => ({
          text: directiveText(this.#models[side] ?? this.#models[0], at),
          at,
          key: directiveText(this.#models[side] ?? this.#models[0], at),
        })),
    );
    const lost = without(left ?? [], right ?? []);
    const gained = without(right ?? [], left ?? []);
    if (lost.length + gained.length === 0) return null;
    return {
      ...{ directive: pair.new.name, category: 'other', old: pair.old, new: pair.new },
      ...{ before: left ?? [], after: right ?? [], lost, gained, default: null, notInherited: false, reordered: false },
    };
  }

  /** Main-level directives hold for all; `effective()` of the model asks for a block. */
  #effective(side: 0 | 1, block: Occurrence | null, name: string): Effective {
    const model = this.#models[side];
    if (block !== null) return model.effective(block, name);
    return { values: model.roots.filter(({ node }) => node.name.value === name), setIn: null };
  }

  #said(side: 0 | 1, { values }: Effective): readonly Keyed[] {
    const model = this.#models[side];
    return values
      .filter((at) => !isBlock(at) || at.name === 'types' || at.node.body?.kind === 'raw')
      .map((at) => {
        const texts = at.node.args.map(({ value }) => value);
        const body = at.node.body === null ? '' : ` { ${bodyText(model, at)}}`;
        return { text: `${texts.map(shown).join(' ')}${body}`.trim(), at, key: comparable(texts, at.fact) + body };
      });
  }
}

interface Keyed extends SaidValue {
  readonly key: string;
}

function shown(word: string): string {
  return word === '' || /[\s;{}"']/.test(word) ? JSON.stringify(word) : word;
}

function isDefault(
  said: readonly Keyed[],
  unsaid: readonly Keyed[],
  standard: string | null,
  fact: Occurrence['fact'],
): boolean {
  const [only] = said;
  if (standard === null || unsaid.length > 0 || said.length !== 1 || only === undefined) return false;
  return only.key === comparable(standard.split(' '), fact);
}

/** What of one list the other lacks, each as often as it is there. */
function without<T extends SaidValue>(all: readonly T[], other: readonly SaidValue[]): readonly T[] {
  const left = other.map(keyOf);
  return all.filter((value) => {
    const at = left.indexOf(keyOf(value));
    if (at === -1) return true;
    left.splice(at, 1);
    return false;
  });
}

const keyOf = (value: SaidValue): string => ('key' in value ? String(value.key) : value.text);

function isSameOrder(a: readonly Keyed[], b: readonly Keyed[]): boolean {
  return a.every(({ key }, index) => key === b[index]?.key);
}

function signature({ lost, gained, reordered }: EffectiveChange): string {
  return [lost, gained].map((list) => list.map(keyOf).join('\n')).join('\0') + (reordered ? ' reordered' : '');
}

const HEADERS =
  /^(?:add_header|add_trailer|add_header_inherit|add_trailer_inherit|expires|server_tokens|charset|default_type|etag|(?:proxy|grpc)_set_header|\w+_(?:hide|pass|ignore)_headers?|more_\w+_headers|proxy_cookie_\w+)$/;

function categoryOf(name: string, module: string, values: readonly SaidValue[]): ChangeCategory {
  if (HEADERS.test(name)) return 'headers';
  if (/ssl/.test(module) || /^ssl_|_ssl_|^ssl$/.test(name)) return 'tls';
  if (name === 'listen' && values.some(({ text }) => /(?:^| )(?:ssl|quic)(?: |$)/.test(text))) return 'tls';
  return 'other';
}
