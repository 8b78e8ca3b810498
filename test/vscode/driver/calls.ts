import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WAIT } from './poll.ts';

interface Call {
  readonly id: number;
  readonly source: string;
  readonly args: readonly unknown[];
}

/** How long the helper is made to wait for a call before it asks anew, in milliseconds. */
const HELD = 15_000;

/** The way into the extension host: its helper asks here for functions, and brings back what they returned. */
export class Calls {
  readonly #queue: Call[] = [];
  readonly #pending = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  #asking: ServerResponse | null = null;
  #ids = 0;
  #server: Server | null = null;

  async listen(): Promise<string> {
    const server = createServer((request, response) => void this.#answer(request, response));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** Runs a function, which may use nothing but its arguments, in the extension host. @throws what it throws */
  run(source: string, args: readonly unknown[]): Promise<unknown> {
    const id = ++this.#ids;
    return new Promise((resolve, reject) => {
      const late = () => {
        this.#pending.delete(id);
        reject(new Error(`the extension host did not answer within ${WAIT} ms: ${source.slice(0, 200)}`));
      };
      const timer = setTimeout(late, WAIT);
      this.#pending.set(id, {
        resolve: (value) => {
          clearTimeout(timer);
          resolve(value);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      });
      this.#queue.push({ id, source, args });
      this.#send();
    });
  }

  close(): void {
    this.#server?.closeAllConnections();
    this.#server?.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('access-control-allow-origin', '*');
    if (request.url === '/next') {
      this.#asking?.writeHead(204).end();
      this.#asking = response;
      const timer = setTimeout(() => response.writeHead(204).end(), HELD);
      response.once('close', () => {
        clearTimeout(timer);
        if (this.#asking === response) this.#asking = null;
      });
      this.#send();
      return;
    }
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    response.end();
    const { id, value, error } = JSON.parse(Buffer.concat(parts).toString()) as {
      id: number;
      value?: unknown;
      error?: string;
    };
    const waiting = this.#pending.get(id);
    this.#pending.delete(id);
    if (error === undefined) waiting?.resolve(value);
    else waiting?.reject(new Error(`in the extension host: ${error}`));
  }

  #send(): void {
    if (this.#asking === null || this.#asking.writableEnded) return;
    const call = this.#queue.shift();
    if (call === undefined) return;
    this.#asking.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(call));
    this.#asking = null;
  }
}
