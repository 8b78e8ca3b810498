import {
  EventEmitter,
  type TextEditor,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  type TreeView,
  window,
} from 'vscode';
import type { TreeNode } from '../answers.ts';
import { Quiet } from '../quiet.ts';
import type { Server } from '../server.ts';
import { itemOf, nodesAt } from './tree-items.ts';

/** How long nothing must change before the tree is asked for anew, in milliseconds. */
const QUIET = 400;

/** A node in its place: the same file may be included twice. */
interface Branch {
  readonly node: TreeNode;
  readonly parent: Branch | null;
  readonly entry: string;
  readonly id: string;
}

/** The include tree of every configuration of the workspace. */
export class IncludeTreeView implements TreeDataProvider<Branch> {
  readonly #server: Server;
  readonly #view: TreeView<Branch>;
  readonly #changed = new EventEmitter<undefined>();
  readonly #quiet: Quiet;
  #roots: readonly TreeNode[] = [];
  #branches = new Map<TreeNode, Branch>();
  /** Has anything changed since the tree was asked for? */
  #stale = true;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(server: Server) {
    this.#server = server;
    this.#quiet = new Quiet(QUIET, () => (this.#view.visible ? this.#changed.fire(undefined) : undefined));
    this.#view = window.createTreeView('nginxLint.includeTree', { treeDataProvider: this, showCollapseAll: true });
    this.#view.onDidChangeVisibility(() => this.#stale && this.#quiet.begin());
    server.onDidChange(() => this.refresh());
    server.onDidChangeState(() => this.refresh());
  }

  refresh(): void {
    this.#stale = true;
    this.#quiet.begin();
  }

  async getChildren(branch?: Branch): Promise<Branch[]> {
    if (branch === undefined) await this.#load();
    const nodes = branch === undefined ? this.#roots : branch.node.children;
    return nodes.map((node, index) => this.#branchOf(node, index, branch ?? null));
  }

  getParent(branch: Branch): Branch | null {
    return branch.parent;
  }

  getTreeItem({ node, entry, id }: Branch): TreeItem {
    const { label, description, tooltip, icon, opens, open } = itemOf(node, entry);
    const { None, Expanded, Collapsed } = TreeItemCollapsibleState;
    const item = new TreeItem(label, node.children.length === 0 ? None : open ? Expanded : Collapsed);
    item.id = id;
    item.description = description;
    item.tooltip = tooltip;
    item.iconPath = new ThemeIcon(icon);
    item.contextValue = node.kind;
    if (opens !== null) item.command = { command: 'nginx-lint.openPlace', title: 'Open', arguments: [opens] };
    return item;
  }

  /** Shows the view, with the place of an editor in it. */
  async show(editor: TextEditor | undefined): Promise<void> {
    await this.#load();
    await window.withProgress({ location: { viewId: 'nginxLint.includeTree' } }, async () => {
      this.#changed.fire(undefined);
    });
    const uri = editor?.document.uri.toString();
    const path = uri === undefined ? null : nodesAt(this.#roots, uri, editor?.selection.active.line ?? 0);
    const found = path?.at(-1) ?? this.#roots[0];
    if (found === undefined) return;
    let parent: Branch | null = null;
    for (const node of path ?? [found]) {
      const siblings: readonly TreeNode[] = parent === null ? this.#roots : parent.node.children;
      parent = this.#branchOf(node, siblings.indexOf(node), parent);
    }
    if (parent !== null) await this.#view.reveal(parent, { select: true, focus: true, expand: true });
  }

  dispose(): void {
    this.#quiet.dispose();
    this.#view.dispose();
    this.#changed.dispose();
  }

  async #load(): Promise<void> {
    if (!this.#stale) return;
    this.#stale = false;
    try {
      this.#roots = await this.#server.ask<readonly TreeNode[]>('nginxLint/includeTree', {});
    } catch {
      this.#stale = true;
      this.#roots = [];
    }
    this.#branches = new Map();
  }

  #branchOf(node: TreeNode, index: number, parent: Branch | null): Branch {
    const known = this.#branches.get(node);
    if (known !== undefined) return known;
    const entry = parent?.entry ?? ('uri' in node ? node.uri : '');
    const branch: Branch = { node, parent, entry, id: `${parent?.id ?? entry}/${index}` };
    this.#branches.set(node, branch);
    return branch;
  }
}
