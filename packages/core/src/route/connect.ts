import type { ConfigModel, ServerModel } from '../model/types.ts';
import { bytesOf } from './bytes.ts';
import { readHost } from './host.ts';
import { type End, handle, type Journal, refuse } from './phases.ts';
import { setCaptures } from './regexes.ts';
import { chooseServer, type ServerChoice } from './server-names.ts';
import type { Socket } from './sockets.ts';
import { readTarget } from './target.ts';
import type { Bytes, Exchange, ServerReason } from './types.ts';

/** What is known of the server so far; it may be chosen several times for one request. */
export interface Choice {
  /** Null where it cannot be told which server it is. */
  reason: ServerReason | null;
  /** `hc->ssl_servername`: the name sent with TLS, where a server has it. */
  sni: Bytes | null;
}

/** Everything that is handed from one step of the reception to the next. */
interface Reception {
  readonly exchange: Exchange;
  readonly socket: Socket;
  readonly journal: Journal;
  readonly choice: Choice;
}

/** Reads the request line and the headers, chooses the server, and hands the request on (ngx_http_process_request). */
export function receive(exchange: Exchange, socket: Socket, journal: Journal, choice: Choice): End {
  const { request, model } = exchange;
  const reception: Reception = { exchange, socket, journal, choice };
  const lost = socket.tls && request.scheme === 'https' ? readServerName(reception) : null;
  if (lost !== null) return lost;
  const mergeSlashes = !isOff(model, exchange.server);
  const target = readTarget(request.method, request.target, request.version, { mergeSlashes }, model.facts);
  if ('refused' in target) return refused(reception, target.refused, target.reason, target.rule);
  exchange.target = target;
  exchange.uri = target.uri;
  exchange.args = target.args;
  return readName(reception) ?? checkHeaders(reception) ?? handle(exchange, journal);
}

function refused({ exchange, journal }: Reception, status: number, text: string, rule: string): End {
  exchange.trace.add('refused', text, exchange.block, rule);
  return refuse(exchange, journal, status);
}

/** The name sent with TLS chooses a server before anything is read (ngx_http_ssl_servername). */
function readServerName({ exchange, socket, choice }: Reception): End | null {
  const name = exchange.request.sni === null ? null : readHost(bytesOf(exchange.request.sni), exchange.model.facts);
  if (name === null || 'refused' in name) return null;
  const chosen = chooseServer(exchange.model, socket, name.name);
  if (chosen.unknown !== undefined) return nobodyKnows(choice, chosen.unknown);
  if (chosen.reason === 'default' || chosen.reason === 'only server') return null;
  choice.sni = name.name;
  take(exchange, chosen, choice, `the name sent with TLS is "${name.name}"`, 'S5');
  return null;
}

/** The name of the request and the server for it (ngx_http_process_host, ngx_http_process_request_header). */
function readName(reception: Reception): End | null {
  const { exchange } = reception;
  const { request, target, model } = exchange;
  const early = target?.host ?? '';
  if (early !== '') {
    const end = select(reception, early, `the name in the request target is "${early}"`);
    if (end !== null) return end;
  }
  if (request.host === null) return early === '' ? select(reception, '', 'the request has no name') : null;
  const read = readHost(request.host, model.facts);
  if ('refused' in read) return refused(reception, 400, `the Host header is refused: ${read.refused}`, 'S2');
  const end = early === '' ? select(reception, read.name, `the Host header is "${read.name}"`) : null;
  const second = request.headers.some(([name]) => name.toLowerCase() === 'host');
  return end ?? (second ? refused(reception, 400, 'a request has one Host header', 'S4') : null);
}

function nobodyKnows(choice: Choice, reason: string): End {
  choice.reason = null;
  return { kind: 'unknown', reason };
}

/** ngx_http_set_virtual_server() */
function select(reception: Reception, name: Bytes, what: string): End | null {
  const { exchange, socket, choice } = reception;
  exchange.host = name;
  const chosen = chooseServer(exchange.model, socket, name);
  if (chosen.unknown !== undefined) return nobodyKnows(choice, chosen.unknown);
  if (choice.sni !== null && choice.sni !== name && verifiesClients(exchange.model, chosen.server)) {
    return refused(reception, 421, 'the name is another one than the name sent with TLS', 'S5');
  }
  take(exchange, chosen, choice, what, chosen.reason === 'only server' ? 'S6' : 'S7');
  if (chosen.match !== null) setCaptures(exchange, chosen.groups, chosen.match.groups);
  return null;
}

function take(exchange: Exchange, chosen: ServerChoice, choice: Choice, what: string, rule: string): void {
  exchange.server = chosen.server;
  exchange.block = chosen.server.at;
  choice.reason = chosen.reason;
  exchange.trace.add('server', `${what}: ${because(chosen)}`, chosen.server.at, rule);
}

function verifiesClients(model: ConfigModel, server: ServerModel): boolean {
  const [setting] = model.effective(server.at, 'ssl_verify_client').values;
  return setting !== undefined && setting.node.args[0]?.value !== 'off';
}

function because({ reason, name }: ServerChoice): string {
  if (reason === 'only server') return 'the only server of the address';
  if (reason === 'default') return 'no server has that name, so the default server of the address';
  return `the server with the name ${name?.value ?? ''} (${reason})`;
}

/** ngx_http_process_request_header(), ngx_http_process_request() */
function checkHeaders(reception: Reception): End | null {
  const { exchange, socket } = reception;
  const { request } = exchange;
  if (request.host === null && request.version === '1.1') {
    return refused(reception, 400, 'an HTTP/1.1 request needs a Host', 'S4');
  }
  if (request.version !== '0.9') {
    const wrong = wrongBody(exchange);
    if (wrong !== null) return refused(reception, wrong.status, wrong.text, 'U1');
    if (request.method === 'CONNECT' && !allowsConnect(exchange)) {
      return refused(reception, 405, 'CONNECT is not allowed', 'U1');
    }
    if (request.method === 'TRACE') return refused(reception, 405, 'TRACE is never allowed', 'U1');
  }
  const plain = socket.tls && request.scheme === 'http';
  return plain ? refused(reception, 497, 'a plain request on an address that speaks TLS', 'S5') : null;
}

interface Wrong {
  readonly status: number;
  readonly text: string;
}

/** What the headers say of a body, as far as nginx refuses it. */
function wrongBody({ request }: Exchange): Wrong | null {
  const header = (name: string): string | undefined =>
    request.headers.find(([each]) => each.toLowerCase() === name)?.[1];
  const length = header('content-length');
  const coding = header('transfer-encoding');
  if (length !== undefined && !/^\d{1,18}$/.test(length))
    return { status: 400, text: 'the Content-Length is no number' };
  if (coding === undefined) return null;
  if (request.version === '1.0') return { status: 400, text: 'HTTP/1.0 knows no Transfer-Encoding' };
  if (coding.toLowerCase() !== 'chunked')
    return { status: 501, text: `the Transfer-Encoding "${coding}" is not known` };
  return length === undefined ? null : { status: 400, text: 'Content-Length and Transfer-Encoding exclude each other' };
}

function allowsConnect({ request, server, model }: Exchange): boolean {
  if (request.version !== '1.1') return false;
  const [setting] = model.effective(server.at, 'allow_connect').values;
  return setting !== undefined && setting.fact !== null && setting.node.args[0]?.value.toLowerCase() === 'on';
}

/** The request line is read before the name: the server of that moment decides (U7). */
function isOff(model: ConfigModel, server: ServerModel): boolean {
  const [setting] = model.effective(server.at, 'merge_slashes').values;
  return setting?.node.args[0]?.value.toLowerCase() === 'off';
}
