import type { Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { isInside } from '../../model/blocks.ts';
import type { ConfigModel, ServerModel } from '../../model/types.ts';
import { wordBytes } from '../../route/bytes.ts';
import { isServerSeen, misspeltNames, namedLocations } from '../../route/named-locations.ts';
import { serverStop } from '../../route/server-stop.ts';
import type { Word } from '../../syntax/nodes.ts';
import { nearest } from '../../text/nearest.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** With more names than these none is suggested. */
const MOST_NAMES = 200;

export default defineRule(
  {
    id: 'named-location-undefined',
    group: 'routing',
    severity: 'error',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'A `try_files` or `error_page` leads to a named location that does not exist',
      why: 'nginx looks for a named location when a request comes to it, in the server that handles the request. `nginx -t` does not mind a name that no location has, and each such request is answered with 500. In the log stands "could not find named location".',
      bad: 'server {\n    listen 80;\n    root /srv/www;\n    location / { try_files $uri @backend; }\n}',
      good: 'server {\n    listen 80;\n    root /srv/www;\n    location / { try_files $uri @backend; }\n    location @backend { proxy_pass http://127.0.0.1:9000; }\n}',
      context: 'http',
      silent: [
        'for names with variables',
        'where `named-location-unused` reports a location of nearly the same name to which nothing leads',
        'where an included file is missing, or the rest of the server is in a file that is not seen',
        'for an `error_page` outside of the servers, where one of them has the location',
      ],
      remedy:
        'Define the location in the same server, on its first level, or correct the name. Locations of other servers do not count.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#try_files',
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#error_page',
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#location',
      ],
    },
    options: {},
    messages: {
      missing: ({ name }: { name: string }) =>
        `there is no location "${name}" in this server, so that nginx answers 500; define it, or name one that exists`,
      near: ({ name, meant }: { name: string; meant: string }) =>
        `there is no location "${name}" in this server, so that nginx answers 500; did its author mean "${meant}"?`,
      several: ({ name }: { name: string }) =>
        `none of the servers that this holds for has a location "${name}", so that nginx answers 500; define it in each of them`,
    },
  },
  (ctx) => {
    const look = (at: Occurrence): void => {
      const target = at.node.args.at(-1);
      if (target === undefined || at.fact === null || at.node.args.length < 2) return;
      if (!target.value.startsWith('@') || target.value.includes('$')) return;
      const name = wordBytes(ctx.model, at, target.value);
      const servers = serversUnder(ctx.model, at);
      if (servers.length === 0 || !servers.every((server) => isMissing(ctx.model, server, name))) return;
      const own = ctx.model.server(at);
      const names = own === null ? new Set<string>() : namedLocations(ctx.model, own);
      const [meant] = names.size > MOST_NAMES ? [] : nearest(name, names);
      const kind = own === null && servers.length > 1 ? 'several' : meant === undefined ? 'missing' : 'near';
      const data = { name: target.value, meant: meant ?? '' };
      ctx.report(at, target, kind, data, { fixes: kind === 'near' ? renamed(at, target, data.meant) : [] });
    };
    return { directives: { try_files: look, error_page: look } };
  },
);

/** A location to which nothing leads and that has nearly this name is reported itself. */
function isMissing(model: ConfigModel, server: ServerModel, name: string): boolean {
  if (!isServerSeen(model, server) || serverStop(model, server) !== null) return false;
  const meant = misspeltNames(model, server);
  return !namedLocations(model, server).has(name) && ![...meant.values()].includes(name);
}

function serversUnder(model: ConfigModel, at: Occurrence): readonly ServerModel[] {
  const server = model.server(at);
  if (server !== null) return [server];
  const level = at.parent;
  return model.servers.filter(
    (each) => model.effective(each.at, 'error_page').values.includes(at) && level !== null && isInside(each.at, level),
  );
}

function renamed({ file }: Occurrence, { start, end }: Word, meant: string): readonly Fix[] {
  if (!/^@[\w.-]+$/.test(meant)) return [];
  return [{ title: `Write ${meant}`, safe: false, edits: [{ file, span: { start, end }, text: meant }] }];
}
