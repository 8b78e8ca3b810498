import { requestHeaders, responseHeaders } from './header-names.ts';
import type { Offer } from './item.ts';
import { argumentsBefore, asWord, type ValuePlace, type ValueSource } from './value-place.ts';

type Values = Readonly<Record<string, readonly string[]>>;

/** What is usually sent to a backend. */
const REQUEST_VALUES: Values = {
  host: ['$host', '$http_host', '$proxy_host'],
  'x-real-ip': ['$remote_addr'],
  'x-forwarded-for': ['$proxy_add_x_forwarded_for', '$remote_addr'],
  'x-forwarded-proto': ['$scheme'],
  'x-forwarded-host': ['$host'],
  'x-forwarded-port': ['$server_port'],
  'x-forwarded-prefix': ['/'],
  'x-original-uri': ['$request_uri'],
  'x-request-id': ['$request_id'],
  upgrade: ['$http_upgrade'],
  connection: ['', 'upgrade', 'close'],
  'accept-encoding': [''],
  authorization: ['', '$http_authorization'],
  cookie: ['', '$http_cookie'],
  proxy: [''],
  'early-data': ['$ssl_early_data'],
  range: ['$slice_range', '$http_range'],
};

/** What responses usually say. */
const RESPONSE_VALUES: Values = {
  'strict-transport-security': ['max-age=31536000; includeSubDomains', 'max-age=63072000; includeSubDomains; preload'],
  'x-content-type-options': ['nosniff'],
  'x-frame-options': ['SAMEORIGIN', 'DENY'],
  'content-security-policy': ["default-src 'self'", "frame-ancestors 'self'"],
  'content-security-policy-report-only': ["default-src 'self'"],
  'referrer-policy': ['strict-origin-when-cross-origin', 'no-referrer', 'same-origin'],
  'permissions-policy': ['camera=(), microphone=(), geolocation=()'],
  'cache-control': ['no-store', 'no-cache', 'public, max-age=31536000, immutable', 'private'],
  'access-control-allow-origin': ['*', '$http_origin'],
  'access-control-allow-methods': ['GET, POST, OPTIONS'],
  'access-control-allow-headers': ['Authorization, Content-Type'],
  'access-control-allow-credentials': ['true'],
  'access-control-max-age': ['86400'],
  'x-cache-status': ['$upstream_cache_status'],
  'x-robots-tag': ['noindex, nofollow', 'noindex'],
  'alt-svc': ['h3=":443"; ma=86400'],
  vary: ['Origin', 'Accept-Encoding'],
  'cross-origin-opener-policy': ['same-origin'],
  'cross-origin-embedder-policy': ['require-corp'],
  'cross-origin-resource-policy': ['same-origin'],
};

/** The directives that take a header and its value; true for headers of requests. */
const SETTERS: Readonly<Record<string, boolean>> = {
  proxy_set_header: true,
  grpc_set_header: true,
  add_header: false,
  add_trailer: false,
};

/** Directives that name a header of a request. */
const OF_REQUEST = /_set_header$|^real_ip_header$/;

/** Names of headers; where a value has to follow, with the usual one. */
export const headerNames: ValueSource = (place) => {
  const directive = place.command.name;
  const request = OF_REQUEST.test(directive);
  const names = request ? requestHeaders : responseHeaders;
  const given = givenIn(place);
  return names.map((name, order): Offer => {
    const rank = given.has(name.toLowerCase()) ? 5 : 2;
    const [value] = valuesOf(directive, name);
    const alone = { label: name, kind: 'header' as const, rank, order };
    if (value === undefined || place.statement.word.quote !== null || place.statement.next === 'words') return alone;
    const end = place.statement.next === 'nothing' ? ';' : '';
    const { text, detail } = { text: `${name} ${asWord(value, place)}${end}`, detail: value === '' ? '""' : value };
    return { ...alone, text, detail };
  });
};

/** The usual values of the header that stands in front of the cursor. */
export const headerValues: ValueSource = (place) => {
  const [header] = argumentsBefore(place);
  if (place.index !== 1 || header === undefined) return [];
  return valuesOf(place.command.name, header).map((value, order): Offer => {
    const text = asWord(value, place);
    const kind = value.startsWith('$') ? 'variable' : 'value';
    return { label: value === '' ? '""' : value, text, kind, rank: 1, order, filterText: text };
  });
};

function valuesOf(directive: string, header: string): readonly string[] {
  const request = Object.hasOwn(SETTERS, directive) ? SETTERS[directive] : undefined;
  if (request === undefined) return [];
  const values = request ? REQUEST_VALUES : RESPONSE_VALUES;
  const name = header.toLowerCase();
  return Object.hasOwn(values, name) ? (values[name] ?? []) : [];
}

/** In lower case, the headers that the directive names in the block already. */
function givenIn({ command, scene }: ValuePlace): ReadonlySet<string> {
  const block = command.setting.places[0]?.block ?? null;
  const siblings = block === null ? command.setting.model.roots : block.children;
  const given = new Set<string>();
  for (const { node } of siblings) {
    if (node.name.value !== command.name || node === scene.spot.directive) continue;
    const name = node.args[0]?.value;
    if (name !== undefined) given.add(name.toLowerCase());
  }
  return given;
}
