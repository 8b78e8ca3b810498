import { defineRule } from '../../lint/rule.ts';
import { blocksIn, enclosing } from '../../model/blocks.ts';
import { groupOf, livePeers, PASS_DIRECTIVES } from '../../model/peers.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Span } from '../../text/span.ts';
import type { Occurrence } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'proxy-next-upstream-disabled',
    group: 'upstream',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'A group has another server, but a failing request is not tried on it',
      why: 'With `proxy_next_upstream off`, with `proxy_next_upstream_tries 1`, or with a list that names neither `error` nor `timeout`, a request that meets a dead server fails, although another server of the group could answer it. The same holds for `fastcgi_…`, `uwsgi_…`, `scgi_…`, `grpc_…`, memcached and stream.',
      bad: 'upstream app { server 10.0.0.11:8080; server 10.0.0.12:8080; }\nserver { listen 80; location / { proxy_next_upstream off; proxy_pass http://app; } }',
      good: 'upstream app { server 10.0.0.11:8080; server 10.0.0.12:8080; }\nserver { listen 80; location / { proxy_next_upstream error timeout http_502 http_503; proxy_next_upstream_tries 2; proxy_pass http://app; } }',
      context: 'http',
      silent: [
        'in locations that change data rather than show pages: those with an exact path or a `limit_except`',
        'for groups with fewer than two servers in use',
        'for targets that are no group',
      ],
      remedy:
        'Remove the directive, which means `error timeout`, or name both. nginx does not repeat a POST that it has sent, unless told `non_idempotent`.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_next_upstream',
        'https://nginx.org/en/docs/stream/ngx_stream_proxy_module.html#proxy_next_upstream',
      ],
    },
    options: {},
    messages: {
      off: ({ directive, group, text }: { directive: string; group: string; text: string }) =>
        `with "${directive} off" a request that fails on one server of "${group}" is not tried on another; write "${directive} ${text}"`,
      once: ({ directive, group }: { directive: string; group: string }) =>
        `with "${directive} 1" a request that fails on one server of "${group}" is not tried on another; allow 2 tries at least`,
      neither: ({ directive, group }: { directive: string; group: string }) =>
        `"${directive}" names neither "error" nor "timeout", so that no other server of "${group}" is tried when one is dead; add both`,
    },
  },
  (ctx) => ({
    config(model) {
      const reported = new Set<Occurrence>();
      for (const directive of PASS_DIRECTIVES) {
        const conditions = `${directive.slice(0, -'_pass'.length)}_next_upstream`;
        const tries = `${conditions}_tries`;
        if (model.named(conditions).length + model.named(tries).length === 0) continue;
        for (const pass of model.named(directive)) {
          const group = groupOf(model, pass);
          if (group === null || livePeers(group).length < 2 || takesOrders(model, pass)) continue;
          for (const { at, span, message, text } of faultsAt(model, pass, conditions, tries)) {
            if (reported.has(at)) continue;
            reported.add(at);
            const fix = { title: `Write "${text}"`, safe: false, edits: [{ file: at.file, span, text }] };
            const related = [
              { file: pass.file, span: pass.node.args[0] ?? pass.node.name, message: 'passes requests on' },
            ];
            const data = { directive: at.name, group: group.name.value, text };
            ctx.report(at, span, message, data, { fixes: [fix], related });
          }
        }
      }
    },
  }),
);

interface Fault {
  readonly at: Occurrence;
  readonly span: Span;
  readonly message: 'off' | 'once' | 'neither';
  /** What to write in the place of the span. */
  readonly text: string;
}

function faultsAt(model: ConfigModel, pass: Occurrence, nextUpstream: string, nextTries: string): readonly Fault[] {
  const block = pass.parent;
  if (block === null) return [];
  const faults: Fault[] = [];
  const stream = pass.context.startsWith('stream');
  const conditions = model.effective(block, nextUpstream).values;
  const words = conditions.flatMap(({ node }) => node.args);
  const off = conditions.find(({ node }) => node.args.some(({ value }) => value === 'off'));
  const [first] = conditions;
  if (off !== undefined) {
    const word = off.node.args.find(({ value }) => value === 'off') ?? off.node.name;
    const alone = off.node.args.length === 1;
    // One `off` outweighs all other words.
    faults.push({ at: off, span: alone ? word : spanOf(off), message: 'off', text: stream ? 'on' : 'error timeout' });
  } else if (first !== undefined && !stream && !words.some(({ value }) => value === 'error' || value === 'timeout')) {
    const text = ['error', 'timeout', ...first.node.args.map(({ value }) => value)].join(' ');
    faults.push({ at: first, span: spanOf(first), message: 'neither', text });
  }
  const [tries] = model.effective(block, nextTries).values;
  const [count] = tries?.node.args ?? [];
  if (tries !== undefined && count !== undefined && /^0*1$/.test(count.value)) {
    faults.push({ at: tries, span: count, message: 'once', text: '2' });
  }
  return faults;
}

function spanOf({ node }: Occurrence): Span {
  return { start: node.args[0]?.start ?? node.name.start, end: node.args.at(-1)?.end ?? node.name.end };
}

/** An exact path, or a `limit_except`, is how one writes a location whose requests must not be made twice. */
function takesOrders(model: ConfigModel, pass: Occurrence): boolean {
  if (enclosing(pass, 'limit_except') !== null) return true;
  const location = model.location(pass);
  if (location === null) return false;
  if (location.match === 'exact') return true;
  for (const inner of blocksIn(location.at)) if (inner.name === 'limit_except') return true;
  return false;
}
