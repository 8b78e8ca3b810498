import { defineRule } from '../../lint/rule.ts';
import { guardsAt, refusesSome } from '../../model/access.ts';
import { ADVISORIES, isVulnerable } from '../../model/advisories.ts';
import { own } from '../../model/blocks.ts';
import { contentHandler } from '../../model/handlers.ts';
import { isPrivate } from '../../model/openness.ts';
import type { ConfigModel } from '../../model/types.ts';
import { listed } from '../../text/listing.ts';
import type { Occurrence } from '../../tree/tree.ts';

const ALIAS_FLAW = '2026-27654';

export default defineRule(
  {
    id: 'dav-methods-open',
    group: 'security',
    severity: 'error',
    preset: 'recommended',
    fix: 'none',
    docs: {
      summary: 'Anybody may write and delete files',
      why: 'With `dav_methods` and without authentication every client can create, delete and move files: pages with scripts, or programs where PHP runs them. With `alias` and `COPY` or `MOVE`, nginx before 1.29.7 and 1.28.3 even lets them out of the folder (CVE-2026-27654).',
      bad: 'location /dav/ {\n    root /srv;\n    dav_methods PUT DELETE MKCOL COPY MOVE;\n}',
      good: 'location /dav/ {\n    root /srv;\n    dav_methods PUT DELETE MKCOL COPY MOVE;\n    auth_basic "dav";\n    auth_basic_user_file /etc/nginx/htpasswd;\n}',
      context: 'http, server',
      silent: [
        'where `auth_basic` with its file, `auth_request`, a list that ends with `deny all`, a client certificate or `internal` keeps others out',
        'where `limit_except` does so for these methods',
        'where an `if` refuses some requests',
        'where something other than files answers',
        'in servers that listen on loopback or private addresses only',
      ],
      remedy:
        'Ask for a password or a certificate, or allow known addresses. With `limit_except GET { … }` reading stays open and only writers are asked.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_dav_module.html',
        'https://www.cve.org/CVERecord?id=CVE-2026-27654',
      ],
    },
    options: {},
    messages: {
      open: ({ methods }: { methods: string }) =>
        `anybody may write here: ${methods} are allowed without authentication; add "auth_basic", or a list that ends with "deny all"`,
      alias: ({ methods, cve }: { methods: string; cve: string }) =>
        `anybody may write here: ${methods} are allowed without authentication, and with "alias" even outside of its folder (CVE-${cve}); add "auth_basic", and update nginx`,
    },
  },
  (ctx) => ({
    directives: {
      dav_methods(at) {
        const [first] = at.node.args;
        if (at.fact === null || first === undefined || first.value === 'off') return;
        const open = blocksOf(ctx.model, at).find((block) => isOpen(ctx.model, block, at));
        if (open === undefined) return;
        const methods = at.node.args.map(({ value }) => value);
        const flawed = isFlawed(ctx.model, open, methods);
        const related = at.parent === open ? [] : [{ file: open.file, span: open.node.name, message: 'holds here' }];
        ctx.report(at, first, flawed ? 'alias' : 'open', { methods: listed(methods), cve: ALIAS_FLAW }, { related });
      },
    },
  }),
);

/** The locations, or the server without any, in which it is the one that holds. */
function blocksOf(model: ConfigModel, at: Occurrence): readonly Occurrence[] {
  const blocks = model.servers.flatMap((server) => [...server.allLocations.map((each) => each.at), server.at]);
  const found = blocks.filter((block) => model.effective(block, 'dav_methods').values.includes(at));
  return at.parent !== null && found.length === 0 && at.parent.name === 'location' ? [at.parent] : found;
}

function isOpen(model: ConfigModel, block: Occurrence, at: Occurrence): boolean {
  if (block.implied || guardsAt(model, block).length > 0 || refusesSome(block)) return false;
  const server = model.server(block);
  if (server !== null && (isPrivate(server) || refusesSome(server.at))) return false;
  const handler = contentHandler(model, block);
  if (handler !== null && handler.kind !== 'static') return false;
  // Locations take the place of a server whose own files no request gets to.
  if (block.name === 'server' && server?.locations.some(({ pattern }) => pattern === '/')) return false;
  return !own(block, 'limit_except').some((limit) => {
    const excepted = limit.node.args.map(({ value }) => value.toUpperCase());
    const left = at.node.args.every(({ value }) => !excepted.includes(value.toUpperCase()));
    return left && guardsAt(model, limit).length > 0;
  });
}

function isFlawed(model: ConfigModel, block: Occurrence, methods: readonly string[]): boolean {
  const flaw = ADVISORIES.find(({ cve }) => cve === ALIAS_FLAW);
  if (flaw === undefined || !isVulnerable(model.facts.target.version, flaw)) return false;
  if (!methods.some((method) => /^(?:copy|move)$/i.test(method))) return false;
  return own(block, 'alias').length > 0 && model.location(block)?.match !== 'regex';
}
