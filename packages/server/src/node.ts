import { nodeHost } from '@nginx-lint/disk';
import { createConnection, type MessageReader, type MessageWriter } from 'vscode-languageserver/node';
import { serve } from './server.ts';

/** Serves the editor at the other end of a pair of streams: standard input and output, unless others are given. */
export function serveStreams(
  version: string,
  input: NodeJS.ReadableStream = process.stdin,
  output: NodeJS.WritableStream = process.stdout,
): void {
  serve(createConnection(input, output), { version, host: () => nodeHost(process.cwd()) });
}

/** Serves over the channel that a parent process opened (`child_process.fork`). */
export function serveChannel(version: string, reader: MessageReader, writer: MessageWriter): void {
  serve(createConnection(reader, writer), { version, host: () => nodeHost(process.cwd()) });
}
