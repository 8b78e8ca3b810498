import type { Fix } from '../../lint/diagnostic.ts';
import { insertAtStart } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { guardsAt, refusesSome } from '../../model/access.ts';
import { enclosing } from '../../model/blocks.ts';
import { contentHandler } from '../../model/handlers.ts';
import { shownLocation } from '../../model/location-search.ts';
import { isPrivate } from '../../model/openness.ts';
import type { ConfigModel, LocationModel, ServerModel } from '../../model/types.ts';
import { searchLocation } from '../../route/location-tree.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** Directives that ask a location of the same server without the client knowing. */
const ASKING = ['auth_request', 'mirror'];
/** How people call what is not meant for clients. */
const INTERNAL_NAME = /\/(?:_|internal|protected_)|_internal|_auth\b/i;

export default defineRule(
  {
    id: 'internal-endpoint-public',
    group: 'security',
    severity: 'warning',
    preset: 'strict',
    fix: 'safe',
    docs: {
      summary: 'A helper location answers clients directly',
      why: 'What `auth_request` and `mirror` ask is there for nginx alone. Without `internal` a client can ask it too, with headers of its own making. It then tries passwords against the login service without the limits of the pages in front of it, or sees what the service answers.',
      bad: 'location / { auth_request /_auth; proxy_pass http://127.0.0.1:9000; }\nlocation = /_auth { proxy_pass http://127.0.0.1:9001; }',
      good: 'location / { auth_request /_auth; proxy_pass http://127.0.0.1:9000; }\nlocation = /_auth {\n    internal;\n    proxy_pass http://127.0.0.1:9001;\n    proxy_pass_request_body off;\n    proxy_set_header Content-Length "";\n}',
      context: 'http, server',
      silent: [
        'where the location lets in known clients only',
        'where clients are sent to it by a redirect',
        'for a prefix that holds more than what is asked for, unless it is called `/_…` or `internal`',
        'for error pages that are files, which everybody may see',
        'in servers that listen on loopback or private addresses only',
      ],
      remedy:
        'Add `internal;`. For clients the location then does not exist (404), while subrequests, error pages and X-Accel-Redirect still get to it.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#internal',
        'https://nginx.org/en/docs/http/ngx_http_auth_request_module.html',
      ],
    },
    options: {},
    messages: {
      public: ({ location, directive }: { location: string; directive: string }) =>
        `location ${location} is there for "${directive}", but clients may ask it directly; add "internal"`,
    },
  },
  (ctx) => ({
    config(model) {
      const told = new Set<LocationModel>();
      for (const { asking, uri, server } of askedUris(model)) {
        const location = askedLocation(model, server, uri);
        if (
          location === null ||
          told.has(location) ||
          !isPublic(model, location, asking) ||
          isSentTo(model, server, uri)
        )
          continue;
        told.add(location);
        const { file, node } = asking;
        const related = [{ file, span: { start: node.start, end: node.end }, message: 'asks for it' }];
        const data = { location: shownLocation(location), directive: node.name.value };
        ctx.report(location.at, location.word, 'public', data, { related, fixes: closed(model, location) });
      }
    },
  }),
);

interface Asked {
  readonly asking: Occurrence;
  readonly uri: string;
  readonly server: ServerModel;
}

function* askedUris(model: ConfigModel): Generator<Asked> {
  const directives = [...ASKING, 'error_page'].flatMap((name) => model.named(name));
  for (const asking of directives) {
    const written = asking.node.args.at(-1)?.value ?? '';
    const uri = written.split('?')[0] ?? '';
    if (!uri.startsWith('/') || uri.includes('$')) continue;
    const own = enclosing(asking, 'server');
    const servers = own === null ? model.servers : model.servers.filter(({ at }) => at === own);
    for (const server of servers) yield { asking, uri, server };
  }
}

/** The location that is made for a path; null where it takes many others. */
function askedLocation(model: ConfigModel, server: ServerModel, uri: string): LocationModel | null {
  const found = searchLocation(model, server, uri);
  if (found.kind !== 'location') return null;
  const { match, pattern } = found.location;
  if (match === 'regex' || pattern.replace(/\/$/, '') !== uri.replace(/\/$/, '') || pattern === '/') return null;
  return match === 'exact' || INTERNAL_NAME.test(pattern) ? found.location : null;
}

function isPublic(model: ConfigModel, { at, server, pattern }: LocationModel, asking: Occurrence): boolean {
  if (isPrivate(server) || guardsAt(model, at).length > 0 || refusesSome(at)) return false;
  const kind = contentHandler(model, at)?.kind;
  if (kind === undefined || kind === 'return') return false;
  // Pages for errors are files or a part of the application, unless they say that they are not.
  return asking.name !== 'error_page' || (kind !== 'static' && INTERNAL_NAME.test(pattern));
}

/** Does a redirect or a fallback name the path, so that clients come to it? */
function isSentTo(model: ConfigModel, server: ServerModel, uri: string): boolean {
  return ['return', 'rewrite', 'error_page'].some((name) =>
    model.named(name).some((at) => {
      const target = at.node.args.at(-1)?.value ?? '';
      const replacement = name === 'rewrite' ? (at.node.args[1]?.value ?? '') : target;
      const external = /^https?:|^\$scheme|\$host/.test(replacement) || name === 'return';
      return enclosing(at, 'server') === server.at && external && replacement.includes(uri);
    }),
  );
}

/** Of an exact location only: below a prefix there may be what clients need. */
function closed(model: ConfigModel, { at, match }: LocationModel): Fix[] {
  const edit = match === 'exact' ? insertAtStart(model.source(at.file), at.node, ['internal;']) : null;
  return edit === null ? [] : [{ title: 'Hide the location from clients', safe: true, edits: [edit] }];
}
