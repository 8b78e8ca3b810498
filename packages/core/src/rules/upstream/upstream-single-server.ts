import { defineRule } from '../../lint/rule.ts';
import { own } from '../../model/blocks.ts';
import { isFilledAtRunTime, isNamed, livePeers } from '../../model/peers.ts';
import type { UpstreamModel, UpstreamServer } from '../../model/types.ts';
import type { Span } from '../../text/span.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** What nginx does not look at when it has nobody else to ask (`peers->single`). */
const PARAMETERS = ['max_fails', 'fail_timeout', 'slow_start'];
const METHODS = ['least_conn', 'least_time', 'ip_hash', 'hash', 'random'];

export default defineRule(
  {
    id: 'upstream-single-server',
    group: 'upstream',
    severity: 'info',
    preset: 'recommended',
    fix: 'none',
    docs: {
      summary: 'A group has one server, so that nothing takes over when it fails',
      why: 'When the only server of a group fails, every request fails. nginx never takes it out of use: it ignores `max_fails`, `fail_timeout` and `slow_start`, and a balancing method has nothing to choose from.',
      bad: 'upstream app {\n    least_conn;\n    server 10.0.0.11:8080 max_fails=3 fail_timeout=30s;\n}\nserver { listen 80; location / { proxy_pass http://app; } }',
      good: 'upstream app {\n    least_conn;\n    server 10.0.0.11:8080 max_fails=3 fail_timeout=30s;\n    server 10.0.0.12:8080 max_fails=3 fail_timeout=30s;\n}\nserver { listen 80; location / { proxy_pass http://app; } }',
      context: 'http',
      silent: [
        'where the group exists for its `keepalive` or names a Unix socket, and all of its settings have an effect',
        'where servers are added while nginx runs: by `state`, the API of NGINX Plus, `service=`, Lua or another module',
        'for a `proxy_pass` to an address, which is no group',
      ],
      severities: [
        '`warning` where settings of the group have no effect, unless its server is a name, which may have several addresses',
      ],
      remedy:
        'Add a second server, as a `backup` if need be. If there is only one, remove the settings that have no effect.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_upstream_module.html#server',
        'https://nginx.org/en/docs/stream/ngx_stream_upstream_module.html#server',
      ],
    },
    options: { acceptKeepaliveByDefault: false },
    optionDocs: {
      acceptKeepaliveByDefault: 'Accept every group since nginx 1.29.7, where `keepalive` is on by default.',
    },
    messages: {
      idle: ({ group, names, count }: { group: string; names: string; count: number }) =>
        `"${group}" has one server and no failover, so that ${names} ${count === 1 ? 'does' : 'do'} nothing; add a second server`,
      single: ({ group, address }: { group: string; address: string }) =>
        `"${group}" has one server in use, ${address}: nothing takes over when it fails; add a second one`,
      named: ({ group, address }: { group: string; address: string }) =>
        `"${group}" has one server in use: unless ${address} stands for several addresses, nothing takes over when it fails; add a second one`,
    },
  },
  (ctx) => ({
    upstreams(upstream) {
      const live = livePeers(upstream);
      const server = live[0];
      if (server === undefined || live.length > 1 || isFilledAtRunTime(ctx.model, upstream)) return;
      // nginx refuses a group of backups.
      if (upstream.servers.every(({ backup }) => backup)) return;
      const group = upstream.name.value;
      const address = server.address.value;
      const named = isNamed(server);
      const idle = named ? [] : idleSettings(upstream, server);
      if (idle.length > 0) {
        const names = idle.map(({ name }) => `"${name}"`).join(', ');
        const related = idle.map(({ name, at, span }) => ({
          file: at.file,
          span,
          message: `"${name}" does nothing here`,
        }));
        const data = { group, names, count: idle.length };
        ctx.report(server.at, server.address, 'idle', data, { severity: 'warning', related });
      } else if (
        !/^unix:/i.test(address) &&
        !isForKeepalive(upstream, ctx.options.acceptKeepaliveByDefault && ctx.model.facts.atLeast('1.29.7'))
      ) {
        ctx.report(server.at, server.address, named ? 'named' : 'single', { group, address });
      }
    },
  }),
);

interface IdleSetting {
  readonly name: string;
  readonly at: Occurrence;
  readonly span: Span;
}

function idleSettings(upstream: UpstreamModel, server: UpstreamServer): readonly IdleSetting[] {
  // Beside servers that are down the only one in use is counted out as any other.
  const parameters = upstream.servers.length > 1 ? [] : PARAMETERS;
  return [
    ...METHODS.flatMap((name) => own(upstream.at, name).map((at) => ({ name, at, span: at.node.name }))),
    ...parameters.flatMap((name) => {
      const parameter = server.parameters.get(name);
      return parameter === undefined ? [] : [{ name, at: server.at, span: parameter.word }];
    }),
  ];
}

/** A group keeps connections open, which an address in `proxy_pass` does not. */
function isForKeepalive(upstream: UpstreamModel, byDefault: boolean): boolean {
  if (upstream.scope === 'stream') return false;
  const [keepalive] = own(upstream.at, 'keepalive');
  return keepalive === undefined ? byDefault : keepalive.node.args[0]?.value !== '0';
}
