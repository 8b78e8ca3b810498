import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { nginxVersion } from '../nginx.ts';
import { freePort } from '../running-nginx.ts';
import { Backends } from './backends.ts';
import { type Instrumented, instrument } from './instrument.ts';
import { type Answer, assemble, type LoggedEnd } from './observed.ts';
import { nginxBinary, type Refusal, whileNginxRuns } from './process.ts';
import { type Endpoint, exchangeRaw, rawRequest } from './raw-exchange.ts';
import { type Observed, PREFIX, type RecordedRequest } from './record.ts';

export interface Site {
  readonly config: string;
  /** Absolute, or below the prefix `/etc/nginx`; a trailing `/` means an empty folder. */
  readonly files: readonly string[];
}

export type Observation =
  | Refusal
  /** One for each request; null where nothing listens at the address. */
  | { readonly ok: true; readonly observed: readonly (Observed | null)[] };

let observer: string | null | undefined;

/** Why nothing can be observed on this machine; null where it can: that needs an nginx built `--with-debug`. */
export function whyNotObservable(): string | null {
  if (observer === undefined) {
    if (nginxVersion() === null) observer = 'there is no nginx on this machine';
    else {
      const built = spawnSync(nginxBinary(), ['-V'], { encoding: 'utf8' }).stderr;
      observer = / --with-debug\b/.test(built) ? null : 'the nginx of this machine was built without --with-debug';
    }
  }
  return observer;
}

/** Real ports for those of configurations, one for each, kept for the life of the process. */
const ports = new Map<number, number>();

async function reservePorts(config: string): Promise<void> {
  for (const [, port = ''] of config.matchAll(/\blisten\s+["']?(?:[^\s;"']*:)?(\d+)(?=[\s;"'])/g)) {
    const own = Number(port);
    // A redirect hides port 80, so another one would not do.
    if (!ports.has(own)) ports.set(own, own < 1024 && (await isFree(own)) ? own : await freePort());
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}

const BACKEND = /(?<!listen\s+["']?)\b(127\.0\.0\.\d+:\d+)|(?:fastcgi_pass\s+|:\/\/|server\s+)(unix:[^:;\s$]+)/g;

/** An nginx can be asked about many sites; the backends are shared. */
export class Observer {
  readonly #backends = new Backends();

  close(): void {
    this.#backends.close();
  }

  /**
   * Starts nginx on loopback, below a temporary folder that stands for `/`, sends the requests one after the other and
   * reads from its debug log and access log what became of each.
   */
  async observe(site: Site, requests: readonly RecordedRequest[]): Promise<Observation> {
    await reservePorts(site.config);
    for (const [, inet, unix] of site.config.matchAll(BACKEND)) await this.#backends.listen(inet ?? unix ?? '');
    const folder = mkdtempSync(join(tmpdir(), 'ngo-'));
    try {
      const port = (own: number): number => ports.get(own) ?? own;
      const instrumented = instrument(site.config, { folder, port, backend: (at) => this.#backends.at(at) });
      furnish(folder, site.files, instrumented.text);
      return await this.#run(folder, instrumented, requests);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  async #run(folder: string, site: Instrumented, requests: readonly RecordedRequest[]): Promise<Observation> {
    const ran = await whileNginxRuns(folder, async () => {
      const answers: (Answer | null)[] = [];
      for (const request of requests) answers.push(await this.#ask(folder, request));
      return { ok: true as const, answers };
    });
    return ran.ok ? { ok: true, observed: this.#assemble(folder, site, ran.answers) } : ran;
  }

  async #ask(folder: string, request: RecordedRequest): Promise<Answer | null> {
    const before = this.#backends.received.length;
    const response = await exchangeRaw(endpointOf(request, folder), rawRequest(request));
    return response && { version: request.version, response, upstream: this.#backends.received.slice(before) };
  }

  #assemble(folder: string, site: Instrumented, answers: readonly (Answer | null)[]): (Observed | null)[] {
    const real = new Map<string, string>([[folder, '']]);
    for (const [address, here] of this.#backends.addresses) real.set(here, address);
    const own = new Map([...ports].map(([configured, here]) => [String(here), String(configured)]));
    const plain = (text: string): string =>
      [...real]
        .reduce((done, [from, to]) => done.replaceAll(from, to), text)
        .replace(/\d{4,5}/g, (number) => own.get(number) ?? number);
    const error = readFileSync(join(folder, 'error.log'), 'latin1');
    const ends = existsSync(join(folder, 'access.log')) ? readFileSync(join(folder, 'access.log'), 'latin1') : '';
    const logged = ends.split('\n').flatMap(readEnd);
    return assemble(site, answers, plain, error, logged);
  }
}

/** Makes the files of a site below the folder that stands for `/`. */
export function furnish(folder: string, files: readonly string[], config: string): void {
  mkdirSync(join(folder, PREFIX), { recursive: true });
  mkdirSync(join(folder, 'tmp'));
  mkdirSync(join(folder, 'srv/run'), { recursive: true });
  for (const file of files) {
    const own = file.startsWith('/') ? file : `${PREFIX}/${file}`;
    const path = Buffer.from(`${folder}${own}`, 'utf8');
    mkdirSync(own.endsWith('/') ? path : Buffer.from(`${folder}${dirname(own)}`, 'utf8'), { recursive: true });
    if (!own.endsWith('/')) writeFileSync(path, `file ${own}\n`);
  }
  writeFileSync(join(folder, PREFIX, 'nginx.conf'), config);
}

function endpointOf({ connect, client }: RecordedRequest, folder: string): Endpoint {
  if (connect.startsWith('unix:')) return { path: folder + connect.slice('unix:'.length) };
  const [, host = '', port = ''] = /^\[?(.*?)\]?:(\d+)$/.exec(connect) ?? [];
  const from = client === undefined || !client.includes('.') ? {} : { localAddress: client };
  return { host, port: ports.get(Number(port)) ?? Number(port), ...from };
}

/** Nothing where the line cannot be read: a rewrite can make nginx write over its own memory, and its log then tells it. */
function readEnd(line: string): LoggedEnd[] {
  try {
    return [JSON.parse(line) as LoggedEnd];
  } catch {
    return [];
  }
}
