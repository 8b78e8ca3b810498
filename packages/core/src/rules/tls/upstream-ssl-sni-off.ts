import type { Fix } from '../../lint/diagnostic.ts';
import { insertBefore } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { parseAddress } from '../../model/addresses.ts';
import { isPublicName } from '../../model/requests.ts';
import { type SecuredPass, securedPasses } from '../../model/secured-passes.ts';
import type { ConfigModel } from '../../model/types.ts';

/** Other places that a message points to. */
const MOST_RELATED = 10;

export default defineRule(
  {
    id: 'upstream-ssl-sni-off',
    group: 'tls',
    severity: 'warning',
    preset: 'recommended',
    fix: 'safe',
    absence: true,
    docs: {
      summary: 'nginx does not tell a TLS backend which name is meant',
      why: 'By default nginx sends no server name (SNI) to backends. A host that serves several names over TLS, as all content networks do, then shows the wrong certificate or ends the handshake.',
      bad: 'proxy_pass https://api.example.com;\nproxy_set_header Host api.example.com;',
      good: 'proxy_pass https://api.example.com;\nproxy_set_header Host api.example.com;\nproxy_ssl_server_name on;',
      context: 'http, server, location',
      silent: [
        'for addresses and Unix sockets',
        'where variables make the host',
        'with `proxy_ssl_server_name off`',
        'where an included file that may set it is missing',
        'for further passes of a server to the same host, which are reported once',
      ],
      severities: ['`info` for names that are not public, such as `app` or `app.internal`, which often do without'],
      remedy:
        'Switch `proxy_ssl_server_name` on. For a group set `proxy_ssl_name` too: without it nginx sends the name of the group.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_ssl_server_name',
        'https://nginx.org/en/docs/http/ngx_http_grpc_module.html#grpc_ssl_server_name',
        'https://nginx.org/en/docs/stream/ngx_stream_proxy_module.html#proxy_ssl_server_name',
      ],
    },
    options: {},
    messages: {
      off: ({ host, directive }: { host: string; directive: string }) =>
        `"${host}" is not told by which name it is asked, so that it may show another certificate; add "${directive} on;"`,
      group: ({ host, group, directive }: { host: string; group: string; directive: string }) =>
        `the servers of "${group}", such as "${host}", are not told by which name they are asked; add "${directive} on;" and the name`,
    },
  },
  (ctx) => ({
    config(model) {
      for (const passes of byHost(model, securedPasses(model))) {
        const [first, ...others] = passes;
        const { at, target, module } = first;
        const host = hostOf(first, model.certain);
        const [word] = at.node.args;
        if (host === null || word === undefined) continue;
        const directive = `${module}_ssl_server_name`;
        const group = target.upstream?.name.value;
        const related = others.slice(0, MOST_RELATED).map((each) => ({
          file: each.at.file,
          span: each.at.node.args[0] ?? each.at.node.name,
          message: 'here too',
        }));
        const extra = {
          related,
          severity: isPublicName(host) ? 'warning' : 'info',
          fixes: repair(model, passes, directive),
        } as const;
        if (group === undefined) ctx.report(at, word, 'off', { host, directive }, extra);
        else ctx.report(at, word, 'group', { host, group, directive }, extra);
      }
    },
  }),
);

type Passes = readonly [SecuredPass, ...SecuredPass[]];

/** Those without the name, for each server and host. */
function byHost(model: ConfigModel, passes: readonly SecuredPass[]): readonly Passes[] {
  const groups = new Map<string, [SecuredPass, ...SecuredPass[]]>();
  for (const pass of passes) {
    if (
      hostOf(pass, model.certain) === null ||
      model.effective(pass.block, `${pass.module}_ssl_server_name`).values.length > 0
    )
      continue;
    const server = model.server(pass.at);
    const place = server === null ? pass.block.node.start : server.at.node.start;
    const key = `${(server?.at ?? pass.block).file} ${place} ${pass.target.host} ${pass.module}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [pass]);
    else group.push(pass);
  }
  return [...groups.values()];
}

/** The name that the backend would have to be told; null for addresses, and where it is not known. */
function hostOf({ target }: SecuredPass, seen: boolean): string | null {
  if (target.unix || target.host === null) return null;
  // A name without a dot may be that of a group in a file that is not seen.
  if (target.upstream === null) return isName(target.host) && (seen || target.host.includes('.')) ? target.host : null;
  const hosts = target.upstream.servers.map(({ address }) => parseAddress(address.value, { defaultPort: 443 })?.host);
  return hosts.find((host) => host !== undefined && isName(host)) ?? null;
}

function isName(host: string): boolean {
  return /[a-z]/i.test(host) && !host.startsWith('[') && !/^(?:localhost|unix:.*)$/i.test(host);
}

function repair(model: ConfigModel, passes: Passes, directive: string): Fix[] {
  const [first] = passes;
  const { upstream } = first.target;
  const lines = [`${directive} on;`];
  const named = model.effective(first.block, `${first.module}_ssl_name`).values.length > 0;
  if (upstream !== null && !named) {
    const hosts = new Set(upstream.servers.map(({ address }) => parseAddress(address.value)?.host ?? ''));
    // With several hosts nobody knows the one name that all of them serve.
    if (hosts.size !== 1) return [];
    lines.push(`${first.module}_ssl_name ${hostOf(first, true)};`);
  }
  const edits = new Map(passes.map(({ at }) => [at.node, insertBefore(model.source(at.file), at.node, lines)]));
  return [{ title: `Switch ${directive} on`, safe: true, edits: [...edits.values()] }];
}
