import type { ContentHandler } from '../model/handlers.ts';
import type { ConfigModel, LocationModel, ServerModel } from '../model/types.ts';
import type { Occurrence } from '../tree/tree.ts';

/** Text as nginx has it: one character (0 to 255) for each byte. */
export type Bytes = string;

/** What only a running nginx knows; `unknown` says what is missing, as a noun: `the answer of the upstream`. */
export interface Unknown {
  readonly unknown: string;
}

/** The value of a variable or of a text with variables; a variable that is not found is empty. */
export type Value = Bytes | Unknown;

/** An address that a client connected to, or its own. */
export interface SocketAddress {
  readonly family: 'inet' | 'inet6' | 'unix';
  /** Numeric: `127.0.0.1`, `2001:db8::1` (without brackets); the path of a Unix socket. */
  readonly host: string;
  /** 0 for Unix sockets. */
  readonly port: number;
}

/** A request before nginx has seen any of it. */
export interface RouteRequest {
  readonly method: string;
  /** The request target as sent, `/a%20b?x#y`. */
  readonly target: Bytes;
  readonly version: '0.9' | '1.0' | '1.1';
  /** The value of the `Host` header; null: none. */
  readonly host: Bytes | null;
  readonly connect: SocketAddress;
  readonly scheme: 'http' | 'https';
  /** The name sent with TLS; null: none. */
  readonly sni: string | null;
  /** All headers but `Host`, in their order. */
  readonly headers: readonly (readonly [name: string, value: Bytes])[];
  /** Null where nobody said who asks: what hangs on it is then not known. */
  readonly client: SocketAddress | null;
}

/**
 * What lies at an absolute path, links followed: `not-a-directory` where a part of the way is a file (ENOTDIR),
 * `unknown` where nobody can tell.
 */
export type FileKind = 'file' | 'directory' | 'missing' | 'not-a-directory' | 'forbidden' | 'unknown';
export type FileProbe = (path: Bytes) => FileKind;

/** A request target after ngx_http_parse_request_line() and ngx_http_process_request_uri(). */
export interface Target {
  /** Decoded, normalised. */
  readonly uri: Bytes;
  /** Without `?`; never decoded. */
  readonly args: Bytes;
  /** `$request_uri`: the original bytes without scheme and authority. */
  readonly unparsed: Bytes;
  /** Of an absolute target (`GET http://h/…`): lower case, without port; null where there is none. */
  readonly host: Bytes | null;
  /** `r->quoted_uri`: the path held a `%`. */
  readonly quoted: boolean;
  /** `r->plus_in_uri` */
  readonly plus: boolean;
}

/** The groups of the last successful match: `$1` is the first; one that took no part is empty. */
export type Captures = readonly Bytes[];

/** What the processing of a request changes: the part of `ngx_http_request_t` that matters here. */
export interface Exchange {
  readonly model: ConfigModel;
  readonly request: RouteRequest;
  /** The folder of nginx that relative paths begin in, without a slash at its end. */
  readonly prefix: Bytes;
  readonly probe: FileProbe;
  readonly trace: Trace;
  /** `r->method_name`; internal redirects may make it GET. */
  method: string;
  server: ServerModel;
  /** `r->headers_in.server`: the name asked for, normalised; empty without one. */
  host: Bytes;
  /** The block whose configuration is in force: `server`, `location`, `if` in a location, `limit_except`. */
  block: Occurrence;
  /** Null until the request line has been read, and where it was refused. */
  target: Target | null;
  uri: Bytes;
  args: Bytes;
  /** `r->internal` */
  internal: boolean;
  /** `r->valid_unparsed_uri`: may the original target be passed on? */
  validUnparsedUri: boolean;
  /** `r->valid_location`: does the name of the location still fit the URI? False after `rewrite … break`. */
  validLocation: boolean;
  /** `r->add_uri_to_alias` */
  addUriToAlias: boolean;
  captures: Captures;
  /** `e->quote` of the program that runs: are captures escaped in the values of `set` and `if`? */
  quotes: boolean;
  /** Variables that have a value of the request's own: `set`, named groups; names in lower case. */
  readonly variables: Map<string, Value>;
  /** Values that nginx computes once for a request: maps that are not volatile, … */
  readonly cached: Map<string, Value>;
  /** `r->uri_changed`: has a rewrite changed the URI without `break`? */
  uriChanged: boolean;
  /** `r->uri_changes`: how many changes are left, 11 at the start (NGX_HTTP_MAX_URI_CHANGES + 1); 0 is a cycle. */
  uriChanges: number;
  /** `r->content_handler`: the last one that a configuration on the way defined. */
  handler: ContentHandler | null;
  /** `r->error_page`: has error_page taken over once? */
  errorPage: boolean;
  /** `r->err_status`: the status that overrides the one of the page; 0: none. */
  errStatus: number;
  /** `r->headers_out.location`, before it is made absolute. */
  location: Value | null;
  /** Answers what cannot be known; the whole run is repeated with the other answer. `condition` is a sentence. */
  decide(condition: string, at: Occurrence | null): boolean;
}

/** One step of the story. */
export interface TraceStep {
  /** A word for programs: `server`, `location`, `try-regex`, `rewrite`, … */
  readonly step: string;
  /** A sentence for people. */
  readonly text: string;
  readonly at: Occurrence | null;
  /** The rule of docs/guide/routing.md that it follows: `F3`. */
  readonly rule: string;
}

export interface Trace {
  add(step: string, text: string, at: Occurrence | null, rule: string): void;
}

/** What a phase or handler makes of a request. */
export type Step =
  /** Nothing; the next one may. */
  | { readonly kind: 'declined' }
  /**
   * `ngx_http_finalize_request(r, status)`: error_page may take over, else a page that is built in. `location` is the
   * value of the `Location` header before it is made absolute.
   */
  | { readonly kind: 'status'; readonly status: number; readonly location?: Value }
  /** A response of nginx itself that error_page does not see. `path` is the file that is sent. */
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly content: 'static' | 'autoindex' | 'inline' | 'builtin';
      readonly body?: Value;
      readonly path?: Bytes;
      readonly location?: Value;
    }
  | { readonly kind: 'redirect'; readonly uri: Bytes; readonly args: Bytes }
  | { readonly kind: 'named'; readonly name: Bytes }
  | { readonly kind: 'upstream'; readonly upstream: UpstreamRequest }
  /** The connection is closed without an answer (444). */
  | { readonly kind: 'close'; readonly status: number }
  /** It cannot be told what happens from here on. */
  | { readonly kind: 'unknown'; readonly reason: string };

export const DECLINED: Step = { kind: 'declined' };

/** The request that a backend gets. */
export interface UpstreamRequest {
  /** `127.0.0.1:9001`, `unix:/path`; null where the group has several that may be asked first, or a name resolves it. */
  readonly backend: string | null;
  /** The group's name, or the host as written. */
  readonly group: string;
  readonly protocol: 'http' | 'https' | 'fastcgi' | 'uwsgi' | 'scgi' | 'grpc' | 'memcached' | 'tunnel';
  readonly method?: string;
  readonly uri?: Value;
  /** Sorted by name, without Connection, lengths and Accept. */
  readonly headers?: readonly (readonly [string, Value])[];
  /** FastCGI, uwsgi, scgi: without HTTP_*. */
  readonly params?: Readonly<Record<string, Value>>;
}

/** Which server of a socket's list, and why. */
export type ServerReason =
  | 'exact name'
  | 'leading wildcard'
  | 'trailing wildcard'
  | 'expression'
  | 'default'
  | 'only server';

/** What the search for a location comes to. */
export type Found =
  | { readonly kind: 'location'; readonly location: LocationModel }
  /** No location matches: the server's own configuration holds. */
  | { readonly kind: 'server' }
  /** The URI lacks the slash of a location that proxies (F1c). `to` is the name of that location, not escaped. */
  | { readonly kind: 'slash'; readonly location: LocationModel; readonly to: Bytes }
  | { readonly kind: 'unknown'; readonly reason: string };

export function isUnknown(value: Value): value is Unknown {
  return typeof value !== 'string';
}

/** Computes something once for each block of a configuration. */
export function perBlock<T>(compute: (block: Occurrence, model: ConfigModel) => T) {
  const known = new WeakMap<Occurrence, T>();
  return (block: Occurrence, model: ConfigModel): T => {
    let value = known.get(block);
    if (value === undefined) {
      value = compute(block, model);
      known.set(block, value);
    }
    return value;
  };
}
