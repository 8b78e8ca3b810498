import { TOKEN_MODIFIERS, TOKEN_TYPES } from '@nginx-lint/service';
import { type ServerCapabilities, TextDocumentSyncKind } from 'vscode-languageserver';
import type { Session } from './session.ts';

/** What the server can do, for an editor that can take it. `told`: findings are told, and need not be asked for. */
export function capabilitiesFor({ capabilities, encoding }: Session, told: boolean): ServerCapabilities {
  return {
    positionEncoding: encoding,
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    ...(told || capabilities.textDocument?.diagnostic === undefined
      ? {}
      : {
          diagnosticProvider: { identifier: 'nginx-lint', interFileDependencies: true, workspaceDiagnostics: true },
        }),
    completionProvider: { triggerCharacters: ['$', '{', '/', '=', '@', ':', ' ', '~'], resolveProvider: true },
    hoverProvider: true,
    inlayHintProvider: true,
    codeLensProvider: { resolveProvider: true },
    documentSymbolProvider: true,
    workspaceSymbolProvider: true,
    foldingRangeProvider: true,
    selectionRangeProvider: true,
    documentLinkProvider: {},
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    documentOnTypeFormattingProvider: { firstTriggerCharacter: ';', moreTriggerCharacter: ['}', '\n'] },
    renameProvider: { prepareProvider: true },
    codeActionProvider: { codeActionKinds: ['quickfix', 'source.fixAll.nginx-lint', 'refactor.extract'] },
    semanticTokensProvider: {
      legend: { tokenTypes: [...TOKEN_TYPES], tokenModifiers: [...TOKEN_MODIFIERS] },
      full: { delta: true },
      range: true,
    },
    signatureHelpProvider: { triggerCharacters: [' '], retriggerCharacters: [' ', '='] },
  };
}
