import type { ConfigModel, ServerModel } from '../model/types.ts';
import { readHost } from './host.ts';
import { handle, type Journal, refuse, type End } from './phases.ts';
import { setCaptures } from './regexes.ts';
import { chooseServer, type ServerChoice } from './server-names.ts';
import type { Socket } from './sockets.ts';
import { readTarget } from './target.ts';
import type { Exchange, ServerReason } from './types.ts';

/** What the choice of the server was; it may be made several times for one request. */
export interface Choice {
  reason: ServerReason;
}

/** Reads the request line and the headers, chooses the server, and hands the request on (ngx_http_process_request). */
export function receive(exchange: Exchange, socket: Socket, journal: Journal, choice: Choice): End {
  const { request, model } = exchange;
  if (socket.tls && request.scheme === 'https' && request.sni !== null) {
    const end = select(exchange, socket, request.sni.toLowerCase(), choice, 'the name sent with TLS');
    if (end !== null) return end;
  }
  const mergeSlashes = !isOff(model, exchange.server);
  const target = readTarget(request.method, request.target, request.version, { mergeSlashes }, model.facts);
  if ('refused' in target) {
    exchange.trace.add('refused', target.reason, exchange.block, target.rule);
    return refuse(exchange, journal, target.refused);
  }
  exchange.target = target;
  exchange.uri = target.uri;
  exchange.args = target.args;
  return readName(exchange, socket, journal, choice) ?? handle(exchange, journal);
}

/** The name of the request and the server for it (ngx_http_process_host, ngx_http_process_request_header). */
function readName(exchange: Exchange, socket: Socket, journal: Journal, choice: Choice): End | null {
  const { request, target, model } = exchange;
  const early = target?.host ?? '';
  if (early !== '') {
    exchange.host = early;
    const end = select(exchange, socket, early, choice, 'the name in the request target');
    if (end !== null) return end;
  }
  if (request.host !== null) {
    const read = readHost(request.host, model.facts);
    if ('refused' in read) {
      exchange.trace.add('refused', `the Host header is refused: ${read.refused}`, exchange.block, 'S2');
      return refuse(exchange, journal, 400);
    }
    if (early === '') {
      exchange.host = read.name;
      const end = select(exchange, socket, read.name, choice, 'the Host header');
      if (end !== null) return end;
    }
  } else if (early === '') {
    const end = select(exchange, socket, '', choice, 'no name');
    if (end !== null) return end;
  }
  return checkHeaders(exchange, socket, journal);
}

function select(exchange: Exchange, socket: Socket, name: string, choice: Choice, what: string): End | null {
  const chosen = chooseServer(exchange.model, socket, name);
  if (chosen.unknown !== undefined) return { kind: 'unknown', reason: chosen.unknown };
  exchange.server = chosen.server;
  exchange.block = chosen.server.at;
  choice.reason = chosen.reason;
  if (chosen.match !== null) setCaptures(exchange, chosen.at, chosen.match.groups);
  exchange.trace.add('server', `${what}${name === '' ? '' : ` is "${name}"`}: ${because(chosen)}`, chosen.server.at, 'S7');
  return null;
}

function because({ reason, name }: ServerChoice): string {
  if (reason === 'only server') return 'the only server of the address';
  if (reason === 'default') return 'no server has that name, so the default server of the address';
  return `the server with the name ${name?.value ?? ''} (${reason})`;
}

/** ngx_http_process_request_header(), ngx_http_process_request() */
function checkHeaders(exchange: Exchange, socket: Socket, journal: Journal): End | null {
  const { request } = exchange;
  const refused = (status: number, text: string, rule: string): End => {
    exchange.trace.add('refused', text, exchange.block, rule);
    return refuse(exchange, journal, status);
  };
  if (request.host === null && request.version === '1.1') return refused(400, 'an HTTP/1.1 request needs a Host', 'S4');
  const wrong = request.version === '0.9' ? null : wrongBody(exchange);
  if (wrong !== null) return refused(wrong.status, wrong.text, 'U1');
  if (request.method === 'CONNECT' && !allowsConnect(exchange)) return refused(405, 'CONNECT is not allowed', 'U1');
  if (request.method === 'TRACE' && request.version !== '0.9') return refused(405, 'TRACE is never allowed', 'U1');
  if (socket.tls && request.scheme === 'http') {
    return refused(497, 'a plain request on an address that speaks TLS', 'S5');
  }
  return null;
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
  if (length !== undefined && !/^\d{1,18}$/.test(length)) return { status: 400, text: 'the Content-Length is no number' };
  if (coding === undefined) return null;
  if (request.version === '1.0') return { status: 400, text: 'HTTP/1.0 knows no Transfer-Encoding' };
  if (coding.toLowerCase() !== 'chunked') return { status: 501, text: `the Transfer-Encoding "${coding}" is not known` };
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
