import type { FileEdit, Fix } from '../../lint/diagnostic.ts';
import { indentStep, insertAfter, insertBefore } from '../../lint/edits.ts';
import { defineRule, type ReportExtra } from '../../lint/rule.ts';
import { cutOffAt, type HeaderSetting, headerNamed, headersAt, namesHeader } from '../../model/headers.ts';
import { type ProxyRequest, proxyRequest, unseenParts } from '../../model/requests.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** From this version on nginx speaks HTTP/1.1 to its backends unless told otherwise. */
const SPEAKS_1_1 = '1.29.7';
const NEW_VARIABLE = '$connection_upgrade';
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
      summary: 'A WebSocket handshake loses a header or its version on the way to the backend',
      why: 'A WebSocket handshake needs `Upgrade`, `Connection: upgrade` and HTTP/1.1. nginx passes on neither of the headers by itself, and before nginx 1.29.7 it speaks HTTP/1.0 to backends by default. Without one of the three the backend takes the handshake for an ordinary request and refuses it. A fixed `Connection: upgrade` for a whole site goes out with ordinary requests too.',
      bad: 'server {\n    listen 80;\n    location /ws/ {\n        proxy_http_version 1.1;\n        proxy_set_header Host    $host;\n        proxy_set_header Upgrade $http_upgrade;\n        proxy_pass http://127.0.0.1:3000;\n    }\n}',
      good: "map $http_upgrade $connection_upgrade {\n    default upgrade;\n    ''      '';\n}\nserver {\n    listen 80;\n    location /ws/ {\n        proxy_http_version 1.1;\n        proxy_set_header Host       $host;\n        proxy_set_header Upgrade    $http_upgrade;\n        proxy_set_header Connection $connection_upgrade;\n        proxy_pass http://127.0.0.1:3000;\n    }\n}",
      context: 'http',
      silent: [
        'where a variable makes `Connection`',
        'where the missing header is set further out and only cut off, which `proxy-set-header-not-inherited` reports',
        'where an included file that may set it is missing',
        'about HTTP/1.0 since nginx 1.29.7, unless `proxy_http_version 1.0` is written',
        'for a fixed `Connection: upgrade` in other locations than `/`, or where a name says that it is for sockets',
      ],
      severities: ['`info` for a fixed `Connection: upgrade` that ordinary requests get too'],
      remedy:
        'Set `Upgrade $http_upgrade`, `Connection` from a `map` of `$http_upgrade` as above, and `proxy_http_version 1.1`. A fixed `Connection upgrade` will do in a location where only sockets are asked for.',
      links: [
        'https://nginx.org/en/docs/http/websocket.html',
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_http_version',
        'https://www.rfc-editor.org/rfc/rfc6455#section-4.1',
      ],
    },
    options: {},
    messages: {
      connection: ({ value }: { value: string }) =>
        `Upgrade reaches the backend with ${value}, so that it accepts no handshake; set Connection too, from a "map" of $http_upgrade`,
      upgrade: ({ value }: { value: string }) =>
        `"Connection: ${value}" goes out without Upgrade, so that the backend accepts no handshake; add "${UPGRADE}"`,
      version: ({ value }: { value: string }) =>
        `Upgrade means nothing in HTTP/1.0, which nginx speaks to this backend ${value}; set "proxy_http_version 1.1"`,
      always: ({ value }: { value: string }) =>
        `every request of this location carries "Connection: ${value}", even those that ask for no upgrade; take the value from a "map" of $http_upgrade`,
    },
  },
  (ctx) => {
    const { model } = ctx;
    if (!model.named('proxy_set_header').some(isForUpgrades)) return {};
    const isPartUnseen = unseenParts(model);
    const said = new Set<string>();
    return {
      directives: {
        proxy_pass(at) {
          const request = proxyRequest(model, at);
          const problem = request === null ? null : problemOf(model, request, isPartUnseen);
          if (problem === null) return;
          const { message, setting, part, value, ...extra } = problem;
          const { node, file } = setting.at;
          // Headers of a server hold for many locations.
          const key = `${message} ${file} ${node.start}`;
          if (said.has(key)) return;
          said.add(key);
          ctx.report(setting.at, node.args[part] ?? node.name, message, { value }, extra);
        },
      },
    };
  },
);

interface Problem extends ReportExtra {
  readonly message: 'connection' | 'upgrade' | 'version' | 'always';
  readonly setting: HeaderSetting;
  /** Which word of the setting has to change: 0 its name, 1 its value. */
  readonly part: 0 | 1;
  readonly value: string;
}

function problemOf(
  model: ConfigModel,
  request: ProxyRequest,
  isPartUnseen: (block: Occurrence, directive: string) => boolean,
): Problem | null {
  const { level } = request;
  const headers = headersAt(model, level, 'proxy_set_header');
  const upgrade = sentOf(headers, 'upgrade');
  const connection = headerNamed(headers, 'connection')[0] ?? null;
  const upgrades = connection !== null && /(?:^|,)\s*upgrade\s*(?:,|$)/i.test(connection.value);
  const unseen = (name: string): boolean =>
    isPartUnseen(level, 'proxy_set_header') || willBeRepeated(model, level, name);
  if (upgrade !== null && !upgrades && !connection?.value.includes('$')) {
    if (unseen('connection')) return null;
    const value = shownConnection(model, connection);
    const fixes = withConnection(model, level, upgrade, connection);
    if (connection === null) return { message: 'connection', setting: upgrade, part: 0, value, fixes };
    return { message: 'connection', setting: connection, part: 1, value, fixes };
  }
  if (upgrade === null) {
    if (!upgrades || unseen('upgrade')) return null;
    const fixes = [added(model, connection, UPGRADE)];
    return { message: 'upgrade', setting: connection, part: 1, value: connection.value, fixes };
  }
  const old = oldVersion(model, level, upgrade);
  if (old !== null) return old;
  if (!upgrades || !servesAll(model, level, request)) return null;
  const fixes = withConnection(model, level, upgrade, connection);
  return { message: 'always', setting: connection, part: 1, value: connection.value, severity: 'info', fixes };
}

const isForUpgrades = ({ node }: Occurrence): boolean => isOfUpgrades(node.args[0]);

function isOfUpgrades(name: Word | undefined): boolean {
  return namesHeader(name, 'upgrade') || namesHeader(name, 'connection');
}

/** HTTP/1.0 to the backend, by default or because it is set. */
function oldVersion(model: ConfigModel, level: Occurrence, upgrade: HeaderSetting): Problem | null {
  const [version] = model.effective(level, 'proxy_http_version').values;
  const problem = { message: 'version', setting: upgrade, part: 0 } as const;
  if (version === undefined) {
    if (model.facts.atLeast(SPEAKS_1_1)) return null;
    return { ...problem, value: `before ${SPEAKS_1_1}`, fixes: [added(model, upgrade, 'proxy_http_version 1.1;')] };
  }
  if (version.node.args[0]?.value !== '1.0') return null;
  const { start, end } = version.node;
  const related = [{ file: version.file, span: { start, end }, message: 'sets the version' }];
  return { ...problem, value: 'because of "proxy_http_version"', related };
}

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

/** Is the location named after sockets? Other requests than handshakes do not come there. */
function isForSockets(model: ConfigModel, level: Occurrence): boolean {
  const location = model.location(level);
  return location !== null && location.at === level && DEDICATED.test(location.pattern);
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

/**
 * A fixed `upgrade` where only sockets are asked for, else what a `map` of `$http_upgrade` makes. `$http_connection` would
 * pass on whatever clients say, `close` too, and let them ask for other protocols.
 */
function withConnection(
  model: ConfigModel,
  level: Occurrence,
  upgrade: HeaderSetting,
  connection: HeaderSetting | null,
): Fix[] {
  const isFixed = connection?.value.toLowerCase() !== 'upgrade' && isForSockets(model, level);
  const source = isFixed ? { value: 'upgrade', edits: [] } : mappedConnection(model, level);
  if (source === null) return [];
  const { value } = source;
  const statement = `proxy_set_header Connection ${value};`;
  if (connection === null) {
    const edit = insertAfter(model.source(upgrade.at.file), upgrade.at.node, [statement]);
    return [{ title: `Add ${statement}`, safe: false, edits: [...source.edits, edit] }];
  }
  const { start, end } = connection.at.node.args[1] ?? connection.at.node.name;
  const edit = { file: connection.at.file, span: { start, end }, text: value };
  return [{ title: `Write ${value}`, safe: false, edits: [...source.edits, edit] }];
}

/** A variable that says `upgrade` where the client asks for one: that of a map that is there, or of a new one before the server. */
function mappedConnection(model: ConfigModel, level: Occurrence): { value: string; edits: readonly FileEdit[] } | null {
  const maps = model.named('map').filter(({ context }) => context === 'http');
  const own = maps.find(
    ({ node, children }) =>
      node.args[0]?.value === '$http_upgrade' && children.some((entry) => entry.node.args[0]?.value === 'upgrade'),
  );
  const variable = own?.node.args[1]?.value;
  if (variable !== undefined) return { value: variable, edits: [] };
  const server = model.server(level)?.at;
  if (server === undefined || server.implied || model.occurrencesOf(server.node).length > 1) return null;
  if (maps.some(({ node }) => node.args[1]?.value === NEW_VARIABLE)) return null;
  const source = model.source(server.file);
  const step = indentStep(source);
  const lines = [`map $http_upgrade ${NEW_VARIABLE} {`, `${step}default upgrade;`, `${step}''      '';`, '}'];
  return { value: NEW_VARIABLE, edits: [insertBefore(source, server.node, lines)] };
}
