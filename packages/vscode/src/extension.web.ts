import { type ExtensionContext, Uri } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { start } from './start.ts';

/** In a browser: the server is a worker, and asks the editor for files. */
export function activate(context: ExtensionContext): void {
  const script = Uri.joinPath(context.extensionUri, 'dist/server.js').toString(true);
  start(context, (options) => new LanguageClient('nginxLint', 'nginx-lint', async () => new Worker(script), options));
}
