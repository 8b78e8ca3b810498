import { inet6Bytes, inetBytes } from '../model/ip.ts';
import { GeoNetworks, networkOf } from '../nginx/geo-networks.ts';
import { addressNumber, GeoRanges, readRange } from '../nginx/geo-ranges.ts';
import type { Occurrence } from '../tree/tree.ts';
import { wordBytes } from './bytes.ts';
import { forwardedAddress } from './forwarded.ts';
import { addressBytes, type Network, withoutMapping } from './networks.ts';
import { clientAddress } from './realip.ts';
import {
  type Bytes,
  type Exchange,
  isUnknown,
  perBlock,
  type SocketAddress,
  type Unknown,
  type Value,
} from './types.ts';
import { headerValues } from './variables/headers.ts';
import { variableValue } from './variables.ts';

interface Geo {
  /** The variable that holds the address, without its dollar sign; null: the client's. */
  readonly variable: string | null;
  readonly networks: GeoNetworks;
  readonly ranges: GeoRanges | null;
  readonly rangeDefault: Bytes;
  readonly proxies: readonly Network[];
  readonly recursive: boolean;
}

/** INADDR_NONE: what is looked up where there is no address. */
const NOBODY = [255, 255, 255, 255];

const compiled = perBlock((block, model): Geo => {
  const networks = new GeoNetworks();
  const ranges = block.children.some(({ name, node }) => name === 'ranges' && node.args.length === 0)
    ? new GeoRanges()
    : null;
  const proxies: Network[] = [];
  let rangeDefault = '';
  for (const at of block.children) {
    const { name, args } = at.node;
    const [word] = args;
    if (word === undefined || name.value === 'include') continue;
    const value = wordBytes(model, at, word.value);
    if (name.value === 'proxy') proxies.push(...[networkOf(word.value)].filter((network) => network !== null));
    else if (ranges === null) addNetwork(networks, name.value, value);
    else if (name.value === 'default') rangeDefault = value;
    else addRange(ranges, name.value, value);
  }
  const recursive = block.children.some(({ name, node }) => name === 'proxy_recursive' && node.args.length === 0);
  const { args } = block.node;
  const variable = args.length > 1 ? (args[0]?.value.slice(1) ?? null) : null;
  return { variable, networks, ranges, rangeDefault, proxies, recursive };
});

/** ngx_http_geo_cidr() */
function addNetwork(networks: GeoNetworks, key: string, value: Bytes): void {
  if (key === 'default') {
    networks.addDefault(value);
    return;
  }
  const network = networkOf(key === 'delete' ? value : key);
  if (network === null) return;
  if (key === 'delete') networks.remove(network);
  else networks.add(network, value);
}

/** ngx_http_geo_range() */
function addRange(ranges: GeoRanges, key: string, value: Bytes): void {
  const range = readRange(key === 'delete' ? value : key);
  if (range === null) return;
  if (key === 'delete') ranges.remove({ ...range, value: '' });
  else ranges.add({ ...range, value });
}

/** The value that a `geo` gives its variable. Mirrors ngx_http_geo_cidr_variable() and ngx_http_geo_range_variable(). */
export function evaluateGeo(exchange: Exchange, block: Occurrence): Value {
  const geo = compiled(block, exchange.model);
  const address = addressOf(exchange, geo);
  if (address !== null && 'unknown' in address) return address;
  const written = address === null ? null : addressBytes(address);
  const value = find(geo, written === null ? NOBODY : withoutMapping(written));
  const name = block.node.args.at(-1)?.value ?? '';
  const shown = address === null || address.family === 'unix' ? 'what is no address' : address.host;
  exchange.trace.add('geo', `geo gives ${name} the value "${value}" for ${shown}`, block, 'W24');
  return value;
}

function find({ networks, ranges, rangeDefault }: Geo, bytes: readonly number[]): Bytes {
  if (ranges === null) return networks.valueAt(bytes) ?? '';
  return ranges.valueAt(addressNumber(bytes.length === 4 ? bytes : NOBODY)) ?? rangeDefault;
}

/** ngx_http_geo_addr(); null where the variable holds no address, whatever X-Forwarded-For says. */
function addressOf(exchange: Exchange, { variable, proxies, recursive }: Geo): SocketAddress | Unknown | null {
  const address = variable === null ? clientAddress(exchange) : variableAddress(exchange, variable);
  if (address === null || 'unknown' in address || proxies.length === 0) return address;
  const lines = headerValues(exchange, 'x-forwarded-for');
  return forwardedAddress(address, lines, proxies, recursive) ?? address;
}

function variableAddress(exchange: Exchange, name: string): SocketAddress | Unknown | null {
  const text = variableValue(exchange, name);
  if (isUnknown(text)) return text;
  if (inetBytes(text) !== null) return { family: 'inet', host: text, port: 0 };
  return inet6Bytes(text) === null ? null : { family: 'inet6', host: text, port: 0 };
}
