import {
  documentLinks,
  documentSymbols,
  type FoldingRange as Fold,
  foldingRanges,
  selectionRanges,
  workspaceSymbols,
} from '@nginx-lint/service';
import { type Connection, type FoldingRange, FoldingRangeKind, type SelectionRange } from 'vscode-languageserver';
import { documentSymbol, flatSymbols, workspaceSymbol } from '../convert/symbols.ts';
import type { Session, Target } from '../session.ts';
import { asking } from './ask.ts';

/** How a text is built: what stands in it, what can be hidden, and what belongs together. */
export function answerOutline(connection: Connection, session: () => Session): void {
  const { inFile } = asking(session);
  connection.onDocumentSymbol(
    inFile((target, _, current) => {
      const found = documentSymbols(target.snapshot, target.file);
      const trees = current.capabilities.textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true;
      if (!trees) return flatSymbols(found, target, current);
      return found.map((symbol) => documentSymbol(symbol, target, current));
    }),
  );
  connection.onWorkspaceSymbol(async ({ query }) => {
    const snapshot = await session().workspace.snapshot();
    return workspaceSymbols(snapshot, query).flatMap((found) => workspaceSymbol(found, snapshot, session()));
  });
  connection.onFoldingRanges(
    inFile((target, _, current) =>
      foldingRanges(target.snapshot, target.file).map((fold) => foldingRange(fold, target, current)),
    ),
  );
  connection.onSelectionRanges(
    inFile((target, { positions }, current) =>
      positions.map((position) => {
        const offset = current.offset(target.source, position);
        let range: SelectionRange | null = null;
        for (const span of [...selectionRanges(target.snapshot, target.file, offset)].reverse())
          range = { range: current.range(target.source, span), ...(range === null ? {} : { parent: range }) };
        return range ?? { range: current.range(target.source, { start: offset, end: offset }) };
      }),
    ),
  );
  connection.onDocumentLinks(
    inFile(({ snapshot, file, source }, _, current) =>
      documentLinks(snapshot, file, (other) => snapshot.source(other) !== null).map(({ span, target, tooltip }) => ({
        range: current.range(source, span),
        ...(target === null ? {} : { target: current.uri(snapshot, target) }),
        ...(tooltip === null ? {} : { tooltip }),
      })),
    ),
  );
}

const KINDS = {
  block: null,
  words: null,
  comment: FoldingRangeKind.Comment,
  region: FoldingRangeKind.Region,
} as const;

function foldingRange({ span, kind }: Fold, { source }: Target, session: Session): FoldingRange {
  const { start, end } = session.range(source, span);
  const named = KINDS[kind];
  return { startLine: start.line, endLine: end.line, ...(named === null ? {} : { kind: named }) };
}
