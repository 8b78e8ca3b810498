import type { Fix } from '../../lint/diagnostic.ts';
import { deleteStatement } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { isWrittenIn } from '../../model/blocks.ts';
import { addressText } from '../../model/ip.ts';
import type { ConfigModel, UpstreamModel, UpstreamServer } from '../../model/types.ts';
import type { Url } from '../../model/url.ts';

/** In so many servers a repeated one is looked for by comparing each with each. */
const FEW = 8;

export default defineRule(
  {
    id: 'upstream-duplicate-server',
    group: 'upstream',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'A group names the same server twice',
      why: 'nginx takes each line for a server of its own. That one gets twice its share of the requests, failures are counted for each line apart, and a request that failed on it may be repeated on the same server. Most often a copied line was not changed.',
      bad: 'upstream app { server 10.0.0.11; server 10.0.0.11:80; }',
      good: 'upstream app { server 10.0.0.11:80; server 10.0.0.12:80; }',
      context: 'http',
      silent: [
        'for different ports of one host, and for names that may have the same address',
        'where one of the two is `down` or `backup` and the other is not',
        'where a `weight` is written with them',
        'for different services of one name',
      ],
      remedy: 'Correct the address, or write one line with `weight=2`.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_upstream_module.html#server',
        'https://nginx.org/en/docs/stream/ngx_stream_upstream_module.html#server',
      ],
    },
    options: {},
    messages: {
      twice: ({ address, group, count }: { address: string; group: string; count: string }) =>
        `"${group}" has ${address} ${count}, which only multiplies its share of the requests; correct the address, or use "weight"`,
    },
  },
  (ctx) => ({
    upstreams(upstream) {
      for (const [first, second, ...more] of sameServers(upstream)) {
        if (first === undefined || second === undefined) continue;
        const count = more.length === 0 ? 'twice' : `${more.length + 2} times`;
        const data = { address: second.address.value, group: upstream.name.value, count };
        const related = [first, ...more].map(({ at, address }) => ({
          file: at.file,
          span: address,
          message: 'is the same server',
        }));
        const fixes = useWeight(ctx.model, upstream, [first, second, ...more]);
        ctx.report(second.at, second.address, 'twice', data, { related, fixes });
      }
    },
  }),
);

function sameServers({ servers }: UpstreamModel): readonly (readonly UpstreamServer[])[] {
  if (servers.length < 2 || (servers.length <= FEW && !servers.some(isRepeated))) return [];
  const byKey = new Map<string, UpstreamServer[]>();
  for (const server of servers) {
    const key = server.parameters.has('weight') ? null : keyOf(server);
    if (key !== null) byKey.set(key, [...(byKey.get(key) ?? []), server]);
  }
  return [...byKey.values()].filter((same) => same.length > 1);
}

/** Does another server behind it have the same address? Spellings are told apart later. */
function isRepeated({ url }: UpstreamServer, index: number, servers: readonly UpstreamServer[]): boolean {
  for (let other = index + 1; other < servers.length; other++) {
    const next = servers[other]?.url;
    if (url !== null && next != null && mayEqual(url, next)) return true;
  }
  return false;
}

function mayEqual(one: Url, other: Url): boolean {
  if (one.port !== other.port || one.family !== other.family) return false;
  if (one.bytes === null || other.bytes === null) return one.host.toLowerCase() === other.host.toLowerCase();
  return one.bytes.every((byte, at) => byte === other.bytes?.[at]);
}

/** The same for servers that nginx connects to in the same way; null where it refuses the address. */
function keyOf({ url, down, backup, parameters }: UpstreamServer): string | null {
  if (url === null) return null;
  const { family, host, bytes, port } = url;
  // What a template fills in may differ.
  if (family === 'inet' && !/^[\w.-]+$/.test(host)) return null;
  const place =
    bytes === null ? `${family} ${family === 'unix' ? host : host.toLowerCase()} ${port}` : addressText(bytes, port);
  return `${place} ${down} ${backup} ${parameters.get('service')?.value ?? ''}`;
}

/** None where the lines say different things, or the second one may be meant for another server. */
function useWeight(model: ConfigModel, { at }: UpstreamModel, same: readonly UpstreamServer[]): readonly Fix[] {
  const [first, ...others] = same;
  if (first === undefined || !same.every((server) => server.at.file === at.file && isWrittenIn(server.at, at)))
    return [];
  const words = ({ parameters }: UpstreamServer) =>
    parameters
      .words()
      .map(({ value }) => value)
      .sort()
      .join(' ');
  if (others.some((other) => words(other) !== words(first))) return [];
  const source = model.source(at.file);
  const end = first.address.end;
  const edits = [
    { file: at.file, span: { start: end, end }, text: ` weight=${same.length}` },
    ...others.map((other) => deleteStatement(source, other.at.node)),
  ];
  return [{ title: `Write one line with weight=${same.length}`, safe: false, edits }];
}
