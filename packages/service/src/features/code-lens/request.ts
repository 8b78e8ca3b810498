import type { Reach, ServerReach } from '@nginx-lint/core';
import type { LensText } from '../code-lens.ts';
import type { Standing } from '../hover/subject.ts';
import { type Way, wayToLocation, wayToServer } from '../reach.ts';

/** A request to run that comes to a server or a location; in one of its places, or why in none. */
export function requestLens(standings: readonly [Standing, ...Standing[]]): LensText {
  const ways = standings.map((standing) => ({ standing, ...wayTo(standing) }));
  const asked = ways.find(({ url }) => url !== null);
  const unsure = asked ?? ways.find(({ kinds }) => !kinds.includes('unreachable') && !kinds.includes('only-internal'));
  if (unsure !== undefined) {
    const { model } = unsure.standing;
    const command = {
      name: 'nginx-lint.explainRequest',
      arguments: [{ url: unsure.url, entry: model.entry }],
    } as const;
    return { title: unsure.url === null ? 'run a request' : `run a request: ${unsure.url}`, command };
  }
  const inside = ways.some(({ kinds }) => !kinds.includes('unreachable'));
  return { title: inside ? 'only redirects inside nginx reach this' : 'no request reaches this', command: null };
}

interface WayOut {
  readonly url: string | null;
  /** What is known of the location and of its server. */
  readonly kinds: readonly (Reach | ServerReach)['kind'][];
}

function wayTo({ model, at }: Standing): WayOut {
  const location = model.location(at);
  if (location?.at === at) {
    const { reach, url, server } = wayToLocation(model, location);
    return { url, kinds: [reach.kind, server.kind] };
  }
  const server = model.server(at);
  if (server === null) return { url: null, kinds: ['unknown'] };
  const { reach, url }: Way<ServerReach> = wayToServer(model, server);
  return { url, kinds: [reach.kind] };
}
