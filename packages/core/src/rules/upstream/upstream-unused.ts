import { deleteStatement } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { groupUses } from '../../model/group-uses.ts';
import { isAllSeen } from '../../model/seen.ts';
import { nearest } from '../../text/nearest.ts';

export default defineRule(
  {
    id: 'upstream-unused',
    group: 'upstream',
    severity: 'info',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'Nothing passes requests to a group',
      why: 'A group that nothing names is left over, or its name is misspelt where it is meant. nginx then takes the misspelt name for a host, looks it up when it starts, and refuses to start or asks a stranger.',
      bad: 'events { }\nhttp {\n    upstream backend_app { server 10.0.0.11:8080; }\n    server { listen 80; location / { proxy_pass http://127.0.0.1:8080; } }\n}',
      good: 'events { }\nhttp {\n    upstream backend_app { server 10.0.0.11:8080; }\n    server { listen 80; location / { proxy_pass http://backend_app; } }\n}',
      context: 'main',
      silent:
        'Where only a part of the configuration is seen, or an include leads to no file; where a variable may come to that name, from a `map` or out of the request; and where Lua, njs, Perl or a module of others may name it. A name that is nearly right somewhere is a warning.',
      remedy: 'Correct the name on one of the two sides, or delete the group.',
      links: ['https://nginx.org/en/docs/http/ngx_http_upstream_module.html#upstream'],
    },
    options: {},
    messages: {
      unused: ({ group }: { group: string }) =>
        `nothing passes anything to upstream "${group}"; delete it, or name it where it is meant`,
      misspelt: ({ group, host }: { group: string; host: string }) =>
        `nothing passes anything to upstream "${group}", but something does to "${host}", which is no group; write one name for both`,
    },
  },
  (ctx) => ({
    config(model) {
      if (model.upstreams.length === 0 || !isAllSeen(model)) return;
      const uses = groupUses(model);
      for (const upstream of model.upstreams) {
        const { at, name } = upstream;
        // nginx refuses a second one of that name.
        if (uses.named.has(upstream) || model.upstream(name.value, upstream.scope) !== upstream) continue;
        if (uses.mayBecome(name.value)) continue;
        const [host] = nearest(name.value.toLowerCase(), uses.others.keys());
        const pass = host === undefined ? undefined : uses.others.get(host);
        if (host !== undefined && pass !== undefined) {
          const related = [{ file: pass.file, span: pass.node.args[0] ?? pass.node.name, message: 'meant here?' }];
          ctx.report(at, name, 'misspelt', { group: name.value, host }, { severity: 'warning', related });
          continue;
        }
        const edits = [deleteStatement(model.source(at.file), at.node)];
        const fixes = [{ title: `Delete upstream ${name.value}`, safe: false, edits }];
        ctx.report(at, name, 'unused', { group: name.value }, { fixes });
      }
    },
  }),
);
