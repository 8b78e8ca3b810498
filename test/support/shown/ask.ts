import type { Backends } from '../routing/backends.ts';
import { type Endpoint, exchangeRaw, rawRequest, type TlsOptions } from '../routing/raw-exchange.ts';
import type { RecordedUpstream } from '../routing/record.ts';
import type { ShownRequest } from './format.ts';

/** Where the parts of the example are on this machine. */
export interface Here {
  readonly folder: string;
  readonly ports: ReadonlyMap<number, number>;
  readonly backends: Backends;
  readonly down: ReadonlyMap<string, string>;
}

/** What came of a request, in the words of the example. */
export interface Asked {
  readonly status: number | null;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  readonly tls: string | null;
  readonly upstream: readonly RecordedUpstream[];
}

export async function ask(request: ShownRequest, here: Here): Promise<Asked> {
  const { method = 'GET', target, host = 'example.com', version = '1.1', headers = [], body } = request;
  const plain = inItsOwnWords(here);
  const before = here.backends.received.length;
  const [first] = here.ports.keys();
  const [, address = '', port = ''] = /^\[?(.*?)\]?:(\d+)$/.exec(request.connect ?? `127.0.0.1:${first}`) ?? [];
  const endpoint: Endpoint = { host: address, port: here.ports.get(Number(port)) ?? Number(port) };
  const bytes = rawRequest({
    ...{ method, target, host, version, headers, connect: '', scheme: request.tls ? 'https' : 'http' },
    ...(body === undefined ? {} : { body }),
  });
  const tls: TlsOptions | null = request.tls ?? null;
  const response = await exchangeRaw(endpoint, bytes, tls);
  if (response === null && tls === null) throw new Error(`nothing listens at ${address}:${port}`);
  const upstream = here.backends.received.slice(before).map((each) => JSON.parse(plain(JSON.stringify(each))));
  return {
    status: response?.kind === 'http' ? (response.status ?? null) : null,
    headers: (response?.headers ?? []).map(([name, value]) => [name, plain(value)] as const),
    body: plain(Buffer.from(response?.body ?? '', 'latin1').toString('utf8')),
    tls: response?.tls ?? null,
    upstream,
  };
}

/** Takes the folder and the ports of this machine out of a text; those of HTTP and HTTPS are not shown. */
function inItsOwnWords({ folder, ports, backends, down }: Here): (text: string) => string {
  const real: [string, string][] = [[folder, '']];
  for (const [own, at] of [...backends.addresses, ...down]) real.push([at, own]);
  for (const [own, at] of ports) real.push([`:${at}`, own === 80 || own === 443 ? '' : `:${own}`]);
  for (const [own, at] of ports) real.push([`${at}`, `${own}`]);
  return (text) => real.reduce((done, [from, to]) => done.replaceAll(from, to), text);
}
