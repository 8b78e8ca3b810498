import type { ExtensionContext } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { start } from './start.ts';
import { offerTasks } from './tasks.ts';

/** On the desktop and on remote machines: the server is a process of Node.js and reads the disk. */
export function activate(context: ExtensionContext): void {
  const module = context.asAbsolutePath('dist/server.js');
  const run = { module, transport: TransportKind.ipc };
  const debug = { ...run, options: { execArgv: ['--nolazy', '--inspect=6009'] } };
  start(context, (options) => new LanguageClient('nginxLint', 'nginx-lint', { run, debug }, options));
  context.subscriptions.push(offerTasks());
}
