import type { Directive, SourceFile } from '../syntax/nodes.ts';
import type { FileId } from '../text/file-id.ts';
import type { ConfigTree, Occurrence } from '../tree/tree.ts';
import { isBlock } from './blocks.ts';
import { EffectiveSettings } from './effective.ts';
import { serverModels } from './servers.ts';
import type { ConfigModel, LocationModel, ServerModel, UpstreamModel } from './types.ts';
import { upstreamModels } from './upstreams.ts';

/** So many questions about nodes are answered without an index of all of them. */
const FEW = 4;

/** The meaning of a configuration: computed when asked, each thing once. */
export function createModel(tree: ConfigTree): ConfigModel {
  const directives = new Map<string, readonly Occurrence[]>();
  const settings = new EffectiveSettings(tree);
  const blocks = once(() => blocksOfInterest(tree.roots));
  const servers = once(() => serverModels(blocks().servers, (at, directive) => settings.at(at, directive)));
  const upstreams = once(() => upstreamModels(blocks().upstreams));
  const nodes = once(() => byNode(tree.all));
  const serverIndex = once(() => new Map(servers().map((server) => [server.at, server])));
  const locationIndex = once(() => indexLocations(servers()));
  const upstreamIndex = once(() => indexUpstreams(upstreams()));
  let asked = 0;
  return {
    entry: tree.entry,
    tree,
    facts: tree.facts,
    certain: tree.certain,
    roots: tree.roots,
    get servers() {
      return servers();
    },
    get upstreams() {
      return upstreams();
    },
    byName: tree.byName,
    source: (file) => sourceOf(tree, file),
    occurrencesOf: (node) => (asked++ < FEW ? placesOf(node, tree) : (nodes().get(node) ?? NONE)),
    named(directive) {
      let all = directives.get(directive);
      if (all === undefined) {
        all = withoutEntries(tree.byName.get(directive), tree);
        directives.set(directive, all);
      }
      return all;
    },
    effective: (at, directive) => settings.at(at, directive),
    server: (at) => nearest(at, serverIndex()),
    location: (at) => nearest(at, locationIndex()),
    upstream: (name, scope) => upstreamIndex().get(upstreamKey(name, scope)) ?? null,
  };
}

interface Blocks {
  readonly servers: readonly Occurrence[];
  readonly upstreams: readonly Occurrence[];
}

/** `server` blocks of http and `upstream` blocks, made-up ones too. */
function blocksOfInterest(roots: readonly Occurrence[]): Blocks {
  const servers: Occurrence[] = [];
  const upstreams: Occurrence[] = [];
  const pending = [...roots].reverse();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (!isBlock(next)) continue;
    const name = next.name;
    if (name === 'server' && next.context === 'http') servers.push(next);
    else if (name === 'upstream' && (next.context === 'http' || next.context === 'stream')) upstreams.push(next);
    else for (const child of [...next.children].reverse()) pending.push(child);
  }
  return { servers, upstreams };
}

const NONE: readonly Occurrence[] = [];

function withoutEntries(all: readonly Occurrence[] | undefined, tree: ConfigTree): readonly Occurrence[] {
  if (all === undefined) return NONE;
  for (let index = 0; index < all.length; index++) {
    const at = all[index];
    if (at?.fact === null && isEntry(at, tree)) return all.filter((each) => !isEntry(each, tree));
  }
  return all;
}

/** Is it a line of a `map`, `types`, …, whose first word is no directive's name? */
function isEntry(at: Occurrence, tree: ConfigTree): boolean {
  const block = at.parent;
  if (at.fact !== null || block === null || block.fact === null) return false;
  return tree.facts.opens(block.fact, block.context) === null && at.name !== 'include';
}

function placesOf(node: Directive, { byName }: ConfigTree): readonly Occurrence[] {
  const all = byName.get(node.name.value) ?? NONE;
  const found: Occurrence[] = [];
  for (let index = 0; index < all.length; index++) {
    const at = all[index];
    if (at?.node === node) found.push(at);
  }
  return found;
}

function byNode(all: readonly Occurrence[]): ReadonlyMap<Directive, readonly Occurrence[]> {
  const nodes = new Map<Directive, Occurrence[]>();
  for (const occurrence of all) {
    const same = nodes.get(occurrence.node);
    if (same === undefined) nodes.set(occurrence.node, [occurrence]);
    else same.push(occurrence);
  }
  return nodes;
}

function indexLocations(servers: readonly ServerModel[]): ReadonlyMap<Occurrence, LocationModel> {
  const locations = new Map<Occurrence, LocationModel>();
  for (const { allLocations } of servers)
    for (let index = 0; index < allLocations.length; index++) {
      const location = allLocations[index];
      if (location !== undefined) locations.set(location.at, location);
    }
  return locations;
}

/** Names of groups are compared without case (`ngx_http_upstream_add`); of two with one name nginx keeps the first. */
function indexUpstreams(upstreams: readonly UpstreamModel[]): ReadonlyMap<string, UpstreamModel> {
  const index = new Map<string, UpstreamModel>();
  for (const upstream of upstreams) {
    const key = upstreamKey(upstream.name.value, upstream.scope);
    if (!index.has(key)) index.set(key, upstream);
  }
  return index;
}

function upstreamKey(name: string, scope: 'http' | 'stream'): string {
  return `${scope} ${name.toLowerCase()}`;
}

function nearest<T>(at: Occurrence, index: ReadonlyMap<Occurrence, T>): T | null {
  for (let block: Occurrence | null = at; block !== null; block = block.parent) {
    const found = index.get(block);
    if (found !== undefined) return found;
  }
  return null;
}

function sourceOf(tree: ConfigTree, file: FileId): SourceFile {
  const source = tree.files.get(file);
  if (source === undefined) throw new RangeError(`${file} is not part of this configuration`);
  return source;
}

function once<T>(compute: () => T): () => T {
  let result: { readonly value: T } | null = null;
  return () => {
    result ??= { value: compute() };
    return result.value;
  };
}
