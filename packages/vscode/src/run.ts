import { commands, EventEmitter, type ExtensionContext, window } from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import { clientOptions } from './client-options.ts';
import { commandHandlers } from './commands/handlers.ts';
import type { CommandHandlers } from './commands/ids.ts';
import { detectLanguages } from './language-detection.ts';
import { Server } from './server.ts';
import { showStatus } from './status-item.ts';
import { IncludeTreeView } from './views/include-tree.ts';

/** Starts the server and all that asks it; does not wait for it. */
export function run(
  context: ExtensionContext,
  makeClient: (options: LanguageClientOptions) => BaseLanguageClient,
): CommandHandlers {
  const output = window.createOutputChannel('nginx-lint', { log: true });
  const changed = new EventEmitter<void>();
  const client = makeClient(clientOptions(output, () => changed.fire()));
  const server = new Server(client, output, changed.event);
  void server.start();
  const tree = new IncludeTreeView(server);
  context.subscriptions.push(output, changed, server, tree, showStatus(server), detectLanguages(server));
  void commands.executeCommand('setContext', 'nginxLint.active', true);
  return commandHandlers({ context, server, tree, output });
}
