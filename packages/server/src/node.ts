import { nodeHost, probeFor } from '@nginx-lint/disk';
import { createConnection } from 'vscode-languageserver/node';
import { serve } from './server.ts';

/** Serves the editor at the other end of a pair of streams: standard input and output, unless others are given. */
export function serveStreams(
  version: string,
  input: NodeJS.ReadableStream = process.stdin,
  output: NodeJS.WritableStream = process.stdout,
): void {
  serve(createConnection(input, output), { version, host: () => nodeHost(process.cwd()), probeFor });
}

/** Serves the process that started this one: `--node-ipc`, `--stdio`, `--socket=…` and `--pipe=…` say how. */
export function serveParent(version: string): void {
  serve(createConnection(), { version, host: () => nodeHost(process.cwd()), probeFor });
}
