import { type LogOutputChannel, workspace } from 'vscode';
import { type LanguageClientOptions, RevealOutputChannelOn } from 'vscode-languageclient';

/** Where texts may lie that are part of a configuration; old versions of a file (`git:`) and output are not. */
const SCHEMES = ['file', 'untitled', 'vscode-vfs', 'vscode-remote', 'vscode-userdata'];

/** Files on a disk, untitled texts, and whatever virtual files the workspace is made of. */
export function documentSelector(): { language: string; scheme: string }[] {
  const folders = workspace.workspaceFolders?.map(({ uri }) => uri.scheme) ?? [];
  return [...new Set([...SCHEMES, ...folders])].map((scheme) => ({ language: 'nginx', scheme }));
}

/** `changed`: called after the server was told of a change of a text or a file. */
export function clientOptions(output: LogOutputChannel, changed: () => void): LanguageClientOptions {
  return {
    documentSelector: documentSelector(),
    // Findings are told for the whole workspace. Settings hold from the beginning, and are asked for later.
    initializationOptions: { diagnostics: 'push', nginxLint: plain(workspace.getConfiguration('nginxLint')) },
    outputChannel: output,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    middleware: {
      didOpen: (document, next) => next(document).finally(changed),
      didChange: (event, next) => next(event).finally(changed),
      didClose: (document, next) => next(document).finally(changed),
      workspace: { didChangeWatchedFile: (event, next) => next(event).finally(changed) },
    },
  };
}

/** Settings without the methods that come along with them: a worker cannot be sent functions. */
function plain(settings: object): unknown {
  return JSON.parse(JSON.stringify(settings));
}
