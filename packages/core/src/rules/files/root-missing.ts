import { isCatchAll } from '@nginx-lint/regex';
import type { Fix } from '../../lint/diagnostic.ts';
import { insertAfter, insertAtStart } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { own, walk } from '../../model/blocks.ts';
import { contentHandler } from '../../model/handlers.ts';
import { isPrefix, locationRegex, shownLocation } from '../../model/location-search.ts';
import { sentOn } from '../../model/redirects.ts';
import type { ConfigModel, LocationModel, ServerModel } from '../../model/types.ts';
import { hasUnread, includesUnread } from '../../model/unread.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** Directives of a server that are about files. */
const ABOUT_FILES = ['index', 'try_files', 'autoindex'];

/** More places than this add nothing to a report. */
const MOST_RELATED = 5;

export default defineRule(
  {
    id: 'root-missing',
    group: 'files',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    absence: true,
    docs: {
      summary: 'A server or location serves files without a `root`',
      why: 'Without `root` nginx takes the folder `html` that it was built with. That holds a welcome page or nothing, and rarely what the site is meant to serve.',
      bad: 'server {\n    listen 80;\n    server_name example.com;\n    index index.html;\n    location / { try_files $uri $uri/ =404; }\n}',
      good: 'server {\n    listen 80;\n    server_name example.com;\n    root /srv/www/example.com;\n    index index.html;\n    location / { try_files $uri $uri/ =404; }\n}',
      context: 'http',
      silent: [
        'in servers that pass on, redirect or refuse every request',
        'where `http` has a `root`, or every location that serves files has a `root` or `alias`',
        'for locations that are `internal`, deny everybody or always lead to another location',
        'for locations with directives of third-party modules, which may answer, or with an included file that is missing',
      ],
      severities: ['`info` where the server itself has such directives or such a file'],
      remedy: 'Add `root` to the server, or `return 404;` where nothing is to be served.',
      links: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#root'],
    },
    options: {},
    messages: {
      location: ({ location }: { location: string }) =>
        `location ${location} serves files without a root, so that nginx takes the folder it was built with; add "root" to this server`,
      server: ({ server }: { server: string }) =>
        `${server} serves files without a root, so that nginx takes the folder it was built with; add "root" to it`,
    },
  },
  (ctx) => ({
    servers(server) {
      const { model } = ctx;
      if (isSet(model, server.at) || handsOver(model, server)) return;
      const bare = server.allLocations.filter(({ at }) => servesWithout(model, at));
      const [first] = bare;
      if (first === undefined && !fallsToServer(model, server)) return;
      const extra = {
        related: bare
          .slice(0, MOST_RELATED)
          .map(({ at, word }) => ({ file: at.file, span: word, message: 'serves files' })),
        fixes: addRoot(model, server),
        severity: hasUnread(model, server.at) || hasForeign(server.at) ? 'info' : 'warning',
      } as const;
      const { name } = server.at.node;
      if (first === undefined) ctx.report(server.at, name, 'server', { server: shownServer(server) }, extra);
      else ctx.report(server.at, name, 'location', { location: shownLocation(first) }, extra);
    },
  }),
);

function isSet(model: ConfigModel, at: Occurrence): boolean {
  return model.effective(at, 'root').values.length > 0 || model.effective(at, 'alias').values.length > 0;
}

/** Is every request of a server answered before its locations are asked? */
function handsOver(model: ConfigModel, { at }: ServerModel): boolean {
  if (contentHandler(model, at)?.kind === 'return' || sentOn(model, at) === 'externally') return true;
  return model.effective(at, 'ssl_reject_handshake').values[0]?.node.args[0]?.value.toLowerCase() === 'on';
}

/** Does a location serve files, with no folder told to it? */
function servesWithout(model: ConfigModel, at: Occurrence): boolean {
  if (contentHandler(model, at)?.kind !== 'static' || isSet(model, at) || sentOn(model, at) !== null) return false;
  if (own(at, 'internal').length > 0 || deniesAll(at)) return false;
  return !hasForeign(at) && !includesUnread(model, at);
}

function deniesAll(at: Occurrence): boolean {
  const rules = at.children.filter(({ name }) => name === 'allow' || name === 'deny');
  return rules[0]?.name === 'deny' && rules[0].node.args[0]?.value === 'all';
}

/** Directives of other modules, and unknown ones, may answer requests. */
function hasForeign(at: Occurrence): boolean {
  return at.children.some(({ fact }) => fact === null || fact.source !== 'core');
}

/** Is it the server itself that serves files, for paths that no location matches? */
function fallsToServer(model: ConfigModel, server: ServerModel): boolean {
  const { at, locations } = server;
  const decided = [...walk(at, ({ name }) => name === 'if')].some(({ name, parent }) => {
    return parent !== at && (name === 'return' || name === 'rewrite');
  });
  if (decided || hasForeign(at) || deniesAll(at)) return false;
  if (locations.length === 0) return true;
  return ABOUT_FILES.some((name) => own(at, name).length > 0) && !locations.some((each) => takesAll(model, each));
}

function takesAll(model: ConfigModel, location: LocationModel): boolean {
  if (isPrefix(location)) return location.pattern === '/' || location.pattern === '';
  const tree = locationRegex(model, location);
  return tree?.accepted === true && isCatchAll(tree, { prefix: '/', newlines: false });
}

function shownServer({ names }: ServerModel): string {
  const name = names.find(({ value }) => value !== '' && value !== '_')?.value;
  return name === undefined ? 'this server' : `server ${name}`;
}

function addRoot(model: ConfigModel, { at, names }: ServerModel): Fix[] {
  const name = names.find(({ value }) => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(value))?.value ?? 'html';
  const lines = [`root /srv/www/${name};`];
  const source = model.source(at.file);
  const anchor = at.children.findLast(
    ({ node, via }) =>
      via.length === at.via.length && (node.name.value === 'server_name' || node.name.value === 'listen'),
  );
  const edit = anchor ? insertAfter(source, anchor.node, lines) : insertAtStart(source, at.node, lines);
  return edit === null ? [] : [{ title: `Add root /srv/www/${name}`, safe: false, edits: [edit] }];
}
