import { findWitness, type Pattern, READABLE_BYTES } from '@nginx-lint/regex';
import { escapedPath } from '../export/sample-url.ts';
import type { ConfigModel } from '../model/types.ts';
import { comparesPattern, readCondition } from '../nginx/condition.ts';
import { wordBytes } from '../route/bytes.ts';
import { regexOf } from '../route/regexes.ts';
import { parseHostAddress } from '../route/socket-address.ts';
import type { Bytes, RouteRequest } from '../route/types.ts';
import type { Occurrence } from '../tree/tree.ts';

/** One way in which a request may be another one than a plain GET. */
export interface Knob {
  /** The same for equal knobs. */
  readonly key: string;
  readonly turn: (request: RouteRequest) => RouteRequest;
}

/** A client from a network that documents use, of which no configuration speaks. */
export const STRANGER: NonNullable<RouteRequest['client']> = { family: 'inet', host: '203.0.113.7', port: 0 };

const METHODS = ['HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'];

/** What the configurations test of a request besides its path: each method, header, cookie, argument and client in them. */
export function knobsOf(models: readonly ConfigModel[]): readonly Knob[] {
  const found = new Map<string, Knob>();
  const add = (knob: Knob | null): void => void (knob !== null && !found.has(knob.key) && found.set(knob.key, knob));
  for (const model of models) {
    for (const { name, value } of testedValues(model)) add(knobFor(name, value));
    for (const at of model.named('limit_except')) for (const { value } of at.node.args) add(method(value));
    for (const at of [...model.named('allow'), ...model.named('deny')]) add(client(at.node.args[0]?.value ?? ''));
    for (const at of model.named('geo')) for (const { node } of at.children) add(client(node.name.value));
  }
  for (const name of METHODS) add(method(name));
  for (const model of models)
    for (const size of model.named('client_max_body_size')) add(bodySize(size.node.args[0]?.value ?? ''));
  add({
    key: 'arguments',
    turn: (request) => withTarget(request, (path, args) => `${path}?${args === '' ? '' : `${args}&`}a=1`),
  });
  add({ key: 'slashes', turn: (request) => withTarget(request, (path) => `${path.replace(/\/$/, '')}//a`) });
  add({ key: 'bad', turn: (request) => ({ ...request, target: '/%00' }) });
  return [...found.values()];
}

interface Tested {
  readonly name: string;
  readonly value: Bytes;
}

/** Every constant that a variable of the request is compared with, and a text that each expression matches. */
function* testedValues(model: ConfigModel): Generator<Tested> {
  for (const at of model.named('if')) {
    const condition = at.node.args.length === 0 ? null : readCondition(at.node.args);
    if (condition === null || condition.kind === 'wrong' || condition.kind === 'file') continue;
    const name = condition.variable.text.toLowerCase();
    if (condition.kind === 'variable') yield { name, value: '1' };
    else if (comparesPattern(condition.operator)) {
      const value = sampleOf(patternIn(model, at, condition.operand.text, condition.operator.endsWith('*')));
      if (value !== null) yield { name, value };
    } else yield { name, value: wordBytes(model, at, condition.operand.text) };
  }
  for (const at of model.named('map')) {
    const source = at.node.args[0]?.value ?? '';
    for (const [, braced, plain] of source.matchAll(/\$(?:\{(\w+)\}|(\w+))/g))
      for (const value of keysOf(model, at)) yield { name: (braced ?? plain ?? '').toLowerCase(), value };
  }
  for (const { node } of model.tree.all)
    for (const { value } of node.args)
      for (const [, name] of value.matchAll(/\$\{?((?:arg|http|cookie)_\w+)/gi))
        if (name !== undefined && !/^http_(?:host|upgrade|connection)$/i.test(name))
          yield { name: name.toLowerCase(), value: '1' };
  for (const name of ['http_x_forwarded_proto', 'http_user_agent']) yield { name, value: 'https' };
}

function* keysOf(model: ConfigModel, map: Occurrence): Generator<Bytes> {
  for (const { node } of map.children) {
    const key = node.name.value;
    if (/^(?:default|hostnames|volatile|include)$/.test(key)) continue;
    const text = wordBytes(model, map, key);
    const sample = key.startsWith('~')
      ? sampleOf(patternIn(model, map, key.replace(/^~\*?/, ''), key.startsWith('~*')))
      : text.replace(/^\*?\./, 'www.').replace(/\.\*$/, '.test');
    if (sample !== null) yield sample;
  }
}

function patternIn(model: ConfigModel, at: Occurrence, text: string, caseless: boolean): Pattern {
  return regexOf(text, caseless, model.source(at.file).encoding).pattern;
}

function sampleOf(pattern: Pattern): Bytes | null {
  const found = findWitness({ some: [pattern], none: [], bytes: READABLE_BYTES });
  return typeof found === 'string' ? null : found.found;
}

function knobFor(name: string, value: Bytes): Knob | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what no request line and no header can hold
  if (/[\x00-\x1f\x7f]/.test(value)) return null;
  if (name === 'request_method') return method(value);
  if (name === 'args' || name === 'query_string') return args(value);
  if (name === 'host' || name === 'http_host') return header('Host', value);
  if (name === 'content_type') return header('Content-Type', value);
  if (/^(?:binary_|realip_)?remote_addr$/.test(name)) return client(value);
  if (/^(?:uri|document_uri|request_uri|request_filename|fastcgi_script_name)$/.test(name))
    return value.startsWith('/') ? path(value) : null;
  const [, kind, rest = ''] = /^(http|cookie|arg)_(\w+)$/.exec(name) ?? [];
  if (kind === 'http') return header(headerName(rest), value);
  if (kind === 'cookie') return header('Cookie', `${rest}=${value}`);
  return kind === 'arg' ? args(`${rest}=${value}`) : null;
}

/** `user_agent` is `User-Agent`. */
function headerName(variable: string): string {
  return variable
    .split('_')
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join('-');
}

function method(name: string): Knob | null {
  if (!/^[A-Z][A-Z_-]*$/.test(name)) return null;
  return { key: `method ${name}`, turn: (request) => ({ ...request, method: name }) };
}

function header(name: string, value: Bytes): Knob {
  const key = `header ${name}: ${value}`;
  if (name === 'Host') return { key, turn: (request) => ({ ...request, host: value }) };
  return { key, turn: (request) => ({ ...request, headers: [...request.headers, [name, value] as const] }) };
}

function args(value: Bytes): Knob | null {
  if (/[\s#]/.test(value)) return null;
  return { key: `args ${value}`, turn: (request) => withTarget(request, (path) => `${path}?${value}`) };
}

function path(value: Bytes): Knob {
  return { key: `path ${value}`, turn: (request) => withTarget(request, () => escapedPath(value)) };
}

/** An address, or the first of a network. */
function client(text: string): Knob | null {
  if (text === 'unix:' || text === 'all') return null;
  const [, base = ''] = /^([^/-]+)/.exec(text) ?? [];
  const address = parseHostAddress(base);
  if (address === null || address.family === 'unix') return null;
  const seen = address.family === 'inet' && base !== text ? { ...address, host: base.replace(/\.0$/, '.1') } : address;
  return { key: `client ${seen.host}`, turn: (request) => ({ ...request, client: { ...seen, port: 0 } }) };
}

/** One byte more than a limit allows. */
function bodySize(text: string): Knob | null {
  const [, digits, unit = ''] = /^(\d{1,9})([kmg]?)$/i.exec(text) ?? [];
  if (digits === undefined) return null;
  const scale = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 }[unit.toLowerCase()] ?? 1;
  const length = String(Number(digits) * scale + 1);
  return {
    key: `body ${length}`,
    turn: (request) => ({
      ...request,
      method: 'POST',
      headers: [...request.headers, ['Content-Length', length] as const],
    }),
  };
}

function withTarget(request: RouteRequest, change: (path: Bytes, args: Bytes) => Bytes): RouteRequest {
  const [path = '', ...rest] = request.target.split('?');
  return { ...request, target: change(path, rest.join('?')) };
}
