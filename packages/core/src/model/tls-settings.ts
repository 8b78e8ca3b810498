import type { Occurrence } from '../tree/tree.ts';
import { enclosing, isInside } from './blocks.ts';
import { tlsServers } from './tls.ts';
import type { ConfigModel } from './types.ts';

const known = new WeakMap<ConfigModel, ReadonlySet<Occurrence>>();

/** tlsServers(), computed once. */
export function speakingServers(model: ConfigModel): ReadonlySet<Occurrence> {
  let servers = known.get(model);
  if (servers === undefined) {
    servers = tlsServers(model);
    known.set(model, servers);
  }
  return servers;
}

/**
 * The blocks for which a setting such as `ssl_ciphers` holds: the TLS servers that go by it, or where it stands in a
 * part whose servers are not seen, the block around it.
 */
export function blocksWith(model: ConfigModel, at: Occurrence): readonly Occurrence[] {
  const { parent } = at;
  if (parent === null) return [];
  const server = enclosing(at, 'server');
  const speaking = speakingServers(model);
  if (server !== null) return speaking.has(server) || server.implied ? [server] : [];
  const inside = [...speaking].filter((each) => isInside(each, parent));
  const using = inside.filter((each) => model.effective(each, at.name).values.includes(at));
  const any = parent.children.some(({ name }) => name === 'server');
  return using.length === 0 && !any ? [parent] : using;
}

/** Does a server speak TLS 1.3 only, so that settings of older versions do nothing? */
export function onlyTls13(model: ConfigModel, block: Occurrence): boolean {
  const protocols = model.effective(block, 'ssl_protocols').values[0]?.node.args ?? [];
  return protocols.length > 0 && protocols.every(({ value }) => value === 'TLSv1.3');
}
