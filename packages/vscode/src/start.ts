import { commands, EventEmitter, type ExtensionContext, window } from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import { clientOptions } from './client-options.ts';
import { registerCommands } from './commands/register.ts';
import { Server } from './server.ts';
import { showStatus } from './status-item.ts';
import { IncludeTreeView } from './views/include-tree.ts';

/** Starts the server and all that asks it. Nothing here waits: opening a file must not. */
export function start(
  context: ExtensionContext,
  makeClient: (options: LanguageClientOptions) => BaseLanguageClient,
): void {
  const output = window.createOutputChannel('nginx-lint', { log: true });
  const changed = new EventEmitter<void>();
  const client = makeClient(clientOptions(output, () => changed.fire()));
  const server = new Server(client, output, changed.event);
  const tree = new IncludeTreeView(server);
  context.subscriptions.push(output, changed, server, tree, showStatus(server));
  context.subscriptions.push(...registerCommands({ context, server, tree, output }));
  void commands.executeCommand('setContext', 'nginxLint.active', true);
  void server.start();
}
