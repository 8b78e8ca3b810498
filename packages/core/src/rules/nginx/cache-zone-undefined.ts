import { FAULT_MESSAGES, reportFaults } from '../../lint/report-faults.ts';
import { defineRule } from '../../lint/rule.ts';
import { CACHING_MODULES } from '../../model/caching.ts';
import { isAllSeen } from '../../model/seen.ts';
import type { ConfigModel } from '../../model/types.ts';
import { faultsOf } from '../../nginx/verdict.ts';

const ZONE = 'keys_zone=';

export default defineRule(
  {
    id: 'cache-zone-undefined',
    group: 'nginx',
    severity: 'error',
    preset: 'recommended',
    fatal: true,
    fix: 'unsafe',
    docs: {
      summary: 'A zone of shared memory is used but not defined, or defined but not used',
      why: 'A cache or a limit keeps its data in a zone, which another directive defines. Without the definition nginx does not start, and for most zones it says no more than `zero size shared memory zone`. A zone that nothing uses only takes memory.',
      bad: 'events { }\nhttp {\n    server { listen 80; location / { proxy_cache pages; proxy_pass http://127.0.0.1:9000; } }\n}',
      good: 'events { }\nhttp {\n    proxy_cache_path /var/cache/nginx/pages keys_zone=pages:10m max_size=1g;\n    server { listen 80; location / { proxy_cache pages; proxy_cache_valid 200 10m; proxy_pass http://127.0.0.1:9000; } }\n}',
      context: 'main',
      silent: [
        'for `off` and for names with variables',
        'for zones that are defined behind their use, which nginx accepts',
        'in a fragment, whose zones may be defined or used elsewhere',
        'for unused zones where a variable names one',
      ],
      severities: ['`info` for a cache zone that nothing uses'],
      remedy:
        'Correct the name, or define the zone: `proxy_cache_path … keys_zone=`, `limit_req_zone`, `limit_conn_zone`.',
      links: ['https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_cache'],
    },
    options: {},
    messages: {
      ...FAULT_MESSAGES,
      unused: ({ zone, directive }: { zone: string; directive: string }) =>
        `no "${directive}" uses the zone "${zone}", so that nothing gets into this cache; use it, or remove it`,
    },
  },
  (ctx) => {
    const faults = reportFaults(ctx, 'cache-zone-undefined');
    return {
      config(model) {
        faults(model);
        if (!isAllSeen(model)) return;
        for (const module of CACHING_MODULES) {
          const directive = `${module}_cache`;
          const names = model.named(directive).map(({ node }) => node.args[0]?.value ?? '');
          if (names.some((name) => name.includes('$')) || isMistaken(model, directive)) continue;
          for (const at of model.named(`${module}_cache_path`)) {
            const word = at.node.args.findLast(({ value }) => value.startsWith(ZONE));
            const zone = word?.value.slice(ZONE.length).split(':')[0] ?? '';
            if (word === undefined || zone === '' || names.includes(zone)) continue;
            ctx.report(at, word, 'unused', { zone, directive }, { fatal: false, severity: 'info' });
          }
        }
      },
    };
  },
);

/** A name that is not defined may be meant for the zone that nobody uses. */
function isMistaken(model: ConfigModel, directive: string): boolean {
  return (faultsOf(model).get('cache-zone-undefined') ?? []).some(({ at }) => at.name === directive);
}
