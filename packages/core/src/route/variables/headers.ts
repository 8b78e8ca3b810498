import { decodeBase64 } from '../base64.ts';
import { clientHeaders, hostHeader } from '../client-headers.ts';
import type { Bytes, Exchange, Value } from '../types.ts';
import { isUnknown } from '../types.ts';
import type { BuiltIns, Families } from './built-in.ts';
import { currentArgs } from './request.ts';

/** Lists even before 1.23.0, which made one of every repeated header. */
const ALWAYS_LISTS: ReadonlySet<string> = new Set(['x-forwarded-for', 'cookie']);

/** The values of a header of the client, in their order. `name` is in lower case. */
export function headerValues(exchange: Exchange, name: string): readonly Bytes[] {
  const found: Bytes[] = [];
  for (const [key, value] of clientHeaders(exchange)) {
    if (key.length === name.length && key.toLowerCase() === name) found.push(value);
  }
  return found;
}

/** The value of a header as its variable has it, empty without one. `name` is in lower case. */
export function headerValue(exchange: Exchange, name: string): Bytes {
  if (name === 'host') return hostHeader(exchange) ?? '';
  const values = headerValues(exchange, name);
  return values.length < 2 ? (values[0] ?? '') : joined(exchange, name, values);
}

function joined({ model }: Exchange, name: string, values: readonly Bytes[]): Bytes {
  if (!model.facts.atLeast('1.23.0') && !ALWAYS_LISTS.has(name)) return values[0] ?? '';
  return values.join(name === 'cookie' ? '; ' : ', ');
}

/** ngx_http_variable_unknown_header(): `_` in a variable's name stands for both `_` and `-`. */
function headerByVariable(exchange: Exchange, suffix: string): Bytes {
  const values: Bytes[] = [];
  let name = suffix.replaceAll('_', '-');
  if (name === 'host') return hostHeader(exchange) ?? '';
  for (const [key, value] of clientHeaders(exchange)) {
    if (key.length !== suffix.length || key.toLowerCase().replaceAll('-', '_') !== suffix) continue;
    if (values.length === 0) name = key.toLowerCase();
    values.push(value);
  }
  return values.length < 2 ? (values[0] ?? '') : joined(exchange, name, values);
}

/** ngx_http_parse_cookie_lines() */
export function cookieValue(exchange: Exchange, name: string): Bytes {
  // Before 1.23.0 a comma, too, ended what was passed over.
  const separator = exchange.model.facts.atLeast('1.23.0') ? /;/g : /[;,]/g;
  for (const line of headerValues(exchange, 'cookie')) {
    const value = name.length > line.length ? null : cookieOf(line, name, separator);
    if (value !== null) return value;
  }
  return '';
}

function cookieOf(line: Bytes, name: string, separator: RegExp): Bytes | null {
  let start = 0;
  while (start < line.length) {
    if (line.slice(start, start + name.length).toLowerCase() === name) {
      start = behindBlanks(line, start + name.length);
      if (line[start++] === '=') {
        start = behindBlanks(line, start);
        const end = line.indexOf(';', start);
        return line.slice(start, end < 0 ? line.length : end);
      }
    }
    separator.lastIndex = start;
    if (separator.exec(line) === null) return null;
    start = behindBlanks(line, separator.lastIndex);
  }
  return null;
}

function behindBlanks(text: Bytes, from: number): number {
  let at = from;
  while (text[at] === ' ') at++;
  return at;
}

/** ngx_http_arg() */
export function argumentValue(exchange: Exchange, name: string): Value {
  const args = currentArgs(exchange);
  if (isUnknown(args)) return args;
  if (name === '') return '';
  const lower = args.toLowerCase();
  for (let at = lower.indexOf(name); at >= 0; at = lower.indexOf(name, at + 1)) {
    if ((at > 0 && args[at - 1] !== '&') || args[at + name.length] !== '=') continue;
    const start = at + name.length + 1;
    const end = args.indexOf('&', start);
    return args.slice(start, end < 0 ? args.length : end);
  }
  return '';
}

export const headerVariables: BuiltIns = {
  http_host: (exchange) => hostHeader(exchange) ?? '',
  http_cookie: (exchange) => headerValue(exchange, 'cookie'),
  http_user_agent: (exchange) => headerValue(exchange, 'user-agent'),
  http_referer: (exchange) => headerValue(exchange, 'referer'),
  http_via: (exchange) => headerValue(exchange, 'via'),
  http_x_forwarded_for: (exchange) => headerValue(exchange, 'x-forwarded-for'),
  content_type: (exchange) => headerValue(exchange, 'content-type'),
  content_length: (exchange) => headerValue(exchange, 'content-length'),
  remote_user: remoteUser,
};

export const headerFamilies: Families = {
  http_: headerByVariable,
  cookie_: cookieValue,
  arg_: argumentValue,
};

/** ngx_http_auth_basic_user() */
function remoteUser(exchange: Exchange): Bytes {
  const value = headerValues(exchange, 'authorization')[0] ?? '';
  if (value.slice(0, 6).toLowerCase() !== 'basic ') return '';
  const plain = decodeBase64(value.slice(6).replace(/^ +/, ''));
  const colon = plain?.indexOf(':') ?? -1;
  return plain === null || colon < 0 ? '' : plain.slice(0, colon);
}
