import { type ExtensionContext, Uri } from 'vscode';
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  LanguageClient,
  type MessageTransports,
} from 'vscode-languageclient/browser';
import { start } from './start.ts';

/** In a browser: the server is a worker, and asks the editor for files. */
export function activate(context: ExtensionContext): void {
  const script = Uri.joinPath(context.extensionUri, 'dist/server.js').toString(true);
  // Each start makes a worker. It is not handed over as such: what VS Code calls `Worker` makes no instances of that.
  const startWorker = async (): Promise<MessageTransports> => {
    const worker = new Worker(script);
    return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
  };
  start(context, (options) => new LanguageClient('nginxLint', 'nginx-lint', startWorker, options));
}
