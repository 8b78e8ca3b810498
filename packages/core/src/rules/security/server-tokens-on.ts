import type { Fix } from '../../lint/diagnostic.ts';
import { insertAtStart } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { own } from '../../model/blocks.ts';
import type { ConfigModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import type { Occurrence } from '../../tree/tree.ts';

const LINE = 'server_tokens off;';

export default defineRule(
  {
    id: 'server-tokens-on',
    group: 'security',
    severity: 'warning',
    preset: 'recommended',
    fix: 'safe',
    absence: true,
    docs: {
      summary: 'Responses and error pages name the version of nginx',
      why: 'With `server_tokens on`, the default, the header `Server` and every error page of nginx say `nginx/1.x.y`. Whoever looks for machines with a known vulnerability finds them by that. `build` says even more.',
      bad: 'server_tokens build;\nserver { listen 80; }',
      good: 'server_tokens off;\nserver { listen 80; }',
      context: 'http',
      silent: [
        'with `off`, and with a text of its own (NGINX Plus)',
        'where a module removes or replaces the header `Server`',
        'where every server sets it',
        'for a missing `server_tokens` in fragments, and without a server in sight',
      ],
      remedy: 'Write `server_tokens off;` in `http`.',
      links: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#server_tokens'],
    },
    options: {},
    messages: {
      set: ({ value }: { value: string }) =>
        `"server_tokens ${value}" sends the version of nginx with every response and error page; write "off"`,
      absent: () =>
        '"server_tokens" is on by default, so that every response and error page names the version of nginx; add "server_tokens off"',
    },
  },
  (ctx) => ({
    directives: {
      server_tokens(at) {
        const [word] = at.node.args;
        if (word === undefined || at.fact === null || !/^(?:on|build)$/.test(word.value) || at.parent === null) return;
        if (isHidden(ctx.model, at.parent) || isUnused(ctx.model, at)) return;
        const edits = [{ file: at.file, span: word, text: 'off' }];
        const fixes = [{ title: 'Write "off"', safe: true, edits }];
        ctx.report(at, word, 'set', { value: word.value }, { fixes });
      },
      http(at) {
        if (at.implied || !ctx.model.certain || hasUnread(ctx.model, at) || isHidden(ctx.model, at)) return;
        if (ctx.model.effective(at, 'server_tokens').values.length > 0) return;
        // Without a server in sight they stand in files that are not there, and what they set as well.
        const open = ctx.model.servers.some(
          (server) => !server.at.implied && ctx.model.effective(server.at, 'server_tokens').values.length === 0,
        );
        if (!open) return;
        ctx.report(at, at.node.name, 'absent', undefined, { fixes: switchedOff(ctx.model, at) });
      },
    },
  }),
);

/** Does a module remove or replace the header? Its error pages are its own business then. */
function isHidden(model: ConfigModel, block: Occurrence): boolean {
  for (let level: Occurrence | null = block; level !== null; level = level.parent) {
    const names = [...own(level, 'more_clear_headers'), ...own(level, 'more_set_headers')];
    if (names.some(({ node }) => node.args.some(({ value }) => /^server\b/i.test(value)))) return true;
  }
  const security = ['hide_server_tokens', 'security_headers'].flatMap((name) => model.effective(block, name).values);
  return security.some(({ node }) => node.args[0]?.value === 'on');
}

/** Is it set again in every server beneath? */
function isUnused(model: ConfigModel, at: Occurrence): boolean {
  if (at.parent?.name !== 'http' || model.servers.length === 0) return false;
  return model.servers.every((server) => !model.effective(server.at, 'server_tokens').values.includes(at));
}

function switchedOff(model: ConfigModel, http: Occurrence): Fix[] {
  const edit = insertAtStart(model.source(http.file), http.node, [LINE]);
  return edit === null ? [] : [{ title: `Add "${LINE.slice(0, -1)}"`, safe: true, edits: [edit] }];
}
