import type { Worker } from 'node:worker_threads';
import { memoryFiles } from '@nginx-lint/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AbstractMessageReader, AbstractMessageWriter, type DataCallback, type Message } from 'vscode-languageserver';
import {
  createProtocolConnection,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver/node';
import { serverCode } from '../../../scripts/server-bundle.mjs';
import { startWorker } from './support/worker.ts';

const FILES = memoryFiles({
  '/w/nginx.conf': 'events {}\nhttp {\n  include conf.d/*.conf;\n}\n',
  '/w/conf.d/a.conf': 'server {\n  listen 80;\n  roott /srv;\n}\n',
});

class Reader extends AbstractMessageReader {
  readonly #worker: Worker;
  constructor(worker: Worker) {
    super();
    this.#worker = worker;
  }
  listen(callback: DataCallback) {
    this.#worker.on('message', (message: Message) => callback(message));
    return { dispose: () => undefined };
  }
}

class Writer extends AbstractMessageWriter {
  readonly #worker: Worker;
  constructor(worker: Worker) {
    super();
    this.#worker = worker;
  }
  async write(message: Message): Promise<void> {
    this.#worker.postMessage(message);
  }
  end(): void {}
}

describe.each(['browser', 'anywhere'] as const)(
  'the server in a worker, without Node.js: the bundle for %s',
  (bundle) => {
    let worker: Worker;
    let connection: ProtocolConnection;
    const told = new Map<string, PublishDiagnosticsParams>();

    beforeAll(async () => {
      worker = startWorker(await serverCode(bundle));
      connection = createProtocolConnection(new Reader(worker), new Writer(worker));
      connection.onRequest('nginxLint/readFile', async ({ uri }: { uri: string }): Promise<object> => {
        const found = await FILES.read(uri as never);
        return typeof found === 'string' ? { failure: found } : { content: Buffer.from(found).toString('base64') };
      });
      connection.onRequest('nginxLint/readFolder', async ({ uri }: { uri: string }) => FILES.list(uri as never));
      connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
        told.set(params.uri, params);
      });
      connection.listen();
      await connection.sendRequest('initialize', { processId: null, rootUri: 'file:///w', capabilities: {} });
      await connection.sendNotification('initialized', {});
    }, 60_000);

    afterAll(async () => {
      await worker?.terminate();
    });

    it('finds what is wrong in a file that another one includes', async () => {
      await expect
        .poll(() => told.get('file:///w/conf.d/a.conf')?.diagnostics.map(({ code }) => code))
        .toContain('unknown-directive');
    });

    it('answers requests', async () => {
      await connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri: 'file:///w/conf.d/a.conf', languageId: 'nginx', version: 3, text: 'server {\n  li\n}\n' },
      });
      const found = await connection.sendRequest<{ items: { label: string }[] }>('textDocument/completion', {
        textDocument: { uri: 'file:///w/conf.d/a.conf' },
        position: { line: 1, character: 4 },
      });
      expect(found.items.map(({ label }) => label)).toContain('listen');
      await expect.poll(() => told.get('file:///w/conf.d/a.conf')?.version).toBe(3);
    });
  },
);
