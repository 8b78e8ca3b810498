import { type ExtensionContext, Uri } from 'vscode';
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  LanguageClient,
  type MessageTransports,
} from 'vscode-languageclient/browser';
import type { CommandHandlers } from './commands/ids.ts';
import { run } from './run.ts';

/** The server is a worker, and asks the editor for files. */
export function runOnWeb(context: ExtensionContext): CommandHandlers {
  const script = Uri.joinPath(context.extensionUri, 'dist/server.js').toString(true);
  let worker: Worker | null = null;
  const end = () => worker?.terminate();
  context.subscriptions.push({ dispose: end });
  // Each start makes a worker. It is not handed over as such: what VS Code calls `Worker` makes no instances of that.
  const startWorker = async (): Promise<MessageTransports> => {
    end();
    worker = new Worker(script);
    return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
  };
  return run(context, (options) => new LanguageClient('nginxLint', 'nginx-lint', startWorker, options));
}
