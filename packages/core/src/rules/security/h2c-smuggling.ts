import type { Fix, Related } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { firstNamed, type HeaderSetting, headersAt, namesHeader } from '../../model/headers.ts';
import { isPrefix, shownLocation } from '../../model/location-search.ts';
import { ownGuards, shownGuard } from '../../model/openness.ts';
import { type ProxyRequest, proxyRequest } from '../../model/requests.ts';
import type { ConfigModel, LocationModel, ServerModel } from '../../model/types.ts';
import { possibleValues } from '../../model/value-flow.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** From here on nginx speaks HTTP/1.1 to backends without being told. */
const SPEAKS_1_1 = '1.29.7';
const FOR_SOCKETS =
  /(?:^|[^a-z])(?:wss?|web-?sockets?|socket(?:\.io)?|sockjs|signalr|hubs?|cable|live|stream|notifications?|events?|push)(?:[^a-z]|$)/i;

export default defineRule(
  {
    id: 'h2c-smuggling',
    group: 'security',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'Clients may switch to a protocol in which nginx checks nothing',
      why: '`Upgrade $http_upgrade` passes on whatever the client wants to switch to, even `h2c`. If the backend agrees to HTTP/2, nginx only moves bytes from then on. The client then asks the backend for any path, including those that nginx would refuse.',
      bad: 'location /admin/ { deny all; }\nlocation / {\n    proxy_http_version 1.1;\n    proxy_set_header Upgrade $http_upgrade;\n    proxy_set_header Connection $http_connection;\n    proxy_pass http://127.0.0.1:9000;\n}',
      good: 'location /admin/ { deny all; }\nlocation /ws/ {\n    proxy_http_version 1.1;\n    proxy_set_header Upgrade websocket;\n    proxy_set_header Connection upgrade;\n    proxy_pass http://127.0.0.1:9000;\n}\nlocation / { proxy_pass http://127.0.0.1:9000; }',
      context: 'http, server',
      silent: [
        'where a `map` lets only `websocket` through',
        'where nginx speaks HTTP/1.0 to the backend',
        'in locations named after sockets',
        'where nginx refuses nothing in that server that the backend could be asked for instead',
      ],
      severities: ['`info` for `Connection $http_connection` for all paths where nginx refuses nothing'],
      remedy:
        'Take `Upgrade` from a map: `map $http_upgrade $ws { default ""; ~*^websocket$ websocket; }`, and set `Upgrade $ws`. Backends that do not need HTTP/2 without TLS should not offer it.',
      links: ['https://bishopfox.com/blog/h2c-smuggling-request', 'https://nginx.org/en/docs/http/websocket.html'],
    },
    options: {},
    messages: {
      guarded: ({ guard, location }: { guard: string; location: string }) =>
        `a client that switches to h2c here asks the backend for any path, past ${guard} of location ${location}; take Upgrade from a "map" that lets only "websocket" through`,
      raw: () =>
        'with "Connection $http_connection" clients switch to any protocol that the backend knows, even h2c, in which nginx checks nothing; take Upgrade from a "map" that lets only "websocket" through',
    },
  },
  (ctx) => {
    const said = new Set<string>();
    let sent: boolean | null = null;
    const byServer = new Map<ServerModel, readonly Guarded[]>();
    const beside = (location: LocationModel): Guarded | null => {
      const { server } = location;
      let guarded = byServer.get(server);
      if (guarded === undefined) {
        guarded = server.allLocations.flatMap((each) => guardedBy(ctx.model, each) ?? []);
        byServer.set(server, guarded);
      }
      return guarded.find((each) => each.at !== location.at) ?? null;
    };
    return {
      directives: {
        proxy_pass(at) {
          const { model } = ctx;
          sent ??= model.named('proxy_set_header').some(setsUpgrade);
          if (!sent) return;
          const request = proxyRequest(model, at);
          const sends = request === null ? null : sentOn(model, request);
          const location = model.location(at);
          if (sends === null || location === null || FOR_SOCKETS.test(location.pattern)) return;
          const { upgrade, connection } = sends;
          const guarded = beside(location);
          const raw = /^\$\{?http_connection\}?$/i.test(connection.value) && takesAll(location);
          const word = upgrade.at.node.args[1];
          const key = `${upgrade.at.file} ${upgrade.at.node.start}`;
          if (word === undefined || said.has(key) || (guarded === null && !raw) || !isFree(model, upgrade)) return;
          said.add(key);
          const fixes: Fix[] = [
            {
              title: 'Pass on "websocket" only',
              safe: false,
              edits: [{ file: upgrade.at.file, span: word, text: 'websocket' }],
            },
          ];
          if (guarded === null) ctx.report(upgrade.at, word, 'raw', undefined, { severity: 'info', fixes });
          else ctx.report(upgrade.at, word, 'guarded', guarded.data, { related: [guarded.related], fixes });
        },
      },
    };
  },
);

interface Sent {
  readonly upgrade: HeaderSetting;
  readonly connection: HeaderSetting;
}

/** The `Upgrade` that goes out with a Connection, in HTTP/1.1. */
function sentOn(model: ConfigModel, { level, target }: ProxyRequest): Sent | null {
  if (target.scheme === 'https' || model.effective(level, 'proxy_pass_request_headers').values.some(isOff)) return null;
  const version = model.effective(level, 'proxy_http_version').values[0]?.node.args[0]?.value;
  if (version !== '1.1' && (version !== undefined || !model.facts.atLeast(SPEAKS_1_1))) return null;
  const headers = headersAt(model, level, 'proxy_set_header');
  const upgrade = firstNamed(headers, 'upgrade');
  const connection = firstNamed(headers, 'connection');
  if (upgrade === undefined || connection === undefined || !/upgrade|\$/i.test(connection.value)) return null;
  return { upgrade, connection };
}

const setsUpgrade = ({ node }: Occurrence): boolean => namesHeader(node.args[0], 'upgrade');

/** Is it the client that chooses? */
function isFree(model: ConfigModel, { at, value }: HeaderSetting): boolean {
  return possibleValues(model, at, value).some(({ parts }) =>
    parts.some((part) => part.kind === 'client' && part.variable === '$http_upgrade'),
  );
}

function isOff({ node }: Occurrence): boolean {
  return node.args[0]?.value.toLowerCase() === 'off';
}

function takesAll({ match, pattern }: LocationModel): boolean {
  return match !== 'exact' && (pattern === '/' || match === 'named');
}

interface Guarded {
  readonly at: Occurrence;
  readonly data: { readonly guard: string; readonly location: string };
  readonly related: Related;
}

/** A location to which nginx does not let everybody, and which is no matter of hidden files or helpers. */
function guardedBy(model: ConfigModel, location: LocationModel): Guarded | null {
  if (!(isPrefix(location) || location.match === 'exact') || /\/\.|^\/$/.test(location.pattern)) return null;
  const guard = ownGuards(model, location).find(({ name }) => name !== 'internal');
  if (guard === undefined || isHelper(model, location)) return null;
  const { file, node } = guard;
  return {
    at: location.at,
    data: { guard: shownGuard(guard), location: shownLocation(location) },
    related: { file, span: { start: node.start, end: node.end }, message: 'refuses this path' },
  };
}

/** Does nginx itself answer there, so that the backend has nothing of it? */
function isHelper(model: ConfigModel, { at }: LocationModel): boolean {
  return ['stub_status', 'api', 'alias', 'root', 'internal', 'empty_gif'].some((name) =>
    model.effective(at, name).values.some(({ parent }) => parent === at),
  );
}
