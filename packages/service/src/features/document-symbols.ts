import { type ConfigModel, contains, type Directive, type FileId, walk } from '@nginx-lint/core';
import type { Snapshot } from '../snapshot.ts';
import { describe } from './symbols/describe.ts';
import type { DocumentSymbol } from './symbols/symbol.ts';

export type { DocumentSymbol, SymbolKind } from './symbols/symbol.ts';

/** The blocks and the named things of a file, blocks with what stands in them; empty where nothing is known of the file. */
export function documentSymbols(snapshot: Snapshot, file: FileId): readonly DocumentSymbol[] {
  const [view] = snapshot.views(file);
  return view === undefined ? [] : symbolsIn(view.analysis.model, view.file);
}

const known = new WeakMap<ConfigModel, Map<FileId, readonly DocumentSymbol[]>>();

/** Those of a file as one configuration knows it; a server may have its names from a file that it includes. */
export function symbolsIn(model: ConfigModel, file: FileId): readonly DocumentSymbol[] {
  const files = known.get(model) ?? new Map<FileId, readonly DocumentSymbol[]>();
  known.set(model, files);
  const symbols = files.get(file) ?? read(model, file);
  files.set(file, symbols);
  return symbols;
}

type Growing = DocumentSymbol & { readonly children: DocumentSymbol[] };

function read(model: ConfigModel, file: FileId): readonly DocumentSymbol[] {
  const roots: DocumentSymbol[] = [];
  const open: { readonly symbol: Growing; readonly entries: boolean }[] = [];
  for (const { kind, directive } of walk(model.source(file).items)) {
    if (kind === 'leave') {
      open.pop();
      continue;
    }
    const around = open.at(-1);
    const symbol = around?.entries && directive.name.value !== 'include' ? null : symbolOf(model, directive);
    if (symbol !== null) (around?.symbol.children ?? roots).push(symbol);
    if (directive.body?.kind === 'block' && symbol !== null)
      open.push({ symbol, entries: hasEntries(model, directive) });
    // A block in a body of entries is a mistake; what it holds belongs to the block around.
    else if (directive.body?.kind === 'block' && around !== undefined) open.push(around);
  }
  return roots;
}

function symbolOf(model: ConfigModel, directive: Directive): Growing | null {
  const described = describe(directive, directivesIn(model, directive));
  if (described === null) return null;
  const { name, start, end } = directive;
  const selection = contains(directive, described.selection) ? described.selection : name;
  const { start: from, end: to } = selection;
  return { ...described, span: { start, end: Math.max(end, to) }, selection: { start: from, end: to }, children: [] };
}

/** What stands in a block, that of included files too. */
function directivesIn(model: ConfigModel, directive: Directive): readonly Directive[] {
  const { body } = directive;
  if (body?.kind !== 'block' || !/^(?:server|upstream)$/.test(directive.name.value)) return [];
  return model.occurrencesOf(directive)[0]?.children.map(({ node }) => node) ?? body.items;
}

/** `map`, `types` and their kin, whose lines are no directives. */
function hasEntries(model: ConfigModel, directive: Directive): boolean {
  const body = model.occurrencesOf(directive)[0]?.fact?.body;
  return body !== undefined && body !== 'directives';
}
