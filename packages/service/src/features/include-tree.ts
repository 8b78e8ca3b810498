import {
  type ConfigModel,
  type FileId,
  isShipped,
  type LocationModel,
  type Occurrence,
  type ServerModel,
  type Span,
} from '@nginx-lint/core';
import type { Analysis, Snapshot } from '../snapshot.ts';

/** A configuration as a tree for the eye: files with what they include, servers with their locations. */
export type TreeNode = FileNode | ServerNode | LocationNode | MissingNode;

export interface FileNode {
  readonly kind: 'entry' | 'fragment' | 'file';
  readonly file: FileId;
  /** The `include` that leads here; null for the first file. */
  readonly from: { readonly file: FileId; readonly span: Span } | null;
  /** nginx ships it; it is not on the disk. */
  readonly shipped: boolean;
  readonly children: readonly TreeNode[];
}

export interface ServerNode {
  readonly kind: 'server';
  readonly file: FileId;
  readonly span: Span;
  readonly names: readonly string[];
  readonly listen: readonly string[];
  readonly children: readonly LocationNode[];
}

export interface LocationNode {
  readonly kind: 'location';
  readonly file: FileId;
  readonly span: Span;
  readonly match: LocationModel['match'];
  readonly pattern: string;
  /** From 1 among the expressions of its level, in which nginx tries them; null for others. */
  readonly order: number | null;
  readonly children: readonly LocationNode[];
}

/** An `include` that leads nowhere. */
export interface MissingNode {
  readonly kind: 'missing';
  readonly file: FileId;
  readonly span: Span;
  readonly path: string;
}

/** Of each configuration; with a file, of those that hold it. */
export function includeTree(snapshot: Snapshot, file: FileId | null): readonly FileNode[] {
  const wanted = file === null ? snapshot.analyses : snapshot.views(file).map(({ analysis }) => analysis);
  return wanted.map(treeOf);
}

function treeOf({ entry, model }: Analysis): FileNode {
  const kind = model.tree.whole ? 'entry' : 'fragment';
  return { kind, file: entry, from: null, shipped: false, children: childrenOf(model, entry, [entry]) };
}

/** What a file includes and the servers that begin in it, in the order of its text. */
function childrenOf(model: ConfigModel, file: FileId, above: readonly FileId[]): readonly TreeNode[] {
  const found: { readonly at: number; readonly node: TreeNode }[] = [];
  const seen = new Set<unknown>();
  for (const at of model.tree.all) {
    if (at.file !== file || seen.has(at.node)) continue;
    const nodes = nodesOf(model, at, above);
    if (nodes.length > 0) seen.add(at.node);
    for (const node of nodes) found.push({ at: at.node.start, node });
  }
  return found.sort((a, b) => a.at - b.at).map(({ node }) => node);
}

function nodesOf(model: ConfigModel, at: Occurrence, above: readonly FileId[]): readonly TreeNode[] {
  if (at.name === 'server' && at.node.body !== null) {
    const server = model.servers.find((one) => one.at === at);
    return server === undefined ? [] : [serverNode(server)];
  }
  const target = at.name === 'include' ? model.tree.includeTarget(at.node) : null;
  if (target === null) return [];
  const from = { file: at.file, span: at.node };
  if (target.files.length === 0 && !target.pattern)
    return [{ kind: 'missing', file: at.file, span: at.node, path: target.path }];
  return target.files
    .filter((file) => !above.includes(file))
    .map((file): FileNode => {
      const children = childrenOf(model, file, [...above, file]);
      return { kind: 'file', file, from, shipped: isShipped(file), children };
    });
}

function serverNode({ at, names, listens, locations }: ServerModel): ServerNode {
  return {
    kind: 'server',
    file: at.file,
    span: at.node,
    names: names.map(({ value }) => value),
    listen: listens.map((listen) => listen.address.value),
    children: locationNodes(locations),
  };
}

function locationNodes(locations: readonly LocationModel[]): readonly LocationNode[] {
  let expressions = 0;
  return locations.map(({ at, match, pattern, children }) => ({
    kind: 'location',
    file: at.file,
    span: at.node,
    match,
    pattern,
    order: match === 'regex' ? ++expressions : null,
    children: locationNodes(children),
  }));
}
