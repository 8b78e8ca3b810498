import type { ConfigModel, ServerModel } from '../model/types.ts';
import type { Occurrence } from '../tree/tree.ts';
import { lowerBytes } from './bytes.ts';
import type { RouteOutcome } from './outcome.ts';
import { sampleRequests, urlOf } from './sample-request.ts';
import { namesHost } from './server-names.ts';
import { route } from './simulate.ts';
import { socketFor } from './sockets.ts';
import { requestOfUrl } from './typed-request.ts';
import type { Bytes, RouteRequest } from './types.ts';

/** Browsers follow so many redirects. */
const MOST_FOLLOWED = 20;

/**
 * The URL of a redirect that leads to itself, or to ever new ones, for a request for a path: what a browser sees that
 * follows it. null where it ends somewhere, leaves the configuration, or hangs on what is not known.
 */
export function redirectLoop(model: ConfigModel, server: ServerModel, at: Occurrence, path: Bytes): Bytes | null {
  return (
    sampleRequests(model, server, path)
      .map((request) => follow(model, request, at))
      .find((url) => url !== null) ?? null
  );
}

function follow(model: ConfigModel, first: RouteRequest, at: Occurrence): Bytes | null {
  const seen = new Set<Bytes>();
  let request = first;
  let met = false;
  for (let count = 0; count <= MOST_FOLLOWED; count++) {
    const url = urlOf(request);
    if (seen.has(url)) return met ? url : null;
    seen.add(url);
    const outcome = route(model, request, {});
    const by = redirectedBy(outcome);
    if (by === null || outcome.locationHeader === null) return null;
    met ||= by === at;
    // The way to it is no part of the circle.
    if (!met) return null;
    const next = requestOfUrl(outcome.locationHeader, { model });
    if ('problem' in next || !leadsHere(model, first, next)) return null;
    request = next;
  }
  return urlOf(first);
}

/** Another name may be that of another machine, unless a server is called like that. */
function leadsHere(model: ConfigModel, first: RouteRequest, next: RouteRequest): boolean {
  const [from, to] = [first, next].map(({ host }) => lowerBytes(host ?? '').replace(/:\d+$/, ''));
  if (from === to) return true;
  const socket = socketFor(model, next.connect);
  return socket !== null && to !== undefined && namesHost(model, socket, to);
}

/** The statement outside of any `if` that redirects, where nothing on the way hangs on more than the URL. */
function redirectedBy({ status, uncertain, trace }: RouteOutcome): Occurrence | null {
  if (status === null || ![301, 302, 303, 307, 308].includes(status) || uncertain.length > 0) return null;
  const steps = trace.flatMap((step) => ('fork' in step ? [] : [step]));
  const last = steps.findLast(({ step }) => step === 'return' || step === 'rewrite-redirect');
  return last?.at != null && last.at.parent?.node.name.value !== 'if' ? last.at : null;
}
