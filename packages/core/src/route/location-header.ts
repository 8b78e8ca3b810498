import { addressText, inet6Bytes } from '../model/ip.ts';
import { wordBytes } from './bytes.ts';
import { type Bytes, type Exchange, isUnknown, perBlock, type SocketAddress, type Value } from './types.ts';

interface RedirectSettings {
  readonly absolute: boolean;
  readonly serverName: boolean;
  readonly port: boolean;
}

const settings = perBlock((block, model): RedirectSettings => {
  const word = (directive: string) => model.effective(block, directive).values[0]?.node.args[0]?.value.toLowerCase();
  return {
    absolute: word('absolute_redirect') !== 'off',
    serverName: word('server_name_in_redirect') === 'on',
    port: word('port_in_redirect') !== 'off',
  };
});

/**
 * The `Location` header as it is sent: a value that starts with a slash becomes absolute. `value` is what a handler,
 * `return`, `rewrite` or `error_page` gave. Mirrors ngx_http_header_filter().
 */
export function locationHeader(exchange: Exchange, value: Value): Value {
  const { absolute, serverName, port } = settings(exchange.block, exchange.model);
  if (isUnknown(value) || !value.startsWith('/') || !absolute) return value;
  const host = serverName
    ? firstServerName(exchange)
    : exchange.host === ''
      ? addressOf(exchange.request.connect)
      : exchange.host;
  if (isUnknown(host)) return host;
  const { connect, scheme } = exchange.request;
  const usual = scheme === 'https' ? 443 : 80;
  // A Unix socket has no port.
  const shown = port && connect.port !== 0 && connect.port !== usual ? `:${connect.port}` : '';
  return `${scheme}://${host}${shown}${value}`;
}

/** `cscf->server_name`: the first name, an expression too with its `~`, as ngx_http_core_merge_srv_conf() leaves it. */
function firstServerName({ server, model }: Exchange): Value {
  const [word] = server.names;
  if (word === undefined) return '';
  if (word.value.toLowerCase() === '$hostname') return { unknown: 'the name of the machine' };
  const name: Bytes = wordBytes(model, server.at, word.value);
  if (name.startsWith('~')) return name;
  const lower = name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  return lower.startsWith('.') ? lower.slice(1) : lower;
}

/** ngx_connection_local_sockaddr() without a port: no brackets around IPv6. */
function addressOf({ family, host }: SocketAddress): Bytes {
  if (family === 'unix') return `unix:${host}`;
  const bytes = family === 'inet6' ? inet6Bytes(host) : null;
  return bytes === null ? host : addressText(bytes, null);
}
