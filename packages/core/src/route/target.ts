import type { Facts } from '../facts/types.ts';
import { normalizePath } from './complex-uri.ts';
import { readHost } from './host.ts';
import type { Bytes, RouteRequest, Target } from './types.ts';

/** What nginx knows of a request after its first line. */
export interface ReadTarget extends Target {
  /** `r->valid_unparsed_uri` at the start: may `unparsed` be passed on? */
  readonly validUnparsedUri: boolean;
  /** `$request_port`: the port of an absolute target; 0: none. */
  readonly port: number;
}

export interface RefusedTarget {
  readonly refused: number;
  /** A sentence without its full stop. */
  readonly reason: string;
  /** The rule of the reference: `U1`. */
  readonly rule: string;
  /** What was read of the line before its host was refused (S2), else null. */
  readonly target: ReadTarget | null;
}

export interface TargetSettings {
  /** Of the server that is current when the line is read (U7). */
  readonly mergeSlashes: boolean;
}

/** The parts that ngx_http_parse_request_line() marks. */
interface Line {
  /** From its `/` or, where the path is empty, its `?`. */
  readonly uri: Bytes;
  /** `host:port` of an absolute target, of CONNECT; null where there is none. */
  readonly authority: Bytes | null;
}

/**
 * Reads the first line of a request as ngx_http_parse_request_line(), ngx_http_process_request_uri() and the host part
 * of ngx_http_process_request_line() do. Methods that nginx refuses later (TRACE, CONNECT: 405) are accepted here.
 */
export function readTarget(
  method: string,
  target: Bytes,
  version: RouteRequest['version'],
  settings: TargetSettings,
  facts: Facts,
): ReadTarget | RefusedTarget {
  const line = readLine(method, target, version, facts);
  return 'refused' in line ? line : processUri(line, settings, facts);
}

function refuse(reason: string, rule: string): RefusedTarget {
  return { refused: 400, reason, rule, target: null };
}

function processUri({ uri, authority }: Line, settings: TargetSettings, facts: Facts): ReadTarget | RefusedTarget {
  const fragment = uri.indexOf('#');
  const whole = fragment === -1 ? uri : uri.slice(0, fragment);
  const question = whole.indexOf('?');
  const written = question === -1 ? whole : whole.slice(0, question);
  const path = normalizePath(written === '' ? '/' : written, settings.mergeSlashes);
  if ('reason' in path) return refuse(path.reason, path.rule);
  const target: ReadTarget = {
    ...path,
    args: question === -1 ? '' : whole.slice(question + 1),
    unparsed: uri,
    validUnparsedUri: written !== '' && !uri.includes(' '),
    host: null,
    port: 0,
  };
  if (authority === null) return target;
  const host = readHost(authority, facts);
  if ('name' in host) return { ...target, host: host.name, port: host.port };
  return { ...refuse(`The host of the request target ${host.refused}`, 'S2'), target };
}

function readLine(method: string, target: Bytes, version: RouteRequest['version'], facts: Facts): Line | RefusedTarget {
  if (!/^[A-Z_-]+$/.test(method)) return refuse('The method holds more than upper-case letters, "_" and "-"', 'U1');
  if (version === '0.9' && method !== 'GET') return refuse('HTTP/0.9 has no method but GET', 'U1');
  // It would end the line.
  if (/[\r\n]/.test(target)) return refuse('The request target holds a line break', 'U1');
  const text = target.replace(/^ +/, '');
  if (method === 'CONNECT' && facts.atLeast('1.29.3')) return connectLine(text, facts);
  if (!text.startsWith('/')) return absoluteLine(text, version, facts);
  const uri = cutUri(text, facts);
  return typeof uri === 'string' ? { uri, authority: null } : uri;
}

const LITERAL = "\\[[A-Za-z0-9:._~!$&'()*+,;=-]*\\]";
const HOST = `(?:${LITERAL}|[A-Za-z0-9.-]*)`;
const ABSOLUTE = new RegExp(`^[A-Za-z][A-Za-z0-9+.-]*://(${HOST}(?::([0-9]*))?)(?=[/? ]|$)`);
const TUNNEL = new RegExp(`^(${HOST}:([0-9]*)) *$`);

function absoluteLine(text: Bytes, version: RouteRequest['version'], facts: Facts): Line | RefusedTarget {
  const match = ABSOLUTE.exec(text);
  if (match === null) return refuse('The request target is neither a path nor "scheme://host/path"', 'U1');
  const authority = match[1] ?? '';
  if (isBadPort(match[2] ?? '', facts)) return refuse('The port of the request target is above 65535', 'U1');
  const rest = text.slice(match[0].length);
  if (rest.startsWith('?') && !facts.atLeast('1.19.6')) return refuse('The request target has no path', 'U1');
  if (!/^[/?]/.test(rest)) {
    if (rest.trimEnd() !== '') return refuse('The request target holds a blank', 'U1');
    // A host must be followed by a blank, which a line of HTTP/0.9 does not have.
    return version === '0.9' && rest === '' ? refuse('The request target has no path', 'U1') : { uri: '/', authority };
  }
  const uri = cutUri(rest, facts);
  return typeof uri === 'string' ? { uri, authority } : uri;
}

function connectLine(text: Bytes, facts: Facts): Line | RefusedTarget {
  const match = TUNNEL.exec(text);
  if (match === null || (match[2] === '' && facts.atLeast('1.31.0')) || isBadPort(match[2] ?? '', facts)) {
    return refuse('The target of CONNECT is not "host:port"', 'U1');
  }
  // nginx takes the slash of "HTTP/1.1" for the URI.
  return { uri: '/', authority: match[1] ?? '' };
}

/** 1.29.3 looks at the port with the line; since then it is part of the host. */
function isBadPort(digits: string, facts: Facts): boolean {
  return Number(digits) > 65535 && facts.atLeast('1.29.3') && !facts.atLeast('1.29.4');
}

/** The URI up to the blank behind it. Before 1.21.1 blanks and control bytes were part of it. */
function cutUri(text: Bytes, facts: Facts): Bytes | RefusedTarget {
  const uri = text.replace(/ +$/, '');
  const strict = facts.atLeast('1.21.1');
  if (strict ? uri.includes(' ') : uri.includes(' H')) return refuse('The request target holds a blank', 'U1');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these bytes are what is looked for
  if ((strict ? /[\x00-\x1f\x7f]/ : /\x00/).test(uri)) return refuse('The request target holds a control byte', 'U1');
  return uri;
}
