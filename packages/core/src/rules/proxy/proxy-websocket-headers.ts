import type { Fix } from '../../lint/diagnostic.ts';
import { insertAfter } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { cutOffAt, type HeaderSetting, headerNamed, headersAt } from '../../model/headers.ts';
import { type ProxyRequest, proxyRequest, unseenParts } from '../../model/requests.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** From this version on nginx speaks HTTP/1.1 to its backends unless told otherwise. */
const SPEAKS_1_1 = '1.29.7';
const CONNECTION = 'proxy_set_header Connection $http_connection;';
const UPGRADE = 'proxy_set_header Upgrade $http_upgrade;';
/** Names of hosts and groups that serve nothing else. */
const DEDICATED = /(?:^|[^a-z])(?:ws|wss)(?:$|[^a-z])|socket|live|realtime|hub|stream|push/i;

export default defineRule(
  {
    id: 'proxy-websocket-headers',
    group: 'proxy',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'A WebSocket handshake loses one of the three things that it needs on the way to the backend',
      why: 'To become a WebSocket a request needs `Upgrade`, `Connection: upgrade` and HTTP/1.1. nginx hands on none of the three by itself: `Upgrade` and `Connection` end at each proxy, and before 1.29.7 it spoke HTTP/1.0 to backends. With one of them missing the backend takes the handshake for an ordinary request and refuses it. `Connection: upgrade` written down for a whole site goes out with ordinary requests too.',
      bad: 'server {\n    listen 80;\n    location /ws/ {\n        proxy_http_version 1.1;\n        proxy_set_header Host    $host;\n        proxy_set_header Upgrade $http_upgrade;\n        proxy_pass http://127.0.0.1:3000;\n    }\n}',
      good: "map $http_upgrade $connection_upgrade {\n    default upgrade;\n    ''      '';\n}\nserver {\n    listen 80;\n    location /ws/ {\n        proxy_http_version 1.1;\n        proxy_set_header Host       $host;\n        proxy_set_header Upgrade    $http_upgrade;\n        proxy_set_header Connection $connection_upgrade;\n        proxy_pass http://127.0.0.1:3000;\n    }\n}",
      context: 'http',
      silent:
        'Where a variable makes `Connection`; where the missing header stands further out and is only cut off, which `proxy-set-header-not-inherited` reports; where a file that is not there may set it. That HTTP/1.0 is spoken is said for nginx before 1.29.7, and where `proxy_http_version 1.0` says so. A fixed `Connection: upgrade` is an `info`, for `location /` alone, and not where the group, the host or the server is named after sockets.',
      remedy:
        'Set `Upgrade $http_upgrade`, `Connection` by a `map` of `$http_upgrade` as above, and `proxy_http_version 1.1`. `Connection $http_connection` does without the map.',
      links: [
        'https://nginx.org/en/docs/http/websocket.html',
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_http_version',
        'https://www.rfc-editor.org/rfc/rfc6455#section-4.1',
      ],
    },
    options: {},
    messages: {
      connection: ({ sent }: { sent: string }) =>
        `Upgrade reaches the backend with ${sent}, so that it takes no handshake; set Connection as well, from a map of $http_upgrade`,
      upgrade: ({ value }: { value: string }) =>
        `"Connection: ${value}" goes out without Upgrade, so that the backend takes no handshake; add "${UPGRADE}"`,
      version: ({ why }: { why: string }) =>
        `Upgrade means nothing in HTTP/1.0, which nginx speaks to this backend ${why}; set "proxy_http_version 1.1"`,
      always: ({ value }: { value: string }) =>
        `every request of this location carries "Connection: ${value}", also those that ask for no upgrade; take the value from a map of $http_upgrade`,
    },
  },
  (ctx) => {
    const isPartUnseen = unseenParts(ctx.model);
    const said = new Set<string>();
    /** Headers of a server hold for many locations. */
    const isNew = ({ at }: HeaderSetting, message: string): boolean => {
      const key = `${message} ${at.file} ${at.node.start}`;
      return said.has(key) ? false : said.add(key) !== undefined;
    };
    return {
      directives: {
        proxy_pass(at) {
          const { model } = ctx;
          const request = proxyRequest(model, at);
          if (request === null) return;
          const { level } = request;
          const headers = headersAt(model, level, 'proxy_set_header');
          const upgrade = sentOf(headers, 'upgrade');
          const connection = headerNamed(headers, 'connection')[0] ?? null;
          const upgrades = connection !== null && /^upgrade$/i.test(connection.value);
          const unseen = (name: string): boolean =>
            isPartUnseen(level, 'proxy_set_header') || willBeRepeated(model, level, name);
          if (upgrade !== null && !upgrades && !connection?.value.includes('$')) {
            if (unseen('connection') || !isNew(upgrade, 'connection')) return;
            const sent = shownConnection(model, connection);
            const place = connection ?? upgrade;
            const fixes = connection === null ? [added(model, upgrade, CONNECTION)] : [changed(model, connection)];
            ctx.report(
              place.at,
              place.at.node.args[connection === null ? 0 : 1] ?? place.at.node.name,
              'connection',
              { sent },
              { fixes },
            );
            return;
          }
          if (upgrade === null) {
            if (!upgrades || unseen('upgrade') || !isNew(connection, 'upgrade')) return;
            const fixes = [added(model, connection, UPGRADE)];
            const [, word] = connection.at.node.args;
            ctx.report(
              connection.at,
              word ?? connection.at.node.name,
              'upgrade',
              { value: connection.value },
              { fixes },
            );
            return;
          }
          const [version] = model.effective(level, 'proxy_http_version').values;
          const word = version?.node.args[0];
          if (word === undefined ? !model.facts.atLeast(SPEAKS_1_1) : word.value === '1.0') {
            if (!isNew(upgrade, 'version')) return;
            const why = word === undefined ? `before ${SPEAKS_1_1}` : 'because of proxy_http_version';
            const related =
              version === undefined ? [] : [{ file: version.file, span: version.node, message: 'set here' }];
            const fixes = version === undefined ? [added(model, upgrade, 'proxy_http_version 1.1;')] : [];
            ctx.report(
              upgrade.at,
              upgrade.at.node.args[0] ?? upgrade.at.node.name,
              'version',
              { why },
              { related, fixes },
            );
            return;
          }
          if (!upgrades || !servesAll(model, level, request) || !isNew(connection, 'always')) return;
          const [, fixed] = connection.at.node.args;
          ctx.report(
            connection.at,
            fixed ?? connection.at.node.name,
            'always',
            { value: connection.value },
            {
              severity: 'info',
              fixes: [changed(model, connection)],
            },
          );
        },
      },
    };
  },
);

/** A header that is really sent: an empty value takes it away. */
function sentOf(headers: readonly HeaderSetting[], name: string): HeaderSetting | null {
  return headerNamed(headers, name).find(({ value }) => value !== '') ?? null;
}

/** What nginx sends as `Connection` where no variable makes it. */
function shownConnection(model: ConfigModel, connection: HeaderSetting | null): string {
  const value = connection?.value ?? (model.facts.atLeast(SPEAKS_1_1) ? '' : 'close');
  return value === '' ? 'no Connection' : `"Connection: ${value}"`;
}

/** Does a block around set the header in a way that would do, did this one not cut it off? */
function willBeRepeated(model: ConfigModel, level: Occurrence, name: string): boolean {
  const lost = headerNamed(cutOffAt(model, level, 'proxy_set_header'), name);
  return lost.some(({ value }) => value.includes('$') || /upgrade/i.test(value));
}

/** Is it `location /`, and not one of a host or for a group that is there for sockets? */
function servesAll(model: ConfigModel, level: Occurrence, { target }: ProxyRequest): boolean {
  const location = model.location(level);
  if (location === null || location.at !== level || location.pattern !== '/') return false;
  if (location.match !== 'prefix' && location.match !== 'prefix-final') return false;
  const names = location.server.names.map(({ value }) => value);
  return ![...names, target.host ?? ''].some((name) => DEDICATED.test(name));
}

function added(model: ConfigModel, { at }: HeaderSetting, statement: string): Fix {
  return { title: `Add ${statement}`, safe: false, edits: [insertAfter(model.source(at.file), at.node, [statement])] };
}

function changed(model: ConfigModel, { at }: HeaderSetting): Fix {
  const word = at.node.args[1] ?? at.node.name;
  const edit = { file: model.source(at.file).id, span: { start: word.start, end: word.end }, text: '$http_connection' };
  return { title: 'Hand on the Connection of the client', safe: false, edits: [edit] };
}
