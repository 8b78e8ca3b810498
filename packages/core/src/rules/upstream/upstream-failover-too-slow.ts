import type { Fix } from '../../lint/diagnostic.ts';
import { insertBefore } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { isLoopback } from '../../model/addresses.ts';
import { type Pass, passesOf } from '../../model/passes.ts';
import { isFilledAtRunTime } from '../../model/peers.ts';
import type { ConfigModel, UpstreamModel, UpstreamServer } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import { parseMilliseconds } from '../../nginx/units.ts';
import type { Occurrence } from '../../tree/tree.ts';

const DEFAULT_SECONDS = 60;
/** After about so long kernels give up on a connection by themselves. */
const KERNEL_SECONDS = 75;

export default defineRule(
  {
    id: 'upstream-failover-too-slow',
    group: 'upstream',
    severity: 'info',
    preset: 'strict',
    fix: 'unsafe',
    absence: true,
    docs: {
      summary: 'Clients wait a minute for each dead server before another one is asked',
      why: 'A machine that is switched off does not refuse a connection, it does not answer at all. nginx waits for it as long as `proxy_connect_timeout` says, 60 seconds by default, and again for each further dead server, while a healthy one stands by. The same holds for `fastcgi_…`, `uwsgi_…`, `scgi_…`, `grpc_…` and memcached.',
      bad: 'upstream app { server 10.0.0.11:8080; server 10.0.0.12:8080; }\nserver { listen 80; location / { proxy_connect_timeout 60s; proxy_pass http://app; } }',
      good: 'upstream app { server 10.0.0.11:8080; server 10.0.0.12:8080; }\nserver { listen 80; location / { proxy_connect_timeout 3s; proxy_next_upstream_timeout 10s; proxy_pass http://app; } }',
      context: 'http',
      silent: [
        'for servers on the same machine, which refuse at once',
        'where `proxy_next_upstream_timeout` ends the search',
        'where `proxy_next_upstream off` or a single try forbids it',
        'for groups with one server in use on another machine',
      ],
      remedy:
        'Connecting within a data centre takes milliseconds, so that `proxy_connect_timeout 3s;` is patient. `proxy_next_upstream_timeout` limits all tries together.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_connect_timeout',
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_next_upstream_timeout',
      ],
    },
    options: { seconds: 30 },
    optionDocs: { seconds: 'Seconds from which on a connect timeout is too long.' },
    messages: {
      unset: ({ directive, group }: { directive: string; group: string }) =>
        `nginx waits a minute, the default of "${directive}", for a dead server of "${group}" before it asks another; set it to 5s`,
      long: ({
        directive,
        value,
        group,
        kernel,
      }: {
        directive: string;
        value: string;
        group: string;
        kernel: boolean;
      }) =>
        `"${directive} ${value}" lets clients wait that long for each dead server of "${group}"${kernel ? `, and kernels usually give up after ${KERNEL_SECONDS}s` : ''}; a few seconds are enough`,
    },
  },
  (ctx) => ({
    config(model) {
      const slow = passesOf(model).filter((pass) => seeksAnother(model, pass));
      const reported = new Set<Occurrence>();
      const unset = new Map<string, Pass[]>();
      for (const pass of slow) {
        const directive = `${pass.module}_connect_timeout`;
        const group = pass.target.upstream?.name.value ?? '';
        const [setting] = model.effective(pass.block, directive).values;
        const word = setting?.node.args[0];
        if (setting === undefined || word === undefined) {
          if (hasUnread(model, pass.block)) continue;
          const key = `${directive} ${group}`;
          unset.set(key, [...(unset.get(key) ?? []), pass]);
          continue;
        }
        const seconds = secondsOf(word.value);
        if (reported.has(setting) || seconds === null || seconds < ctx.options.seconds) continue;
        reported.add(setting);
        const edits = [{ file: setting.file, span: word, text: '5s' }];
        const data = { directive, value: word.value, group, kernel: seconds > KERNEL_SECONDS };
        ctx.report(setting, word, 'long', data, {
          fixes: [{ title: `Write "${directive} 5s"`, safe: false, edits }],
          related: [passedOn(pass)],
        });
      }
      if (ctx.options.seconds > DEFAULT_SECONDS) return;
      for (const [first, ...others] of unset.values()) {
        if (first === undefined) continue;
        const { at, module, target } = first;
        const directive = `${module}_connect_timeout`;
        const data = { directive, group: target.upstream?.name.value ?? '' };
        ctx.report(at, at.node.args[0] ?? at.node.name, 'unset', data, {
          fixes: setTimeouts(model, [first, ...others], directive),
          related: others.map(passedOn),
        });
      }
    },
  }),
);

/** May a request be tried on another machine, however long it took? */
function seeksAnother(model: ConfigModel, pass: Pass): boolean {
  const { upstream } = pass.target;
  if (upstream === null || upstream.servers.length < 2 || !hasTwoElsewhere(upstream)) return false;
  return !isFilledAtRunTime(model, upstream) && !isLimited(model, pass);
}

const passedOn = ({ at }: Pass) => ({
  file: at.file,
  span: at.node.args[0] ?? at.node.name,
  message: 'passes requests on',
});

function hasTwoElsewhere({ servers }: UpstreamModel): boolean {
  let count = 0;
  for (const server of servers) if (!server.down && isElsewhere(server) && ++count === 2) return true;
  return false;
}

/** On this machine connections are refused at once where nobody listens. */
function isElsewhere({ url }: UpstreamServer): boolean {
  return url !== null && url.family !== 'unix' && !isLoopback(url);
}

function isLimited(model: ConfigModel, { block, module }: Pass): boolean {
  const word = (name: string): string | undefined => model.effective(block, name).values[0]?.node.args[0]?.value;
  const limit = word(`${module}_next_upstream_timeout`);
  if (limit !== undefined && parseMilliseconds(limit) !== 0) return true;
  if (word(`${module}_next_upstream_tries`) === '1') return true;
  const conditions = model.effective(block, `${module}_next_upstream`).values.flatMap(({ node }) => node.args);
  return conditions.length > 0 && !conditions.some(({ value }) => value === 'timeout');
}

function secondsOf(text: string): number | null {
  const milliseconds = parseMilliseconds(text);
  return milliseconds === null ? null : milliseconds / 1000;
}

function setTimeouts(model: ConfigModel, passes: readonly Pass[], directive: string): readonly Fix[] {
  const nodes = new Map(passes.map(({ at }) => [at.node, at.file]));
  const edits = Array.from(nodes, ([node, file]) => insertBefore(model.source(file), node, [`${directive} 5s;`]));
  return [{ title: `Add "${directive} 5s"`, safe: false, edits }];
}
