import type { Word } from '../syntax/nodes.ts';
import type { Occurrence } from '../tree/tree.ts';
import { isBlock } from './blocks.ts';
import type { ConfigModel } from './types.ts';

/** A `map` with a single variable as its source. */
export interface MapBlock {
  readonly at: Occurrence;
  /** Without `$` and braces, in lower case. */
  readonly source: string;
  readonly result: string;
  readonly entries: readonly MapEntry[];
  /** The value of `default`; null where there is none, so that it is empty. */
  readonly fallback: string | null;
}

export interface MapEntry {
  readonly at: Occurrence;
  readonly key: Word;
  /** The expression of a key that is one; null for a text. */
  readonly pattern: { readonly text: string; readonly caseless: boolean } | null;
  readonly value: string;
}

/** The maps of http whose source is a single variable. */
export function mapBlocks(model: ConfigModel): readonly MapBlock[] {
  return model
    .named('map')
    .filter((at) => isBlock(at) && at.context === 'http')
    .flatMap(mapBlock);
}

function mapBlock(at: Occurrence): MapBlock[] {
  const source = variableName(at.node.args[0]?.value ?? '');
  const result = variableName(at.node.args[1]?.value ?? '');
  if (source === null || result === null) return [];
  let fallback: string | null = null;
  const entries: MapEntry[] = [];
  for (const child of at.children) {
    const key = child.node.name;
    const [word] = child.node.args;
    if (word === undefined || key.value === 'include') continue;
    if (key.value === 'default') fallback = word.value;
    else entries.push({ at: child, key, pattern: patternOf(key.value), value: word.value });
  }
  return [{ at, source, result, entries, fallback }];
}

/** `~pattern` and `~*pattern` (ngx_http_map); `\~` is a text. */
function patternOf(key: string): MapEntry['pattern'] {
  if (!key.startsWith('~')) return null;
  const caseless = key.startsWith('~*');
  return { text: key.slice(caseless ? 2 : 1), caseless };
}

/** `$name` or `${name}` and nothing else. */
export function variableName(text: string): string | null {
  return (
    /^\$(?:(\w+)|\{(\w+)\})$/
      .exec(text)
      ?.slice(1)
      .find((name) => name !== undefined)
      ?.toLowerCase() ?? null
  );
}
