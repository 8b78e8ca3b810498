import type { ConfigModel } from '../../model/types.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';
import type { Fault } from '../fault.ts';
import { isHostName } from '../host-names.ts';
import { invalidValue } from '../invalid-value.ts';
import { compilePattern } from '../pattern.ts';
import { socketsOf } from './listen.ts';

interface Address {
  readonly text: string;
  readonly servers: Set<Occurrence>;
  byDefault: Occurrence | null;
}

/**
 * Mirrors ngx_http_server_names() and its twin of stream: names are read as wildcards where servers share an address,
 * or where the default server has groups in its names. A server that stands alone may be called anything.
 */
export function* serverNames(model: ConfigModel): Generator<Fault> {
  if (!model.named('server_name').some(hasWrong)) return;
  const told = new Set<Occurrence>();
  for (const { text, servers } of hashesOf(model)) {
    for (const server of servers) {
      if (!told.has(server)) yield* nameFaults(server, text);
      told.add(server);
    }
  }
}

const hasWrong = ({ node }: Occurrence): boolean => node.args.some(isWrong);

/** Servers whose names nginx puts into a hash, each once. */
export function serversInHashes(model: ConfigModel): ReadonlySet<Occurrence> {
  const found = new Set<Occurrence>();
  for (const { servers } of hashesOf(model)) for (const server of servers) found.add(server);
  return found;
}

const hashes = new WeakMap<ConfigModel, readonly Address[]>();

/** Addresses for which nginx makes hashes of names. */
function hashesOf(model: ConfigModel): readonly Address[] {
  let found = hashes.get(model);
  if (found === undefined) {
    found = [...findHashes(model)];
    hashes.set(model, found);
  }
  return found;
}

function* findHashes(model: ConfigModel): Generator<Address> {
  for (const address of addressesOf(model)) {
    const [first] = address.servers;
    const captures = (address.byDefault ?? first)?.children.some((at) => lastCaptures(at, model)) ?? false;
    if (address.servers.size > 1 || captures) yield address;
  }
}

function addressesOf(model: ConfigModel): Iterable<Address> {
  const addresses = new Map<string, Address>();
  const add = (server: Occurrence, key: string, text: string, first: boolean): void => {
    const known = addresses.get(key) ?? { text, servers: new Set(), byDefault: null };
    addresses.set(key, known);
    known.servers.add(server);
    if (first) known.byDefault ??= server;
  };
  for (const server of model.named('server')) {
    if (!hasNames(server, model)) continue;
    const listens = server.children.filter(({ name }) => name === 'listen');
    if (listens.length === 0) add(server, 'http tcp inet 0.0.0.0:80', '0.0.0.0:80', false);
    for (const { node } of listens) {
      const words = node.args.slice(1).map(({ value }) => value);
      const transport = words.includes('quic') || words.includes('udp') ? 'udp' : 'tcp';
      const first = words.includes('default_server') || words.includes('default');
      const sockets = socketsOf(node.args[0]?.value ?? '', server.context === 'http' ? 'http' : 'stream', transport);
      for (const { key, text } of sockets) add(server, key, text, first);
    }
  }
  return addresses.values();
}

function hasNames({ context, fact }: Occurrence, { facts }: ConfigModel): boolean {
  if (fact?.source !== 'core') return false;
  return context === 'http' || (context === 'stream' && facts.atLeast('1.25.5'));
}

/** `cscf->captures`: has the expression a group? */
function lastCaptures(at: Occurrence, model: ConfigModel): boolean {
  if (at.name !== 'server_name') return false;
  const last = at.node.args.findLast(({ value }) => value.startsWith('~'));
  if (last === undefined) return false;
  const { encoding } = model.source(at.file);
  return compilePattern(last.value.slice(1), encoding).nginx === null && /\((?!\?[:=!<>])|\(\?<\w/.test(last.value);
}

const isWrong = ({ value }: Word): boolean => !value.startsWith('~') && !isHostName(value);

function* nameFaults(server: Occurrence, address: string): Generator<Fault> {
  for (const at of server.children) {
    if (at.name !== 'server_name') continue;
    for (const word of at.node.args) {
      // What is there twice is a warning.
      if (!isWrong(word)) continue;
      const name = word.value.toLowerCase();
      const nginx = `invalid server name or wildcard "${name}" on ${address}`;
      const message = `"${word.value}" is neither a name nor one with "*" as its first or last label (nginx: ${nginx})`;
      yield invalidValue(at, word, nginx, message);
    }
  }
}
