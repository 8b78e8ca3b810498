import type { Related } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { isFilledAtRunTime, isForPlus } from '../../model/peers.ts';
import type { UpstreamModel } from '../../model/types.ts';

export default defineRule(
  {
    id: 'upstream-no-live-server',
    group: 'upstream',
    severity: 'error',
    preset: 'recommended',
    fatal: true,
    fix: 'none',
    docs: {
      summary: 'A group has no server that may be used',
      why: 'Where all servers of a group are `down`, every request to it is answered with 502, although nginx accepts the configuration. nginx refuses a group that is empty or has backup servers only.',
      bad: 'upstream app {\n    server 10.0.0.11:8080 down;\n    server 10.0.0.12:8080 down;\n}\nserver { listen 80; location / { proxy_pass http://app; } }',
      good: 'upstream app {\n    server 10.0.0.11:8080;\n    server 10.0.0.12:8080 down;\n}\nserver { listen 80; location / { proxy_pass http://app; } }',
      context: 'http',
      silent: [
        'where servers are added while nginx runs: by a `state` file, the API of NGINX Plus (where `api` is there to be seen, or `modules` in the config file names `nginx-plus`), `service=`, Lua or another module',
      ],
      remedy:
        'Remove `down` from a server that works, or add one. At least one server of a group must not be a backup.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_upstream_module.html#server',
        'https://nginx.org/en/docs/stream/ngx_stream_upstream_module.html#server',
      ],
    },
    options: {},
    messages: {
      empty: ({ group }: { group: string }) => `no servers are inside upstream "${group}"; add one`,
      plus: ({ group }: { group: string }) =>
        `no servers are inside upstream "${group}", which nginx refuses; add one, or name "nginx-plus" under "modules" in the config file if the API of NGINX Plus adds them`,
      backups: ({ group }: { group: string }) =>
        `"${group}" has backup servers only, which nginx refuses; remove "backup" from one of them`,
      down: ({ group }: { group: string }) =>
        `all servers of "${group}" are down, so that every request to it fails; remove "down" from one that works`,
      draining: ({ group }: { group: string }) =>
        `all servers of "${group}" are down or draining, so that no new client is served; remove that from one that works`,
    },
  },
  (ctx) => ({
    upstreams(upstream) {
      const problem = problemOf(upstream);
      if (problem === null || isFilledAtRunTime(ctx.model, upstream)) return;
      const related = problem === 'empty' ? endOf(upstream) : reasonsIn(upstream, PARAMETER[problem]);
      const fatal = problem === 'empty' || problem === 'backups';
      const message = problem === 'empty' && isForPlus(ctx.model, upstream) ? 'plus' : problem;
      ctx.report(upstream.at, upstream.name, message, { group: upstream.name.value }, { fatal, related });
    },
  }),
);

type Problem = 'empty' | 'backups' | 'down' | 'draining';

const PARAMETER: Readonly<Record<Exclude<Problem, 'empty'>, string>> = {
  backups: 'backup',
  down: 'down',
  draining: 'drain',
};

/** The words for which each server is not used. */
function reasonsIn({ servers }: UpstreamModel, parameter: string): readonly Related[] {
  return servers.flatMap(({ at, parameters }) => {
    const word = (parameters.get(parameter) ?? parameters.get('down'))?.word;
    return word === undefined ? [] : [{ file: at.file, span: word, message: `has "${word.value}"` }];
  });
}

/** nginx looks when the block ends, and names that line. */
function endOf({ at }: UpstreamModel): readonly Related[] {
  const close = at.node.body?.close;
  return close ? [{ file: at.file, span: close, message: 'the group ends here without a server' }] : [];
}

function problemOf({ at, servers }: UpstreamModel): Problem | null {
  if (servers.length === 0) {
    // A `server` without an address is refused for that.
    return at.children.some(({ name }) => name === 'server') ? null : 'empty';
  }
  if (servers.every(({ backup }) => backup)) return 'backups';
  if (servers.every(({ down }) => down)) return 'down';
  return servers.every(({ down, parameters }) => down || parameters.has('drain')) ? 'draining' : null;
}
