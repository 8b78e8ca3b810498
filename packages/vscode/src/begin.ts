import { commands, type ExtensionContext } from 'vscode';
import { COMMANDS, type CommandHandlers } from './commands/ids.ts';

/**
 * Commands are there at once; what they do is loaded in the next turn, so that nothing that also begins when the file
 * is opened has to wait.
 */
export function begin(context: ExtensionContext, load: () => Promise<CommandHandlers>): void {
  const loaded = new Promise<void>((resolve) => setTimeout(resolve, 0)).then(load);
  for (const id of COMMANDS) {
    const handler = async (argument?: unknown) => (await loaded)[id](argument);
    context.subscriptions.push(commands.registerCommand(id, handler));
  }
}
