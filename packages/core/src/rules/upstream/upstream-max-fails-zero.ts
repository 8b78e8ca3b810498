import { deleteWord } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { isChecked, isFilledAtRunTime, livePeers } from '../../model/peers.ts';
import type { UpstreamParameter, UpstreamServer } from '../../model/types.ts';
import { isWritten } from '../../model/written.ts';

export default defineRule(
  {
    id: 'upstream-max-fails-zero',
    group: 'upstream',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'A server of a group stays in use however often it fails',
      why: 'With `max_fails=0` nginx does not count failures, and with `fail_timeout=0` it forgets them at once. A dead server keeps its share of the requests, and each of them waits for it before another server is asked.',
      bad: 'upstream app {\n    server 10.0.0.11:8080 max_fails=0;\n    server 10.0.0.12:8080 max_fails=0;\n}\nserver { listen 80; location / { proxy_pass http://app; } }',
      good: 'upstream app {\n    server 10.0.0.11:8080 max_fails=2 fail_timeout=15s;\n    server 10.0.0.12:8080 max_fails=2 fail_timeout=15s;\n}\nserver { listen 80; location / { proxy_pass http://app; } }',
      context: 'http',
      silent: [
        'in groups with one server in use, where nginx ignores both',
        'for servers that are `down`',
        'where servers are probed, by `health_check` of NGINX Plus or by a module',
      ],
      severities: ['`error` where it holds for all servers of the group'],
      remedy:
        'Remove the parameter, which means one failure within ten seconds, or give a number of failures and a time.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_upstream_module.html#max_fails',
        'https://nginx.org/en/docs/stream/ngx_stream_upstream_module.html#max_fails',
      ],
    },
    options: {},
    messages: {
      never: ({ word, address, all }: { word: string; address: string; all: boolean }) =>
        `with "${word}" ${address} is never taken out of use, however often it fails${all ? ', and neither is any server of this group' : ''}; remove it, or write a number above 0`,
    },
  },
  (ctx) => {
    if (!isWritten(ctx.model, /=0/)) return {};
    return {
      upstreams(upstream) {
        if (!upstream.servers.some(hasZero)) return;
        const live = livePeers(upstream);
        if (live.length < 2) return;
        const found = live.flatMap((server) => {
          const zeros = zerosOf(server);
          return zeros.length > 0 ? [{ server, zeros }] : [];
        });
        if (found.length === 0 || isChecked(ctx.model, upstream) || isFilledAtRunTime(ctx.model, upstream)) return;
        const all = found.length === live.length;
        for (const { server, zeros } of found) {
          const [first] = zeros;
          if (first === undefined) continue;
          const { at, address } = server;
          const file = ctx.model.source(at.file);
          const words = zeros.map(({ word }) => word.value).join(' and ');
          const fix = {
            title: `Remove ${words}`,
            safe: false,
            edits: zeros.map(({ word }) => deleteWord(file, word)),
          };
          const data = { word: first.word.value, address: address.value, all };
          ctx.report(at, first.word, 'never', data, { fixes: [fix], severity: all ? 'error' : 'warning' });
        }
      },
    };
  },
);

/** Does a parameter begin with a zero, as all must that switch counting off? */
function hasZero({ at }: UpstreamServer): boolean {
  return at.node.args.some(({ value }) => value.includes('=0'));
}

/** The parameters of a server that switch counting off. */
function zerosOf({ parameters }: UpstreamServer): readonly UpstreamParameter[] {
  const fails = parameters.get('max_fails');
  const timeout = parameters.get('fail_timeout');
  const zeros: UpstreamParameter[] = [];
  if (fails !== undefined && /^0+$/.test(fails.value ?? '')) zeros.push(fails);
  // `ngx_parse_time` in seconds: any unit of it makes nothing of 0.
  if (timeout !== undefined && /^(?:0+[yMwdhms]?)+$/.test(timeout.value ?? '')) zeros.push(timeout);
  return zeros;
}
