import type { Occurrence } from '../tree/tree.ts';
import type { ConfigModel, ServerModel } from './types.ts';

/** Servers that hold a `return` or `rewrite`, by their names in lower case. */
const known = new WeakMap<ConfigModel, ReadonlyMap<string, readonly ServerModel[]>>();

function byName(model: ConfigModel): ReadonlyMap<string, readonly ServerModel[]> {
  let found = known.get(model);
  if (found === undefined) {
    const redirecting = new Set<ServerModel>();
    for (const at of [...model.named('return'), ...model.named('rewrite')]) {
      const server = model.server(at);
      if (server !== null) redirecting.add(server);
    }
    const names = new Map<string, ServerModel[]>();
    for (const server of redirecting) {
      for (const { value } of server.names) {
        const name = /^[~*.]|\*$/.test(value) ? '*' : value.toLowerCase();
        names.set(name, [...(names.get(name) ?? []), server]);
      }
    }
    found = names;
    known.set(model, found);
  }
  return found;
}

/**
 * May a redirect of a server to that address be answered by another redirect, as far as names and TLS tell? What is
 * found out so is cheap, and spares a look at what becomes of the request.
 */
export function mayRedirectAgain(model: ConfigModel, server: ServerModel, target: string): boolean {
  const [, scheme, host = ''] =
    /^(https?|\$scheme):\/\/(\$(?:host|http_host|server_name)\b|[^/?$]*)/i.exec(target) ?? [];
  if (scheme === undefined) return true;
  const own = host.startsWith('$');
  const names = own ? server.names.map(({ value }) => value) : [host.replace(/:\d+$/, '')];
  const servers = [...names, '*'].flatMap((name) => byName(model).get(name.toLowerCase()) ?? []);
  // By its address as well, where it is the default.
  if (own) servers.push(server);
  return servers.some((each) => scheme.startsWith('$') || speaks(each, scheme.toLowerCase() === 'https'));
}

function speaks({ listens, tls }: ServerModel, encrypted: boolean): boolean {
  return encrypted ? tls : listens.length === 0 || listens.some((listen) => !listen.tls);
}

/** The statements of a block that may answer with a redirect. */
export function redirectsIn(block: Occurrence): boolean {
  return block.children.some(({ name }) => name === 'return' || name === 'rewrite');
}
