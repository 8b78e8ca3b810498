import type { Fix } from '../../lint/diagnostic.ts';
import { insertBefore } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { accessList, guardsAt, identityChecks, refusesSome } from '../../model/access.ts';
import { blockAt } from '../../model/blocks.ts';
import { contentHandler } from '../../model/handlers.ts';
import { isPrivate } from '../../model/openness.ts';
import type { ConfigModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import type { Occurrence } from '../../tree/tree.ts';

const RULES = ['allow 127.0.0.1;', 'allow ::1;', 'deny all;'];

export default defineRule(
  {
    id: 'status-page-exposed',
    group: 'security',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    absence: true,
    docs: {
      summary: 'Everybody can ask for a status page or an API',
      why: 'Numbers of connections and requests and names of servers and upstreams tell an attacker how busy a site is and what stands behind it. The API of NGINX Plus with `write=on` lets whoever reaches it change the upstreams.',
      bad: 'location = /nginx_status { stub_status; }',
      good: 'location = /nginx_status {\n    allow 127.0.0.1;\n    allow ::1;\n    deny all;\n    stub_status;\n}',
      context: 'http, server',
      silent: [
        'behind a closed list of addresses, a password, a token or a client certificate, even an inherited one',
        'in `internal` locations',
        'where an `if` of the location or the server refuses some requests',
        'in servers that listen on loopback addresses, private addresses or Unix sockets only',
        'where an included file is missing',
        'for a list of `allow` without `deny`, which `allow-without-deny` reports',
      ],
      severities: ['`error` for an API that may write'],
      remedy: 'Allow the addresses that need the page and end the list with `deny all;`.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_stub_status_module.html',
        'https://nginx.org/en/docs/http/ngx_http_api_module.html',
        'https://nginx.org/en/docs/http/ngx_http_access_module.html',
      ],
    },
    options: {},
    messages: {
      exposed: ({ page }: { page: string }) =>
        `everybody can ask for this ${page}; allow the addresses that need it and end with "deny all"`,
      writable: ({ page }: { page: string }) =>
        `everybody can change upstreams and settings through this ${page}, which has "write=on"; allow the addresses that need it and end with "deny all"`,
    },
  },
  (ctx) => {
    const look = (at: Occurrence): void => {
      const block = blockAt(at);
      if (block === null || at.fact === null || !isAnswer(ctx.model, at, block) || !isOpen(ctx.model, block)) return;
      const page = at.name;
      const writable = page === 'api' && at.node.args.some(({ value }) => value === 'write=on');
      const fixes = closed(ctx.model, block, at);
      if (writable) ctx.report(at, at.node.name, 'writable', { page }, { fixes, severity: 'error' });
      else ctx.report(at, at.node.name, 'exposed', { page }, { fixes });
    };
    return {
      directives: {
        stub_status: look,
        status: look,
        api: look,
        vhost_traffic_status_display: look,
        check_status: look,
        req_status_show: look,
        upstream_show: look,
      },
    };
  },
);

/** Does the page come at all? Pages of other modules stand in no list of handlers, and are looked for in locations. */
function isAnswer(model: ConfigModel, at: Occurrence, block: Occurrence): boolean {
  const handler = contentHandler(model, block);
  if (handler === null || handler.kind !== 'static') return handler?.at === at;
  return block.name === 'location' && !block.implied;
}

function isOpen(model: ConfigModel, block: Occurrence): boolean {
  const server = model.server(block);
  if (server === null || isPrivate(server) || hasUnread(model, block)) return false;
  if (guardsAt(model, block).length > 0 || identityChecks(model, block).length > 0) return false;
  if (refusesSome(block) || refusesSome(server.at)) return false;
  return !accessList(model, block).rules.some(({ name, node }) => name === 'allow' && node.args[0]?.value !== 'all');
}

/** None beside rules that are there: what they mean nobody but the author knows. */
function closed(model: ConfigModel, block: Occurrence, at: Occurrence): Fix[] {
  if (block.name !== 'location' || accessList(model, block).setIn === block) return [];
  const edits = [insertBefore(model.source(at.file), at.node, RULES)];
  return [{ title: 'Allow this machine only', safe: false, edits }];
}
