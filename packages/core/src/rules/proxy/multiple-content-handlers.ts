import type { Fix } from '../../lint/diagnostic.ts';
import { deleteStatement } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { HANDLER_DIRECTIVES, isOnlyHandler, ownHandlers, ownReturn } from '../../model/handlers.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'multiple-content-handlers',
    group: 'proxy',
    severity: 'error',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'A location has two handlers, of which one answers',
      why: 'A location has one content handler. nginx accepts `proxy_pass` beside `fastcgi_pass`, `stub_status` or a handler of another module, and the last one replaces those before it without a warning. A `return` comes before all of them.',
      bad: 'fastcgi_pass 127.0.0.1:9000;\nproxy_pass http://127.0.0.1:9001;',
      good: 'proxy_pass http://127.0.0.1:9001;',
      context: 'http, server, location',
      silent: [
        'where the handlers stand on different levels, as in an `if` or a `limit_except`',
        'where the `return` stands in an `if`',
        'for the same directive twice, which nginx itself refuses',
      ],
      severities: ['`warning` for a `return` beside a handler, which is how people switch a location off'],
      remedy: 'Keep one of them. To choose between backends, use several locations or a variable in the address.',
      links: [
        'https://nginx.org/en/docs/dev/development_guide.html#http_phases',
        'https://nginx.org/en/docs/http/ngx_http_rewrite_module.html#return',
      ],
    },
    options: {},
    messages: {
      replaced: ({ name, by }: { name: string; by: string }) =>
        `"${name}" does nothing here: "${by}" behind it replaces it as the handler; keep one of them`,
      returned: ({ name }: { name: string }) =>
        `"${name}" does nothing here: "return" answers every request before it; remove one of them`,
    },
  },
  (ctx) => ({
    config(model) {
      for (const block of blocksWithHandlers(model)) {
        const handlers = ownHandlers(block);
        const last = handlers.at(-1);
        if (last === undefined) continue;
        const by = last.at.name;
        const dead = handlers.filter(({ at }) => at.name !== by && at.fact !== null);
        for (const { at } of dead) {
          const related = [{ file: last.at.file, span: last.at.node.name, message: 'answers instead' }];
          const data = { name: at.name, by };
          ctx.report(at, at.node.name, 'replaced', data, { related, fixes: remove(model, at) });
        }
        const stop = dead.length > 0 ? null : ownReturn(block);
        if (stop === null || last.at.fact === null) continue;
        const related = [{ file: stop.file, span: stop.node.name, message: 'answers instead' }];
        const fixes = remove(model, last.at);
        ctx.report(last.at, last.at.node.name, 'returned', { name: by }, { severity: 'warning', related, fixes });
      }
    },
  }),
);

/** Those in which something else stands that would answer. */
function blocksWithHandlers(model: ConfigModel): ReadonlySet<Occurrence> {
  const blocks = new Set<Occurrence>();
  for (const name of HANDLER_DIRECTIVES) {
    for (const at of model.named(name)) {
      const block = at.parent;
      // Most stand alone.
      if (block === null || isOnlyHandler(block, at)) continue;
      if (model.server(block) !== null) blocks.add(block);
    }
  }
  return blocks;
}

function remove(model: ConfigModel, { file, node }: Occurrence): readonly Fix[] {
  const edits = [deleteStatement(model.source(file), node)];
  return [{ title: `Remove "${node.name.value}"`, safe: false, edits }];
}
