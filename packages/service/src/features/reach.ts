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

const UNKNOWN = { kind: 'unknown', reason: 'where it stands' } as const;

/** What gets to a location. Of a server that no request is for, no URL leads to one. */
export function wayToLocation(
  model: ConfigModel,
  location: LocationModel,
): Way<Reach> & { readonly server: ServerReach } {
  const server = serverReachability(model).get(location.server) ?? UNKNOWN;
  const reach = reachability(model, location.server).get(location) ?? UNKNOWN;
  const asked = location.match !== 'named' && (reach.kind === 'reachable' || reach.kind === 'only-slash');
  return { reach, server, url: asked ? whole(sampleUrl(server, reach.sample)) : null };
}

export function wayToServer(model: ConfigModel, server: ServerModel): Way<ServerReach> {
  const reach = serverReachability(model).get(server) ?? UNKNOWN;
  return { reach, url: whole(sampleUrl(reach, '/')) };
}

/** A path alone is no URL. */
function whole(url: string): string | null {
  return url.startsWith('/') ? null : url;
}
