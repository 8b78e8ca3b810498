import { createServer, type Server, type Socket } from 'node:net';
import type { RecordedUpstream } from './record.ts';
import { bytesOf, recordedText } from './recorded-text.ts';

/** Headers that say nothing about routing. */
const LEFT_OUT = /^(?:connection|content-length|accept|accept-encoding|transfer-encoding)$/i;
const FCGI_PARAMS = 4;
const FCGI_STDIN = 5;

/** What a backend says to HTTP requests in place of `backend`. */
export interface BackendAnswer {
  readonly status?: number;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string;
}

/** Backends on loopback that speak HTTP or FastCGI, whichever they are spoken to, and keep what they were asked. */
export class Backends {
  readonly received: RecordedUpstream[] = [];
  /** The address of a configuration → where it listens here. */
  readonly #addresses = new Map<string, string>();
  readonly #servers: Server[] = [];
  readonly #answers: ReadonlyMap<string, BackendAnswer>;

  readonly #leaveOut: RegExp;

  /** `leaveOut`: headers that are not kept. */
  constructor(answers: ReadonlyMap<string, BackendAnswer> = new Map(), leaveOut = LEFT_OUT) {
    this.#answers = answers;
    this.#leaveOut = leaveOut;
  }

  /** One after the other, before nginx runs. */
  async listen(address: string): Promise<void> {
    if (this.#addresses.has(address)) return;
    const server = createServer((socket) => this.#serve(socket, address));
    await new Promise<void>((done, fail) => {
      server.once('error', fail);
      server.listen(0, '127.0.0.1', done);
    });
    const at = server.address();
    if (at === null || typeof at === 'string') throw new Error(`no port for ${address}`);
    this.#servers.push(server);
    this.#addresses.set(address, `127.0.0.1:${at.port}`);
  }

  /** Where the backend of an address listens here. */
  at(address: string): string {
    return this.#addresses.get(address) ?? address;
  }

  get addresses(): ReadonlyMap<string, string> {
    return this.#addresses;
  }

  close(): void {
    for (const server of this.#servers) server.close();
  }

  #serve(socket: Socket, backend: string): void {
    const chunks: Buffer[] = [];
    let answered = false;
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      if (answered) return;
      chunks.push(chunk);
      const all = Buffer.concat(chunks);
      const isFastcgi = all[0] === 1;
      const request = isFastcgi ? readFastcgi(all, backend) : readHttp(all.toString('latin1'), backend, this.#leaveOut);
      if (request === null) return;
      answered = true;
      this.received.push(request);
      if (isFastcgi) socket.end(fastcgiAnswer('Content-Type: text/plain\r\n\r\nfastcgi\n'));
      else socket.end(httpAnswer(this.#answers.get(backend) ?? {}), 'latin1');
    });
  }
}

function httpAnswer({ status = 200, headers = [['Content-Type', 'text/plain']], body = 'backend\n' }: BackendAnswer) {
  const own = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const head = `HTTP/1.1 ${status} ${status === 200 ? 'OK' : 'Other'}\r\n${own}`;
  return `${head}Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${bytesOf(body)}`;
}

/** Null while the request is not whole. */
function readHttp(text: string, backend: string, leaveOut: RegExp): RecordedUpstream | null {
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return null;
  const [line = '', ...headers] = text.slice(0, end).split('\r\n');
  const [, method = '', uri = ''] = /^(\S*) (.*) HTTP\/1\.[01]$/s.exec(line) ?? [];
  const all = headers.map((header): [string, string] => {
    const colon = header.indexOf(':');
    return [header.slice(0, colon), header.slice(colon + 1).replace(/^ /, '')];
  });
  const length = Number(all.find(([name]) => name.toLowerCase() === 'content-length')?.[1] ?? 0);
  if (text.length - end - 4 < length) return null;
  const kept = all.filter(([name]) => !leaveOut.test(name)).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return {
    ...{ backend, protocol: 'http', method, uri: recordedText(uri) },
    headers: kept.map(([name, value]) => [name, recordedText(value)] as const),
  };
}

/** Null while the request is not whole. */
function readFastcgi(bytes: Buffer, backend: string): RecordedUpstream | null {
  const params: Buffer[] = [];
  let ended = false;
  for (let at = 0; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt16BE(at + 4);
    const next = at + 8 + length + (bytes[at + 6] ?? 0);
    if (next > bytes.length) return null;
    if (bytes[at + 1] === FCGI_PARAMS) params.push(bytes.subarray(at + 8, at + 8 + length));
    if (bytes[at + 1] === FCGI_STDIN && length === 0) ended = true;
    at = next;
  }
  if (!ended) return null;
  const own = readPairs(Buffer.concat(params)).filter(([name]) => !name.startsWith('HTTP_'));
  const pairs = own.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return {
    ...{ backend, protocol: 'fastcgi' },
    params: Object.fromEntries(pairs.map(([name, value]) => [name, recordedText(value)])),
  };
}

function readPairs(bytes: Buffer): [string, string][] {
  const pairs: [string, string][] = [];
  let at = 0;
  const length = (): number => {
    const short = bytes[at] ?? 0;
    if (short < 128) {
      at += 1;
      return short;
    }
    at += 4;
    return bytes.readUInt32BE(at - 4) & 0x7fffffff;
  };
  while (at < bytes.length) {
    const [name, value] = [length(), length()];
    pairs.push([bytes.toString('latin1', at, at + name), bytes.toString('latin1', at + name, at + name + value)]);
    at += name + value;
  }
  return pairs;
}

function fastcgiAnswer(text: string): Buffer {
  const record = (type: number, content: Buffer): Buffer => {
    const head = Buffer.from([1, type, 0, 1, content.length >> 8, content.length & 255, 0, 0]);
    return Buffer.concat([head, content]);
  };
  return Buffer.concat([record(6, Buffer.from(text)), record(6, Buffer.alloc(0)), record(3, Buffer.alloc(8))]);
}
