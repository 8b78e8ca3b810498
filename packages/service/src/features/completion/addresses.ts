import { peers } from './backends.ts';
import { valuesElsewhere } from './definitions.ts';
import type { Offer } from './item.ts';
import { ownValue, type ValueSource } from './value-place.ts';

/** By directive and where that decides its context: what is usual, with what it means. */
const USUAL: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  listen: [
    ['80', 'all IPv4 addresses'],
    ['443 ssl', 'TLS on all IPv4 addresses'],
    ['[::]:80', 'all IPv6 addresses'],
    ['[::]:443 ssl', 'TLS on all IPv6 addresses'],
    ['443 quic reuseport', 'HTTP/3'],
    ['127.0.0.1:8080', 'this machine only'],
    ['unix:', 'a socket in the file system'],
  ],
  resolver: [
    ['127.0.0.53', 'systemd-resolved'],
    ['127.0.0.11', 'in containers of Docker'],
    ['127.0.0.1', 'on this machine'],
  ],
};

const NETWORKS: readonly (readonly [string, string])[] = [
  ['127.0.0.1', 'this machine'],
  ['::1', 'this machine'],
  ['10.0.0.0/8', 'private'],
  ['172.16.0.0/12', 'private'],
  ['192.168.0.0/16', 'private'],
  ['fc00::/7', 'private'],
];

/** Where to listen, whom to ask for names, who is in a group. */
export const addresses: ValueSource = (place) => {
  const { name, setting } = place.command;
  if (name === 'server') return peers(place);
  if (place.index > 0 && name !== 'resolver') return [];
  const list = Object.hasOwn(USUAL, name) ? (USUAL[name] ?? []) : [];
  const fitting = list.filter(([text]) => setting.context === 'server' || !/ /.test(text));
  return [...fitting.map(offer), ...elsewhere(place)];
};

/** Addresses and networks that are let in, kept out or trusted. */
export const networks: ValueSource = (place) => {
  const all: Offer[] = ['allow', 'deny'].includes(place.command.name) ? [{ label: 'all', kind: 'value', rank: 1 }] : [];
  return [...all, ...NETWORKS.map(offer), ...elsewhere(place)];
};

/** What the directive is given elsewhere. */
export const elsewhere: ValueSource = (place) => {
  const { command, index } = place;
  if (index > 0) return [];
  const values = valuesElsewhere(command.setting.model, command.name, ownValue(place));
  return values
    .filter((value) => value !== '' && !/[\s;{}"']/.test(value))
    .slice(0, MOST)
    .map((label, order) => ({ label, kind: 'address', rank: 2, order, detail: 'used elsewhere' }));
};

/** Of a list that nobody reads to its end. */
const MOST = 50;

function offer([label, detail]: readonly [string, string], order: number): Offer {
  return { label, kind: 'value', rank: 3, order, detail };
}
