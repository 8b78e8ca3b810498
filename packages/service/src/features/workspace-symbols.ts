import { type ConfigModel, type FileId, folderOf, isShipped, pathOf, type Span } from '@nginx-lint/core';
import { namesOf } from '../names/names-of.ts';
import { oneId } from '../names/same-names.ts';
import type { Snapshot } from '../snapshot.ts';
import { symbolsIn } from './document-symbols.ts';
import type { DocumentSymbol, SymbolKind } from './symbols/symbol.ts';

export interface WorkspaceSymbol {
  readonly name: string;
  readonly kind: SymbolKind;
  /** The block around it, or the name of its file. */
  readonly container: string;
  readonly file: FileId;
  readonly span: Span;
}

/** What has a name of its own; blocks, conditions and includes are found by what they hold. */
const WITHOUT_NAMES: ReadonlySet<SymbolKind> = new Set(['block', 'condition', 'include', 'code']);

const MOST = 500;

/** The things of all configurations whose names hold the signs of a query in its order, the likeliest first; 500 at most. */
export function workspaceSymbols(snapshot: Snapshot, query: string): readonly WorkspaceSymbol[] {
  const wanted = query.toLowerCase().replace(/\s+/g, '');
  const found: { readonly symbol: WorkspaceSymbol; readonly rank: number }[] = [];
  const files = new Set<FileId>();
  for (const { model } of snapshot.analyses) {
    for (const file of model.tree.files.keys()) {
      const id = oneId(snapshot, file);
      if (files.has(id) || isShipped(file)) continue;
      files.add(id);
      for (const symbol of namedIn(model, file)) {
        const rank = rankOf(symbol.name.toLowerCase(), wanted);
        if (rank !== null) found.push({ symbol: { ...symbol, file: id }, rank });
      }
    }
  }
  found.sort((one, other) => one.rank - other.rank || compare(one.symbol.name, other.symbol.name));
  return found.slice(0, MOST).map(({ symbol }) => symbol);
}

const known = new WeakMap<ConfigModel, Map<FileId, readonly WorkspaceSymbol[]>>();

function namedIn(model: ConfigModel, file: FileId): readonly WorkspaceSymbol[] {
  const files = known.get(model) ?? new Map<FileId, readonly WorkspaceSymbol[]>();
  known.set(model, files);
  const symbols = files.get(file) ?? [...inBlocks(model, file), ...variables(model, file)];
  files.set(file, symbols);
  return symbols;
}

function* inBlocks(model: ConfigModel, file: FileId): Generator<WorkspaceSymbol> {
  const pending = symbolsIn(model, file).map((symbol) => ({ symbol, container: nameOfFile(file) }));
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { symbol, container } = next;
    const { name, kind, span } = symbol;
    const named = !WITHOUT_NAMES.has(kind);
    if (named) yield { name, kind, container, file, span };
    const inside = named ? name : container;
    pending.push(...symbol.children.map((child: DocumentSymbol) => ({ symbol: child, container: inside })));
  }
}

/** What `set` and named groups define, each once a file; tables are symbols of their own. */
function* variables(model: ConfigModel, file: FileId): Generator<WorkspaceSymbol> {
  const seen = new Set<string>();
  for (const { kind, role, text, key, span, node } of namesOf(model).in(file)) {
    if (kind !== 'variable' || role !== 'definition' || node.body?.kind === 'block' || seen.has(key)) continue;
    seen.add(key);
    yield { name: `$${text}`, kind: 'variable', container: node.name.value, file, span };
  }
}

function nameOfFile(file: FileId): string {
  const path = pathOf(file);
  const folder = folderOf(path);
  return path.slice(folder === '/' ? 1 : folder.length + 1);
}

/** The less, the likelier; null where the signs are not there. */
function rankOf(name: string, wanted: string): number | null {
  const at = name.indexOf(wanted);
  if (at !== -1) return at === 0 ? 0 : /\w/.test(name[at - 1] ?? '') ? 2 : 1;
  let from = 0;
  for (const sign of wanted) {
    const next = name.indexOf(sign, from);
    if (next === -1) return null;
    from = next + 1;
  }
  return 3;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
