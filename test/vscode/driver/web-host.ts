import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunningHost } from './desktop-host.ts';
import { webPage } from './web-page.ts';

const HELPER = fileURLToPath(new URL('../helper', import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.ttf': 'font/ttf',
};

export interface WebSite {
  /** The folder of VS Code for the web. */
  readonly web: string;
  readonly workspace: string;
  /** The unpacked extension. */
  readonly extension: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Serves VS Code for the web, an extension, and the files of a workspace, which is the virtual `test://site/`. */
export async function startWebHost({ web, workspace, extension, settings }: WebSite): Promise<RunningHost> {
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(404).end());
  });
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const [, top = '', ...rest] = decodeURIComponent(pathname).split('/');
    const file = normalize(`/${rest.join('/')}`);
    if (top === '') return send(response, '.html', webPage(origin(), settings));
    if (top === 'files') return files(workspace, rest[0] ?? '', searchParams.get('path') ?? '', request, response);
    const root = { vscode: web, extension, helper: HELPER }[top];
    if (root === undefined) throw new Error('not here');
    return send(response, extname(file), await readFile(join(root, file)));
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = async () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: origin(), stop };
}

/** One operation of a file system. A file that is not there is an error, which becomes a 404. */
async function files(
  workspace: string,
  operation: string,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const file = join(workspace, normalize(`/${path}`));
  if (operation === 'read') return send(response, '', await readFile(file));
  if (operation === 'write') {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, Buffer.concat(parts));
    return send(response, '.json', '{}');
  }
  if (operation === 'stat') {
    const { ctimeMs: ctime, mtimeMs: mtime, size } = await stat(file);
    return send(response, '.json', JSON.stringify({ type: await typeOf(file), ctime, mtime, size }));
  }
  const names = await readdir(file);
  const entries = await Promise.all(names.map(async (name) => [name, await typeOf(join(file, name))]));
  return send(response, '.json', JSON.stringify(entries));
}

/** As VS Code counts them: 1 a file, 2 a folder. */
async function typeOf(file: string): Promise<number> {
  return (await stat(file)).isDirectory() ? 2 : 1;
}

function send(response: ServerResponse, type: string, body: string | Buffer): void {
  response.writeHead(200, {
    'content-type': TYPES[type] ?? 'application/octet-stream',
    // The worker of the extensions has an origin of its own.
    'access-control-allow-origin': '*',
    'cache-control': 'no-store',
  });
  response.end(body);
}
