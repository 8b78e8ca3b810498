import type { ExtensionContext } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import type { CommandHandlers } from './commands/ids.ts';
import { run } from './run.ts';
import { offerTasks } from './tasks.ts';

/** The server is a process of Node.js and reads the disk. */
export function runOnDesktop(context: ExtensionContext): CommandHandlers {
  const server = { module: context.asAbsolutePath('dist/server.js'), transport: TransportKind.ipc };
  const debug = { ...server, options: { execArgv: ['--nolazy', '--inspect=6009'] } };
  context.subscriptions.push(offerTasks());
  return run(context, (options) => new LanguageClient('nginxLint', 'nginx-lint', { run: server, debug }, options));
}
