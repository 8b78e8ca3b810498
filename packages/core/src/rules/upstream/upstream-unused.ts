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
      why: 'A group that nothing names is left over, or its name is misspelled where it is meant. nginx takes the misspelled name for a host and looks it up when it starts. It then refuses to start, or sends requests to a stranger.',
      bad: 'events { }\nhttp {\n    upstream backend_app { server 10.0.0.11:8080; }\n    server { listen 80; location / { proxy_pass http://127.0.0.1:8080; } }\n}',
      good: 'events { }\nhttp {\n    upstream backend_app { server 10.0.0.11:8080; }\n    server { listen 80; location / { proxy_pass http://backend_app; } }\n}',
      context: 'main',
      silent: [
        'where only a part of the configuration is seen, or an included file is missing',
        'where a variable may have that name as its value, from a `map` or out of the request',
        'where Lua, njs, Perl or a third-party module may name it',
      ],
      severities: ['`warning` where a name that is nearly the same is used somewhere'],
      remedy: 'Correct the name on one of the two sides, or delete the group.',
      links: ['https://nginx.org/en/docs/http/ngx_http_upstream_module.html#upstream'],
    },
    options: {},
    messages: {
      unused: ({ group }: { group: string }) =>
        `nothing passes requests to upstream "${group}"; delete it, or name it where it is meant`,
      misspelt: ({ group, host }: { group: string; host: string }) =>
        `nothing passes requests to upstream "${group}", but something does to "${host}", which is no group; write one name for both`,
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
          const related = [
            { file: pass.file, span: pass.node.args[0] ?? pass.node.name, message: 'probably means this group' },
          ];
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
