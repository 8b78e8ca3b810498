import type { FileEdit, FileId } from '@nginx-lint/core';
import type { Snapshot } from '@nginx-lint/service';
import type { CreateFile, TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { Session } from '../session.ts';

/** A file that is made before it is written to. */
export interface NewFile {
  readonly file: FileId;
  readonly text: string;
}

/** Edits of several files as one change, for the versions that the editor has. */
export function workspaceEdit(
  edits: readonly FileEdit[],
  created: NewFile | null,
  snapshot: Snapshot,
  session: Session,
): WorkspaceEdit {
  const byFile = editsByFile(edits, snapshot, session);
  if (session.capabilities.workspace?.workspaceEdit?.documentChanges !== true && created === null)
    return { changes: Object.fromEntries([...byFile].map(([uri, { edits: list }]) => [uri, list])) };
  const changes: (TextDocumentEdit | CreateFile)[] = [];
  if (created !== null) {
    const uri = session.uris.uri(created.file);
    const start = { line: 0, character: 0 };
    changes.push({ kind: 'create', uri, options: { ignoreIfExists: false } });
    changes.push({
      textDocument: { uri, version: null },
      edits: [{ range: { start, end: start }, newText: created.text }],
    });
  }
  for (const [uri, { version, edits: list }] of byFile) changes.push({ textDocument: { uri, version }, edits: list });
  return { documentChanges: changes };
}

function editsByFile(edits: readonly FileEdit[], snapshot: Snapshot, session: Session) {
  const byFile = new Map<string, { readonly version: number | null; readonly edits: TextEdit[] }>();
  for (const { file, span, text } of edits) {
    const source = snapshot.source(file);
    if (source === null) continue;
    const uri = session.uri(snapshot, file);
    const version = session.documents.get(snapshot.shown(file))?.version ?? null;
    const known = byFile.get(uri) ?? { version, edits: [] };
    byFile.set(uri, known);
    known.edits.push({ range: session.range(source, span), newText: text });
  }
  return byFile;
}
