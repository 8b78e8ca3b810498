import { defineRule } from '../../lint/rule.ts';
import { addZone } from '../../lint/zone-edits.ts';
import { own } from '../../model/blocks.ts';
import { isFilledAtRunTime, livePeers } from '../../model/peers.ts';
import type { ConfigModel, UpstreamModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';

export default defineRule(
  {
    id: 'upstream-zone-missing',
    group: 'upstream',
    severity: 'info',
    preset: 'strict',
    fix: 'safe',
    absence: true,
    docs: {
      summary: 'Each worker counts connections and failures of a group for itself',
      why: 'Without a `zone` every worker process keeps its own figures. `max_conns=100` allows a hundred connections for each worker, `least_conn` sees those of its own worker only, and a dead server has to fail `max_fails` times in each of them before it is left alone.',
      bad: 'upstream app {\n    least_conn;\n    server 10.0.0.11:8080 max_conns=100;\n    server 10.0.0.12:8080 max_conns=100;\n}',
      good: 'upstream app {\n    zone app 64k;\n    least_conn;\n    server 10.0.0.11:8080 max_conns=100;\n    server 10.0.0.12:8080 max_conns=100;\n}',
      context: 'http',
      silent: [
        'with one worker process, which is the default',
        'for groups with one server in use',
        'where nothing counts: no `max_conns`, `max_fails` above 1, `least_conn`, `least_time` or `random two`',
        'where servers come from another module',
        'for `resolve`, for which nginx itself demands a zone',
      ],
      remedy: 'Add `zone NAME 64k;` to the group.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_upstream_module.html#zone',
        'https://nginx.org/en/docs/http/ngx_http_upstream_module.html#max_conns',
      ],
    },
    options: {},
    messages: {
      apart: ({ group, what }: { group: string; what: string }) =>
        `"${group}" has no "zone", so that each worker counts for itself and "${what}" holds for one of them only; add a zone`,
    },
  },
  (ctx) => ({
    upstreams(upstream) {
      const { at, name } = upstream;
      // nginx has zones for groups since 1.9.0.
      if (own(at, 'zone').length > 0 || livePeers(upstream).length < 2 || !ctx.model.facts.atLeast('1.9.0')) return;
      if (hasOneWorker(ctx.model)) return;
      const counted = countedIn(upstream);
      if (counted === null) return;
      if (isFilledAtRunTime(ctx.model, upstream) || hasUnread(ctx.model, at)) return;
      const related = [{ file: at.file, span: counted.span, message: 'counts for each worker apart' }];
      const data = { group: name.value, what: counted.text };
      const zone = addZone(ctx.model, upstream);
      ctx.report(at, name, 'apart', data, {
        related: counted.file === at.file ? related : [],
        fixes: zone === null ? [] : [{ title: `Add zone ${name.value} 64k`, safe: true, edits: [zone] }],
      });
    },
  }),
);

function countedIn({ at, servers }: UpstreamModel) {
  for (const { at: server, parameters } of servers) {
    for (const name of ['max_conns', 'max_fails']) {
      const parameter = parameters.get(name);
      if (parameter === undefined || !/^\d+$/.test(parameter.value ?? '')) continue;
      if (Number(parameter.value) > (name === 'max_fails' ? 1 : 0))
        return { text: parameter.word.value, span: parameter.word, file: server.file };
    }
  }
  const method = at.children.find(
    ({ node }) =>
      node.name.value === 'least_conn' ||
      node.name.value === 'least_time' ||
      (node.name.value === 'random' && node.args[0]?.value === 'two'),
  );
  return method === undefined ? null : { text: method.name, span: method.node.name, file: method.file };
}

/** Not where the main level is out of sight: most sites set it to `auto`. */
function hasOneWorker(model: ConfigModel): boolean {
  if (!model.tree.whole) return false;
  const [processes] = model.named('worker_processes');
  return processes === undefined
    ? !model.named('include').some(({ context }) => context === 'main')
    : processes.node.args[0]?.value === '1';
}
