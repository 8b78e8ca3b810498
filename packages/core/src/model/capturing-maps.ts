import type { Occurrence } from '../tree/tree.ts';
import { isBlock } from './blocks.ts';
import { type CaptureGroup, captureGroups } from './capture-groups.ts';
import type { ConfigModel } from './types.ts';

/** A `map` with expressions, which bring captures of their own when its variable is evaluated. */
export interface CapturingMap {
  readonly at: Occurrence;
  /** In lower case, without its dollar sign. */
  readonly variable: string;
  readonly scope: 'http' | 'stream';
  readonly volatile: boolean;
  /** The entries whose expressions have groups. */
  readonly entries: readonly { readonly at: Occurrence; readonly groups: readonly CaptureGroup[] }[];
  /** All entries with expressions: also one without groups sets captures when it matches. */
  readonly matching: readonly Occurrence[];
  /** Named groups of its expressions, in lower case. */
  readonly names: ReadonlySet<string>;
  /** Variables that its source and its values ask for, in lower case. */
  readonly asks: ReadonlySet<string>;
}

/** CVE-2026-42533: a capture before the map that overwrites it. */
export const CAPTURE_ORDER = { vulnerable: [['0.9.6', '1.31.2']], fixed: ['1.31.3', '1.30.4'] } as const;

const known = new WeakMap<ConfigModel, readonly CapturingMap[]>();

/** The maps of a configuration; `entries` is empty for those without groups. */
export function capturingMaps(model: ConfigModel): readonly CapturingMap[] {
  let maps = known.get(model);
  if (maps === undefined) {
    maps = model.named('map').flatMap((at) => (isBlock(at) ? readMap(model, at) : []));
    known.set(model, maps);
  }
  return maps;
}

function readMap(model: ConfigModel, at: Occurrence): CapturingMap[] {
  const [source, name] = at.node.args;
  if (source === undefined || !name?.value.startsWith('$')) return [];
  const entries = at.children.flatMap((entry) => {
    const { value } = entry.node.name;
    if (!value.startsWith('~')) return [];
    const groups = captureGroups(value.replace(/^~\*?/, ''), model.source(entry.file).encoding);
    return groups.length === 0 ? [] : [{ at: entry, groups }];
  });
  const names = entries.flatMap(({ groups }) => groups.flatMap((group) => group.name?.toLowerCase() ?? []));
  const texts = [source.value, ...at.children.map(({ node }) => node.args[0]?.value ?? '')];
  return [
    {
      at,
      variable: name.value.slice(1).toLowerCase(),
      scope: at.context.startsWith('stream') ? 'stream' : 'http',
      volatile: at.children.some(({ name, node }) => name === 'volatile' && node.args.length === 0),
      entries,
      matching: at.children.filter(({ name }) => name.startsWith('~')),
      names: new Set(names),
      asks: new Set(texts.flatMap(variablesIn)),
    },
  ];
}

/** Names of the variables in a text, in lower case. */
export function variablesIn(text: string): string[] {
  return Array.from(text.matchAll(/\$(?:\{(\w+)\}|([a-zA-Z_]\w*))/g), ([, braced, plain]) =>
    (braced ?? plain ?? '').toLowerCase(),
  );
}

/** The maps with groups that are evaluated when a variable is: its own, and those that it asks for. */
export function mapsBehind(
  maps: readonly CapturingMap[],
  scope: CapturingMap['scope'],
  variable: string,
): readonly CapturingMap[] {
  return allBehind(maps, scope, variable).filter(({ entries }) => entries.length > 0);
}

/** The same, with those whose expressions have no groups or that have no expressions. */
export function allBehind(
  maps: readonly CapturingMap[],
  scope: CapturingMap['scope'],
  variable: string,
): readonly CapturingMap[] {
  const seen = new Set([variable]);
  const found: CapturingMap[] = [];
  for (const name of seen) {
    for (const map of maps) {
      if (map.scope !== scope || map.variable !== name) continue;
      found.push(map);
      for (const asked of map.asks) seen.add(asked);
    }
  }
  return found;
}
