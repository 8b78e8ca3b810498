import type { Fix, Related } from '../../lint/diagnostic.ts';
import { wrapStatement } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { own } from '../../model/blocks.ts';
import { shownLocation } from '../../model/location-search.ts';
import type { ConfigModel, LocationModel, ServerModel } from '../../model/types.ts';
import { counted } from '../../nginx/wording.ts';
import { serverStop } from '../../route/server-stop.ts';
import type { Occurrence } from '../../tree/tree.ts';

const CHALLENGE = '/.well-known/acme-challenge';
/** More of the locations would only repeat what one says. */
const MOST_SHOWN = 5;

export default defineRule(
  {
    id: 'location-after-server-return',
    group: 'routing',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'A `return` or redirect of the server leaves its locations unused',
      why: 'nginx runs the `return`, `rewrite` and `if` of a server before it looks for a location, whatever their order in the file. An unconditional `return` there answers every request. Mostly this hits the challenges of a certificate authority: they are redirected too, and the certificate is not renewed.',
      bad: 'server {\n    listen 80;\n    server_name example.com;\n    return 301 https://$host$request_uri;\n    location ^~ /.well-known/acme-challenge/ { root /var/www/acme; }\n}',
      good: 'server {\n    listen 80;\n    server_name example.com;\n    location ^~ /.well-known/acme-challenge/ { root /var/www/acme; }\n    location / { return 301 https://$host$request_uri; }\n}',
      context: 'http',
      silent: [
        'for a `return` inside `if`, or behind a `break` or `rewrite … last` that some requests may take',
        'in servers whose locations are all named, `internal` or for error pages',
      ],
      remedy: 'Put the `return` into `location / { … }`, which takes what no other location does.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_rewrite_module.html',
        'https://nginx.org/en/docs/http/ngx_http_rewrite_module.html#return',
      ],
    },
    options: {},
    messages: {
      dead: ({ stop, count }: { stop: string; count: number }) =>
        `this ${stop} answers every request to the server, so that ${count === 1 ? 'its location is never' : `none of its ${counted(count, 'location')} is ever`} used; put it into "location / { … }"`,
      challenge: ({ stop }: { stop: string }) =>
        `this ${stop} answers every request to the server, the challenges of the certificate authority below ${CHALLENGE} too, so that certificates are not renewed; put it into "location / { … }"`,
      errorPage: ({ stop, page }: { stop: string; page: string }) =>
        `this ${stop} also answers the request for its own error page, so that location ${page} is never used; make the page a named location ("error_page … @name")`,
    },
  },
  (ctx) => ({
    config(model) {
      for (const server of model.servers) {
        // What looks like a part of a server may be one of a location, where `return` comes after the choice.
        if (server.at.implied && !model.certain) continue;
        const stop = serverStop(model, server);
        if (stop === null) continue;
        const { name, args } = stop.node;
        const span = { start: name.start, end: args.at(-1)?.end ?? name.end };
        const data = { stop: `"${name.value}"` };
        const dead = unused(model, server);
        const page = ownErrorPage(model, server, stop);
        if (dead.length > 0) {
          const extra = { related: placesOf(dead), fixes: intoLocation(model, server, stop) };
          if (dead.some(isChallenge)) ctx.report(stop, span, 'challenge', data, extra);
          else ctx.report(stop, span, 'dead', { ...data, count: dead.length }, extra);
        } else if (page !== null) {
          const extra = { related: placesOf([page]) };
          ctx.report(stop, span, 'errorPage', { ...data, page: shownLocation(page) }, extra);
        }
      }
    },
  }),
);

/** The locations that were written for requests: no named ones, no error pages. */
function unused(model: ConfigModel, server: ServerModel): readonly LocationModel[] {
  const pages = errorPages(model, server).map(({ path }) => path);
  return server.locations.filter(
    (location) =>
      location.match !== 'named' &&
      !location.at.implied &&
      own(location.at, 'internal').length === 0 &&
      !pages.some((path) => isFor(location, path)),
  );
}

/**
 * The location of the error page for the very status that a `return` answers with. The internal redirect to it runs
 * the `return` once more, and nginx sends its built-in page.
 */
function ownErrorPage(model: ConfigModel, server: ServerModel, { node }: Occurrence): LocationModel | null {
  const [status, text] = node.args;
  if (node.name.value !== 'return' || text !== undefined || status === undefined) return null;
  const page = errorPages(model, server).find(({ codes }) => codes.includes(status.value));
  return (page && server.locations.find((location) => isFor(location, page.path))) ?? null;
}

function errorPages(model: ConfigModel, server: ServerModel): { codes: readonly string[]; path: string }[] {
  return model.effective(server.at, 'error_page').values.flatMap(({ node }) => {
    const codes = node.args.slice(0, -1).map(({ value }) => value);
    const [path = ''] = node.args.at(-1)?.value.split('?') ?? [];
    return path.startsWith('/') ? [{ codes, path }] : [];
  });
}

function isFor({ match, pattern }: LocationModel, path: string): boolean {
  if (match === 'exact') return pattern === path;
  return (match === 'prefix' || match === 'prefix-final') && pattern.length > 1 && path.startsWith(pattern);
}

function isChallenge({ pattern }: LocationModel): boolean {
  const path = pattern.replaceAll('\\', '');
  return path.includes(CHALLENGE) || /^\/\.well-known\/?$/.test(path);
}

function placesOf(locations: readonly LocationModel[]): Related[] {
  return locations
    .slice(0, MOST_SHOWN)
    .map(({ at, word }) => ({ file: at.file, span: word, message: 'is never used' }));
}

/** Where there is a `location /` already, nobody but the author knows what to make of both. */
function intoLocation(model: ConfigModel, server: ServerModel, stop: Occurrence): Fix[] {
  const taken = server.locations.some(({ match, pattern }) => pattern === '/' && match.startsWith('prefix'));
  if (taken || stop.file !== server.at.file || stop.via.length !== server.at.via.length) return [];
  const edits = [wrapStatement(model.source(stop.file), stop.node, 'location /')];
  return [{ title: `Put the ${stop.name} into "location /"`, safe: false, edits }];
}
