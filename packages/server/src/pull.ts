import type { FileId } from '@nginx-lint/core';
import type { Snapshot } from '@nginx-lint/service';
import {
  type Connection,
  type Diagnostic,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { diagnosticsOf } from './convert/diagnostic.ts';
import type { Session } from './session.ts';

/** Answers editors that ask for findings instead of being told. */
export function answerPulls(connection: Connection, session: () => Session): void {
  connection.languages.diagnostics.on(async ({ textDocument, previousResultId }): Promise<DocumentDiagnosticReport> => {
    const target = await session().target(textDocument.uri);
    const found = target === null ? [] : diagnosticsOf(target.snapshot, target.file, session());
    const resultId = idOf(found);
    if (resultId === previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
    return { kind: DocumentDiagnosticReportKind.Full, resultId, items: found };
  });
  connection.languages.diagnostics.onWorkspace(async ({ previousResultIds }) => {
    const snapshot = await session().workspace.snapshot();
    const before = new Map(previousResultIds.map(({ uri, value }) => [session().uris.file(uri), value]));
    const items = snapshot.files.map((file) => reportOf(snapshot, file, before.get(file) ?? null, session()));
    const known = new Set(snapshot.files);
    const gone = [...before.keys()].filter((file) => !known.has(file));
    return { items: [...items, ...gone.map((file) => emptyReport(session().uris.uri(file)))] };
  });
}

function reportOf(
  snapshot: Snapshot,
  file: FileId,
  before: string | null,
  session: Session,
): WorkspaceDocumentDiagnosticReport {
  const items = diagnosticsOf(snapshot, file, session);
  const resultId = idOf(items);
  const head = { uri: session.uri(snapshot, file), version: session.documents.get(file)?.version ?? null, resultId };
  if (resultId === before) return { ...head, kind: DocumentDiagnosticReportKind.Unchanged };
  return { ...head, kind: DocumentDiagnosticReportKind.Full, items };
}

function emptyReport(uri: string): WorkspaceDocumentDiagnosticReport {
  return { uri, version: null, kind: DocumentDiagnosticReportKind.Full, items: [] };
}

/** The same findings have the same id (FNV-1a of what is sent). */
function idOf(diagnostics: readonly Diagnostic[]): string {
  let hash = 0x811c9dc5;
  for (const character of JSON.stringify(diagnostics)) {
    hash ^= character.charCodeAt(0);
    hash = Math.imul(hash, 0x01000193);
  }
  return `${diagnostics.length}-${(hash >>> 0).toString(16)}`;
}
