import { defineRule } from '../../lint/rule.ts';
import type { Occurrence } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'style-directive-order',
    group: 'style',
    severity: 'hint',
    preset: 'all',
    fix: 'none',
    docs: {
      summary: 'The settings of a server stand in an unusual order',
      why: 'Most people look for the addresses and names of a server at its top, for certificates and files below them, and for locations at the end. What stands behind the locations is overlooked.',
      bad: 'location / { return 204; }\nserver_name a.example.com;',
      good: 'server_name a.example.com;\nlocation / { return 204; }',
      context: 'http, server',
      silent: [
        'for directives whose order means something, such as `include`, `allow`, `deny` and those of the rewrite module',
        'for directives that the option does not name',
      ],
      remedy: 'Move the directive up. For another order, set the option.',
      links: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#server'],
    },
    options: { order: ['listen', 'server_name', 'ssl_*', 'root', 'index', 'access_log', 'error_log', 'location'] },
    optionDocs: { order: 'Names of directives, the first ones first; `*` stands for any characters.' },
    messages: {
      late: ({ name, before }: { name: string; before: string }) =>
        `"${name}" stands below "${before}", where few look for it; move it up`,
    },
  },
  (ctx) => {
    const ranks = ctx.options.order.map((name) => expressionOf(name));
    const known = new Map<string, number>();
    const rankOf = ({ name }: Occurrence): number => {
      let rank = known.get(name);
      if (rank === undefined) {
        rank = ranks.findIndex((expression) => expression.test(name));
        known.set(name, rank);
      }
      return rank;
    };
    const judge = (server: Occurrence): void => {
      let highest: Occurrence | null = null;
      let most = -1;
      const steps = server.via.length;
      const { children } = server;
      // Without an iterator, which makes an object for each element as long as V8 interprets.
      for (let index = 0; index < children.length; index++) {
        const child = children[index];
        // What is included has an order of its own.
        const rank = child?.via.length === steps ? rankOf(child) : -1;
        if (child === undefined || rank === -1) continue;
        if (highest === null || rank > most) {
          highest = child;
          most = rank;
        }
        if (rank === most) continue;
        const data = { name: child.name, before: highest.name };
        const related = [{ file: highest.file, span: highest.node.name, message: 'stands above it' }];
        ctx.report(child, child.node.name, 'late', data, { related });
      }
    };
    return {
      config(model) {
        for (const { at } of model.servers) judge(at);
      },
    };
  },
);

function expressionOf(name: string): RegExp {
  const parts = name.split('*').map((part) => part.replace(/[^\w]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}
