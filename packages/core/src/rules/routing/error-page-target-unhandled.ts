import type { Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { isInside, own } from '../../model/blocks.ts';
import { type ContentHandler, contentHandler } from '../../model/handlers.ts';
import { shownLocation } from '../../model/location-search.ts';
import type { ConfigModel, LocationModel, ServerModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import { wordBytes } from '../../route/bytes.ts';
import { searchLocation } from '../../route/location-tree.ts';
import { serverStop } from '../../route/server-stop.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** Handlers that ask a backend. */
const PASSING: ReadonlySet<string> = new Set(['proxy', 'fastcgi', 'uwsgi', 'scgi', 'grpc', 'memcached']);

export default defineRule(
  {
    id: 'error-page-target-unhandled',
    group: 'routing',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'An `error_page` does not get to its page, or hides the error',
      why: 'nginx redirects to the page internally, and the location of the page applies as to any request. If that location asks the backend that has just failed, or for the password that was wrong, nobody sees the page. `=200` tells monitors and search engines that all is well.',
      bad: 'root /srv/www;\nerror_page 404 =200 /index.html;',
      good: 'root /srv/www;\nerror_page 404 /404.html;\nlocation = /404.html { internal; }',
      context: 'http, server',
      silent: [
        'for `=` and `=200` before a named location, a script or a backend, which answer themselves',
        'for 405, with which nginx answers a POST to a file',
        'where another backend serves the page',
        'for named locations that do not exist, which `named-location-undefined` reports',
        'where a part of the server is not seen',
      ],
      remedy:
        'Give the page a location that needs no backend and no password: `location = /50x.html { root /srv/errors; internal; }`. Remove `=200`.',
      links: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#error_page'],
    },
    options: {},
    messages: {
      backend: ({ page, code, location }: { page: string; code: string; location: string }) =>
        `${page} comes from the backend of location ${location}, which has just failed with ${code}; give the page a location of its own`,
      password: ({ page, location, directive }: { page: string; location: string; directive: string }) =>
        `${page} is not shown to those without a password, as "${directive}" holds for location ${location} too; write "${directive} off" in a location of its own`,
      denied: ({ page, location }: { page: string; location: string }) =>
        `${page} is not shown to those who are denied, as location ${location} denies them too; give the page a location with "allow all"`,
      hidden: ({ code, page }: { code: string; page: string }) =>
        `with this nginx sends ${page} as if nothing were wrong, and nobody notices the ${code}; remove it to keep the status`,
      relative: ({ page }: { page: string }) =>
        `without a "/" before it "${page}" is the address of a redirect with 302; write "/${page}"`,
    },
  },
  (ctx) => ({
    directives: {
      error_page(at) {
        const words = at.node.args.map(({ value }) => value);
        const page = at.node.args.at(-1);
        const written = at.node.args.at(-2);
        if (page === undefined || at.fact === null || words.length < 2) return;
        const data = { page: page.value, code: words[0] ?? '' };
        if (/^[\w-]+\.(?:html?|php|json|txt|xml|shtml)$/.test(page.value)) {
          ctx.report(at, page, 'relative', data, { fixes: fixWith(at, page, '/', 'Write the "/"') });
          return;
        }
        const wrong = wrongWith(ctx.model, at, page);
        if (wrong !== null) ctx.report(at, page, wrong.message, { ...data, ...wrong.data }, { related: wrong.related });
        else if (written !== undefined && hides(ctx.model, at, written, page)) {
          const span = { start: written.start, end: page.start };
          const fixes = [{ title: `Remove ${written.value}`, safe: false, edits: [{ file: at.file, span, text: '' }] }];
          ctx.report(at, written, 'hidden', data, { fixes });
        }
      },
    },
  }),
);

interface Wrong {
  readonly message: 'backend' | 'password' | 'denied';
  readonly data: { readonly location: string; readonly directive: string; readonly code: string };
  readonly related: { file: Occurrence['file']; span: Word; message: string }[];
}

/** What is wrong with a page in each server that the directive holds for; null where it is right in one of them. */
function wrongWith(model: ConfigModel, at: Occurrence, page: Word): Wrong | null {
  let found: Wrong | null = null;
  for (const server of serversUnder(model, at)) {
    const wrong = wrongIn(model, at, page, server);
    if (wrong === null) return null;
    found ??= wrong;
  }
  return found;
}

function wrongIn(model: ConfigModel, at: Occurrence, page: Word, server: ServerModel): Wrong | null {
  if (hasUnread(model, server.at) || (server.at.implied && !model.certain)) return null;
  const none = { location: '', directive: '', code: '' };
  const location = locationOf(model, at, page, server);
  if (location === null || serverStop(model, server) !== null) return null;
  const codes = at.node.args.slice(0, -1).map(({ value }) => value);
  const data = { ...none, location: shownLocation(location) };
  const related = [{ file: location.at.file, span: location.word, message: 'answers for the page' }];
  const gone = codes.find((code) => code === '502' || code === '504');
  if (gone !== undefined && asksSameBackend(model, at, location)) {
    return { message: 'backend', data: { ...data, code: gone }, related };
  }
  const directive = codes.includes('401') ? passwordAt(model, location) : null;
  if (directive !== null) return { message: 'password', data: { ...data, directive }, related };
  return codes.includes('403') && deniesAll(model, at, location) ? { message: 'denied', data, related } : null;
}

function serversUnder(model: ConfigModel, at: Occurrence): readonly ServerModel[] {
  const server = model.server(at);
  if (server !== null) return [server];
  const level = at.parent;
  return model.servers.filter(
    (each) => model.effective(each.at, 'error_page').values.includes(at) && level !== null && isInside(each.at, level),
  );
}

function locationOf(model: ConfigModel, at: Occurrence, page: Word, server: ServerModel): LocationModel | null {
  const path = page.value.split('?')[0] ?? '';
  if (!path.startsWith('/') || path.includes('$')) return null;
  const found = searchLocation(model, server, wordBytes(model, at, path));
  return found.kind === 'location' ? found.location : null;
}

/** Errors of this very location lead to a page in it. */
function asksSameBackend(model: ConfigModel, at: Occurrence, location: LocationModel): boolean {
  const handler = contentHandler(model, location.at);
  if (handler === null || !PASSING.has(handler.kind) || !isWhole(handler, location)) return false;
  return model.effective(location.at, 'error_page').values.includes(at);
}

/** Files are tried first, and the page may be one. */
function isWhole(handler: ContentHandler, { at }: LocationModel): boolean {
  return (
    handler.at.parent === at &&
    own(at, 'try_files').length === 0 &&
    own(at, 'if').length === 0 &&
    own(at, 'rewrite').length === 0
  );
}

function passwordAt(model: ConfigModel, { at }: LocationModel): string | null {
  for (const directive of ['auth_basic', 'auth_request']) {
    const [setting] = model.effective(at, directive).values;
    const value = setting?.node.args[0]?.value;
    if (value !== undefined && value !== 'off' && !value.includes('$')) return directive;
  }
  return null;
}

/** All but those of an `allow` before it are denied, here and where the page is. */
function deniesAll(model: ConfigModel, at: Occurrence, location: LocationModel): boolean {
  const { values } = model.effective(location.at, 'deny');
  const all = values.find(({ node }) => node.args[0]?.value === 'all');
  if (all === undefined || at.parent === null) return false;
  if (model.effective(location.at, 'satisfy').values.some(({ node }) => node.args[0]?.value === 'any')) return false;
  const own = model.effective(location.at, 'allow').values.some(({ node }) => node.args[0]?.value === 'all');
  return !own && model.effective(location.at, 'error_page').values.includes(at);
}

/** `=200`, or `=` before a file: the status of an error becomes that of a success. */
function hides(model: ConfigModel, at: Occurrence, written: Word, page: Word): boolean {
  if (written.value !== '=200' && written.value !== '=') return false;
  const codes = at.node.args.slice(0, -2).map(({ value }) => value);
  if (
    !codes.some((code) => /^(?:40[0-46-9]|4[1-2]\d|5\d\d)$/.test(code)) ||
    /\.(?:json|gif|png|jpe?g|svg|ico|webp|css|js|txt)$/.test(page.value)
  ) {
    return false;
  }
  const servers = serversUnder(model, at);
  return servers.length > 0 && servers.every((server) => isFile(model, at, page, server));
}

function isFile(model: ConfigModel, at: Occurrence, page: Word, server: ServerModel): boolean {
  const path = page.value.split('?')[0] ?? '';
  if (!/^\/[^$]*\.s?html?$/.test(path) || hasUnread(model, server.at)) return false;
  const found = searchLocation(model, server, wordBytes(model, at, path));
  if (found.kind !== 'location') return found.kind === 'server';
  return contentHandler(model, found.location.at)?.kind === 'static';
}

function fixWith({ file }: Occurrence, word: Word, text: string, title: string): Fix[] {
  const start = word.quote === null ? word.start : word.start + 1;
  return [{ title, safe: false, edits: [{ file, span: { start, end: start }, text }] }];
}
