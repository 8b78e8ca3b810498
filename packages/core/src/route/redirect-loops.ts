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

export interface RedirectLoop {
  /** An address in the circle. */
  readonly url: Bytes;
  /** The statements that make it. */
  readonly statements: readonly Occurrence[];
}

/** Browsers follow so many redirects. */
const MOST_FOLLOWED = 20;

/**
 * Where a redirect leads to itself, or to ever new addresses, for a request for a path: what a browser sees that
 * follows it. null where it ends somewhere, leaves the configuration, or hangs on what is not known.
 */
export function redirectLoop(
  model: ConfigModel,
  server: ServerModel,
  at: Occurrence,
  path: Bytes,
): RedirectLoop | null {
  return (
    sampleRequests(model, server, path)
      .map((request) => follow(model, request, at))
      .find((loop) => loop !== null) ?? null
  );
}

function follow(model: ConfigModel, first: RouteRequest, at: Occurrence): RedirectLoop | null {
  const urls: Bytes[] = [];
  const by: Occurrence[] = [];
  let request = first;
  while (by.length <= MOST_FOLLOWED) {
    const url = urlOf(request);
    const before = urls.indexOf(url);
    // The way to a circle is no part of it.
    if (before >= 0) return by.slice(before).includes(at) ? { url, statements: by.slice(before) } : null;
    const outcome = route(model, request, {});
    const statement = redirectedBy(outcome);
    if (statement === null || outcome.locationHeader === null || (by.length === 0 && statement !== at)) return null;
    const next = requestOfUrl(outcome.locationHeader, { model });
    if ('problem' in next || !leadsHere(model, first, next)) return null;
    urls.push(url);
    by.push(statement);
    request = next;
  }
  return by.at(-1) === at ? { url: urlOf(first), statements: [at] } : null;
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
  return last?.at != null && last.at.parent?.name !== 'if' ? last.at : null;
}
