import {
  type ConfigModel,
  type LocationModel,
  type Reach,
  reachability,
  type ServerModel,
  type ServerReach,
  sampleUrl,
  serverReachability,
} from '@nginx-lint/core';

/** What comes to a location or a server, with a URL that does; null where none can be written. */
export interface Way<R> {
  readonly reach: R;
  readonly url: string | null;
}

const UNSEEN = { kind: 'unknown', reason: 'the rest of the configuration is not seen' } as const;

/** What gets to a location. Of a server that no request is for, no URL leads to one. */
export function wayToLocation(
  model: ConfigModel,
  location: LocationModel,
): Way<Reach> & { readonly server: ServerReach } {
  const server = serverReach(model, location.server);
  const found = reachability(model, location.server).get(location) ?? UNSEEN;
  const reach = isProved(model, found) ? found : UNSEEN;
  const asked = location.match !== 'named' && (reach.kind === 'reachable' || reach.kind === 'only-slash');
  return { reach, server, url: asked ? whole(sampleUrl(server, reach.sample)) : null };
}

export function wayToServer(model: ConfigModel, server: ServerModel): Way<ServerReach> {
  const reach = serverReach(model, server);
  return { reach, url: whole(sampleUrl(reach, '/')) };
}

/** Other servers may take the names of one of a fragment, and one around it is made up. */
function serverReach(model: ConfigModel, server: ServerModel): ServerReach {
  if (server.at.implied) return UNSEEN;
  return serverReachability(model).get(server) ?? UNSEEN;
}

/** What leads into a location may stand in the part of a configuration that is not seen; what takes its requests away stays. */
function isProved({ tree }: ConfigModel, reach: Reach): boolean {
  if (tree.whole || reach.kind !== 'unreachable') return true;
  const { kind } = reach.proof;
  return kind !== 'unnamed' && kind !== 'internal' && kind !== 'rewritten';
}

/** A path alone is no URL. */
function whole(url: string): string | null {
  return url.startsWith('/') ? null : url;
}
