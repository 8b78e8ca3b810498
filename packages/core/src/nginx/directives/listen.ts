import type { Facts } from '../../facts/types.ts';
import type { ConfigModel } from '../../model/types.ts';
import { parseUrl } from '../../model/url.ts';
import type { Occurrence } from '../../tree/tree.ts';
import { isHopeless } from '../addresses.ts';
import type { DirectiveCheck, Fault } from '../fault.ts';
import {
  hasParameter,
  NUMBER,
  type Parameter,
  type ParameterValue,
  POSITIVE,
  parameterFaults,
  parameterOf,
} from '../named-parameters.ts';
import { parseNumber, parseSeconds, parseSize } from '../units.ts';
import { type ValueProblem, valueFault } from '../values/index.ts';

type Scope = 'http' | 'stream' | 'mail';

/** `http` for `server`, else the part before the dot. */
export function scopeOf(at: Occurrence): Scope {
  return at.context === 'stream.server' ? 'stream' : at.context === 'mail.server' ? 'mail' : 'http';
}

const SIZE: ParameterValue = {
  what: 'a size such as 64k or 1m',
  accepts: (value) => parseSize(value) !== null,
};
const ON_OFF: ParameterValue = { what: '"on" or "off"', accepts: (value) => value === 'on' || value === 'off' };
const ANY: ParameterValue = { what: 'a name', accepts: () => true };

/** `on`, `off` or `idle:interval:count`, of which each may be left out, but not all. */
const KEEPALIVE: ParameterValue = {
  what: '"on", "off" or idle:interval:count such as 30m::10',
  accepts(value) {
    if (ON_OFF.accepts(value)) return true;
    const [idle = '', interval = '', ...rest] = value.split(':');
    const count = rest.join(':');
    const times = [idle, interval].map((text) => (text === '' ? 0 : parseSeconds(text)));
    const read = [...times, count === '' ? 0 : parseNumber(count)];
    return !read.includes(null) && read.some((each) => each !== 0);
  },
};

const invalid = (name: string) => (word: string) => `invalid ${name} "${word}"`;

/** nginx compares `ipv6only=o` and then the rest; another first letter makes the word an unknown one. */
function ipv6onlyWords(word: string): string {
  const value = word.slice('ipv6only='.length);
  return value.startsWith('o') ? `invalid ipv6only flags "${value}"` : `invalid parameter "${word}"`;
}

const keepaliveWords = (word: string): string => `invalid so_keepalive value: "${word.slice('so_keepalive='.length)}"`;

const SOCKET: readonly Parameter[] = [
  { name: 'bind' },
  { name: 'backlog=', takes: POSITIVE, nginx: invalid('backlog') },
  { name: 'rcvbuf=', takes: SIZE, nginx: invalid('rcvbuf') },
  { name: 'sndbuf=', takes: SIZE, nginx: invalid('sndbuf') },
  { name: 'ipv6only=', takes: ON_OFF, nginx: ipv6onlyWords },
  { name: 'multipath', since: '1.29.7' },
  { name: 'ssl' },
  { name: 'so_keepalive=', takes: KEEPALIVE, nginx: keepaliveWords },
  { name: 'proxy_protocol' },
];

/** In the order of the setters: ngx_http_core_listen(), ngx_stream_core_listen(), ngx_mail_core_listen(). */
export const LISTEN_PARAMETERS: Readonly<Record<Scope, readonly Parameter[]>> = {
  http: [
    ...SOCKET,
    { name: 'default_server' },
    { name: 'default' },
    { name: 'setfib=', takes: NUMBER, nginx: invalid('setfib') },
    { name: 'fastopen=', takes: NUMBER, nginx: invalid('fastopen') },
    { name: 'accept_filter=', takes: ANY },
    { name: 'deferred' },
    { name: 'reuseport' },
    { name: 'http2' },
    { name: 'quic', since: '1.25.0' },
    { name: 'spdy', removed: '1.9.5' },
  ],
  stream: [
    ...SOCKET,
    { name: 'default_server', since: '1.25.5' },
    { name: 'udp' },
    { name: 'setfib=', since: '1.25.5', takes: NUMBER, nginx: invalid('setfib') },
    { name: 'fastopen=', since: '1.21.0', takes: NUMBER, nginx: invalid('fastopen') },
    { name: 'accept_filter=', since: '1.25.5', takes: ANY },
    { name: 'deferred', since: '1.25.5' },
    { name: 'reuseport' },
  ],
  mail: SOCKET,
};

/** What excludes a parameter of datagrams, with the version since which nginx says so. */
const QUIC_EXCLUDES: readonly (readonly [string, string])[] = [
  ['fastopen=', '1.25.4'],
  ['backlog=', '1.25.4'],
  ['deferred', '1.25.4'],
  ['multipath', '1.29.7'],
  ['ssl', '1.25.0'],
  ['http2', '1.25.0'],
  ['so_keepalive=', '1.25.4'],
  ['proxy_protocol', '1.25.0'],
];
const UDP_EXCLUDES: readonly (readonly [string, string])[] = [
  ['fastopen=', '1.21.0'],
  ['backlog=', '1.9.13'],
  ['deferred', '1.25.5'],
  ['multipath', '1.29.7'],
  ['ssl', '1.9.13'],
  ['so_keepalive=', '1.9.13'],
  ['proxy_protocol', '1.11.4'],
];

/** What nginx objects to in the address of a `listen`; null: nothing, or only the machine can tell. */
function addressProblem(text: string, scope: Scope): ValueProblem | null {
  const url = parseUrl(text, { listen: true, defaultPort: scope === 'http' ? 80 : 0 });
  const error = typeof url === 'string' ? url : isHopeless(url) ? 'host not found' : null;
  return error === null
    ? null
    : { message: addressMessage(text, error), nginx: `${error} in "${text}" of the "listen" directive` };
}

function addressMessage(text: string, error: string): string {
  const variable = text.includes('$') ? '; "listen" takes no variables' : '';
  if (error === 'invalid port') return `the port of "${text}" is not a number from 1 to 65535${variable}`;
  if (error === 'invalid port range') return `the range of ports of "${text}" ends before it begins`;
  if (error === 'no host') return `"${text}" names no address; "*" stands for all of them`;
  if (error === 'host not found') return `"${text}" is neither a port nor an address nor the name of a host${variable}`;
  if (error === 'invalid host')
    return `"${text}" is no address to listen on: no scheme, no "/" and no "?" may stand in it`;
  return `${error} in "${text}"${variable}`;
}

/** Stream and mail said it in other words before 1.25.5. */
function unknownWords(scope: Scope, facts: Facts): (word: string) => string {
  return scope === 'http' || facts.atLeast('1.25.5')
    ? (word) => `invalid parameter "${word}"`
    : (word) => `the invalid "${word}" parameter`;
}

const NONE: readonly Fault[] = [];

function checkListen(at: Occurrence, { facts }: ConfigModel): readonly Fault[] {
  const scope = scopeOf(at);
  const address = at.node.args[0];
  if (address === undefined) return NONE;
  const words = at.node.args.slice(1);
  const problem = addressProblem(address.value, scope);
  const grammar = { parameters: LISTEN_PARAMETERS[scope], unknown: unknownWords(scope, facts) };
  const refused = parameterFaults(at, words, grammar, 'directive-invalid-value', facts);
  const datagrams = scope === 'http' ? 'quic' : 'udp';
  const excluded = scope !== 'mail' && words.some(({ value }) => value === datagrams);
  if (problem === null && refused.length === 0 && !excluded) return NONE;
  const wrong = problem === null ? NONE : [valueFault(at, address, problem)];
  return [...wrong, ...refused, ...(excluded ? exclusionFaults(at, scope, facts) : NONE)];
}

/** Parameters that do not go with datagrams. */
function* exclusionFaults(at: Occurrence, scope: 'http' | 'stream', facts: Facts): Generator<Fault> {
  const words = at.node.args.slice(1);
  const datagrams = scope === 'http' ? 'quic' : 'udp';
  const parameters = LISTEN_PARAMETERS[scope];
  for (const [name, since] of scope === 'http' ? QUIC_EXCLUDES : UDP_EXCLUDES) {
    const word = words.find(({ value }) => parameterOf(value, parameters)?.name === name);
    const parameter = word && parameterOf(word.value, parameters);
    if (!word || !parameter || !facts.atLeast(since) || !hasParameter(parameter, facts)) continue;
    const plain = name.replace('=', '');
    yield valueFault(at, word, {
      message: `"${plain}" is for TCP and cannot be used together with "${datagrams}"`,
      nginx: `"listen" directive "${plain}" parameter is incompatible with "${datagrams}"`,
    });
  }
}

/** ngx_http_core_listen(), ngx_stream_core_listen(), ngx_mail_core_listen(). */
export const listen: DirectiveCheck = {
  names: ['listen'],
  contexts: ['server', 'stream.server', 'mail.server'],
  check: checkListen,
};
