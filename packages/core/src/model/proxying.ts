import type { Occurrence } from '../tree/tree.ts';
import { askOnce } from './ask-once.ts';
import { blockAt } from './blocks.ts';
import type { ConfigModel, UpstreamModel } from './types.ts';
import { parseUrl } from './url.ts';

/** Directives that name where a request or connection goes to. */
export type PassDirective =
  | 'proxy_pass'
  | 'fastcgi_pass'
  | 'uwsgi_pass'
  | 'scgi_pass'
  | 'grpc_pass'
  | 'memcached_pass'
  | 'tunnel_pass';

export interface ProxyTarget {
  /** Without `://` and in lower case; null where none is written or it comes from a variable. */
  readonly scheme: string | null;
  /** Host or group, or the path of a Unix socket; null where variables make it. */
  readonly host: string | null;
  /** The one written, or the scheme's; null where neither is known, and for Unix sockets. */
  readonly port: number | null;
  /** Was a port written? */
  readonly explicitPort: boolean;
  /** The URI part as written; null where there is none, so that nginx passes on the request's own. */
  readonly uri: string | null;
  /** The group that the host names. */
  readonly upstream: UpstreamModel | null;
  /** Does the argument hold a variable? */
  readonly variable: boolean;
  readonly unix: boolean;
}

interface Scheme {
  readonly name: string;
  /** The name and `://`. */
  readonly start: string;
  /** 0 where there is no default. */
  readonly port: number;
}

const SCHEMES: ReadonlyMap<string, readonly Scheme[]> = new Map([
  [
    'proxy_pass',
    [
      { name: 'http', start: 'http://', port: 80 },
      { name: 'https', start: 'https://', port: 443 },
    ],
  ],
  [
    'grpc_pass',
    [
      { name: 'grpc', start: 'grpc://', port: 0 },
      { name: 'grpcs', start: 'grpcs://', port: 0 },
    ],
  ],
  [
    'uwsgi_pass',
    [
      { name: 'uwsgi', start: 'uwsgi://', port: 0 },
      { name: 'suwsgi', start: 'suwsgi://', port: 0 },
    ],
  ],
]);

/** Variables whose value is empty or begins where a URI does: they end the host as `/` and `?` do. */
const URI_VARIABLE =
  /\$(?:\{(?:request_uri|uri|document_uri|is_args)\}|(?:request_uri|uri|document_uri|is_args)(?!\w))/;

/**
 * Cuts the argument of a passing directive as nginx does (`ngx_http_proxy_pass`, `ngx_http_grpc_pass`,
 * `ngx_stream_proxy_pass`, …). null where nginx refuses it, and where there is none.
 */
export const proxyTarget = askOnce(targetOf);

function targetOf(model: ConfigModel, pass: Occurrence): ProxyTarget | null {
  const target = writtenTarget(pass);
  const name = target === null ? null : groupName(target);
  if (target === null || name === null) return target;
  target.upstream = model.upstream(name, pass.context.startsWith('stream') ? 'stream' : 'http');
  return target;
}

/** The name by which a passing directive looks for a group, whether there is one or not; null where it does not. */
export function askedGroup(pass: Occurrence): string | null {
  const target = writtenTarget(pass);
  return target === null ? null : groupName(target);
}

/** At run time a group is found by its name alone (ngx_http_upstream_init_request); a written one may not have a port. */
function groupName({ host, unix, variable, explicitPort }: ProxyTarget): string | null {
  return unix || (variable && explicitPort) ? null : host;
}

interface WrittenTarget extends ProxyTarget {
  upstream: UpstreamModel | null;
}

/** What the argument says by itself; the group is looked for later. */
function writtenTarget(pass: Occurrence): WrittenTarget | null {
  const text = pass.node.args[0]?.value;
  if (text === undefined || text === '') return null;
  const stream = pass.context.startsWith('stream');
  const directive = pass.name;
  const scheme = stream ? null : schemeOf(directive, text);
  const rest = scheme === null ? text : text.slice(scheme.start.length);
  const http = directive === 'proxy_pass' && !stream;
  const variable = text.includes('$');
  if (http && scheme === null && !variable) return null;
  const parts = variable ? variableParts(rest, http, scheme) : staticParts(rest, http, scheme);
  if (parts === null) return null;
  const { host, port, explicitPort, uri, unix } = parts;
  return { scheme: scheme?.name ?? null, host, port, explicitPort, uri, upstream: null, variable, unix };
}

function schemeOf(directive: string, text: string): Scheme | null {
  for (const scheme of SCHEMES.get(directive) ?? []) {
    const { start } = scheme;
    if (text.startsWith(start) || text.slice(0, start.length).toLowerCase() === start) return scheme;
  }
  return null;
}

type Parts = Pick<ProxyTarget, 'host' | 'port' | 'explicitPort' | 'uri' | 'unix'>;

function staticParts(rest: string, uriPart: boolean, scheme: Scheme | null): Parts | null {
  const url = parseUrl(rest, { uriPart, defaultPort: scheme?.port ?? 0 });
  if (typeof url === 'string') return null;
  const unix = url.family === 'unix';
  return {
    host: url.host,
    port: url.port === 0 ? null : url.port,
    explicitPort: !url.noPort && !unix,
    uri: url.uri === '' ? null : url.uri,
    unix,
  };
}

/** Takes from a text with variables what holds whatever their values are. */
function variableParts(rest: string, uriPart: boolean, scheme: Scheme | null): Parts {
  const unix = rest.slice(0, 5).toLowerCase() === 'unix:';
  const unknown: Parts = { host: null, port: null, explicitPort: false, uri: null, unix };
  // Without a written scheme a variable may hold all of it.
  if (uriPart && scheme === null) return unknown;
  const end = uriPart ? uriStart(rest, unix) : rest.length;
  const authority = rest.slice(0, end);
  const uri = end === rest.length ? null : rest.slice(unix ? end + 1 : end);
  const port = /:(\d{1,5})$/.exec(authority);
  if (authority.includes('$')) {
    return { ...unknown, port: port === null ? null : Number(port[1]), explicitPort: port !== null, uri };
  }
  const fixed = staticParts(authority, false, scheme);
  return fixed === null ? { ...unknown, uri } : { ...fixed, uri };
}

function uriStart(rest: string, unix: boolean): number {
  if (unix) {
    const colon = rest.indexOf(':', 5);
    return colon === -1 ? rest.length : colon;
  }
  const separator = rest.search(/[/?]/);
  const variable = rest.search(URI_VARIABLE);
  const ends = [separator, variable].filter((at) => at !== -1);
  return ends.length === 0 ? rest.length : Math.min(...ends);
}

/** The passing directive of a kind that holds in a block: its own, or for `if` and `limit_except` its location's. */
export function passAt(model: ConfigModel, at: Occurrence, directive: PassDirective): Occurrence | null {
  const block = blockAt(at);
  return block === null ? null : (model.effective(block, directive).values[0] ?? null);
}
