import { type ServerCapabilities, TextDocumentSyncKind } from 'vscode-languageserver';
import type { Session } from './session.ts';

/** What the server can do, for an editor that can take it. */
export function capabilitiesFor({ capabilities, encoding }: Session): ServerCapabilities {
  return {
    positionEncoding: encoding,
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    ...(capabilities.textDocument?.diagnostic === undefined
      ? {}
      : {
          diagnosticProvider: { identifier: 'nginx-lint', interFileDependencies: true, workspaceDiagnostics: true },
        }),
    completionProvider: { triggerCharacters: ['$', '{', '/', '=', '@', ':', ' ', '~'], resolveProvider: true },
    signatureHelpProvider: { triggerCharacters: [' '], retriggerCharacters: [' ', '='] },
  };
}
