import type {
  DocumentSymbol as Found,
  SymbolKind as Kind,
  WorkspaceSymbol as Named,
  Snapshot,
} from '@nginx-lint/service';
import { type DocumentSymbol, type SymbolInformation, SymbolKind } from 'vscode-languageserver';
import type { Session, Target } from '../session.ts';

const KINDS: Readonly<Record<Kind, SymbolKind>> = {
  block: SymbolKind.Namespace,
  server: SymbolKind.Class,
  location: SymbolKind.Method,
  'named-location': SymbolKind.Function,
  upstream: SymbolKind.Interface,
  map: SymbolKind.Object,
  condition: SymbolKind.Operator,
  zone: SymbolKind.Struct,
  cache: SymbolKind.Struct,
  'log-format': SymbolKind.String,
  match: SymbolKind.Struct,
  'thread-pool': SymbolKind.Struct,
  module: SymbolKind.Module,
  include: SymbolKind.File,
  code: SymbolKind.Event,
  variable: SymbolKind.Variable,
};

export function documentSymbol(found: Found, target: Target, session: Session): DocumentSymbol {
  return {
    name: found.name,
    ...(found.detail === null ? {} : { detail: found.detail }),
    kind: KINDS[found.kind],
    range: session.range(target.source, found.span),
    selectionRange: session.range(target.source, found.selection),
    children: found.children.map((child) => documentSymbol(child, target, session)),
  };
}

/** The same as a list, for editors that know no trees. */
export function flatSymbols(found: readonly Found[], target: Target, session: Session): SymbolInformation[] {
  return found.flatMap((symbol) => {
    const location = session.location(target.snapshot, target.file, symbol.selection);
    const rest = flatSymbols(symbol.children, target, session);
    return location === null ? rest : [{ name: symbol.name, kind: KINDS[symbol.kind], location }, ...rest];
  });
}

export function workspaceSymbol(found: Named, snapshot: Snapshot, session: Session): SymbolInformation[] {
  const location = session.location(snapshot, found.file, found.span);
  if (location === null) return [];
  return [{ name: found.name, kind: KINDS[found.kind], containerName: found.container, location }];
}
