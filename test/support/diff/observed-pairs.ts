import { addressShown, type RouteRequest } from '@nginx-lint/core';
import { differingFields } from '../../../packages/core/src/diff/compare-outcomes.ts';
import { route } from '../routing/engine.ts';
import type { Observer } from '../routing/observe.ts';
import { type Observed, PREFIX, type RecordedRequest } from '../routing/record.ts';
import { RecordedFiles } from '../routing/recorded-files.ts';
import { recordedText } from '../routing/recorded-text.ts';
import type { JudgedPair } from './pairs.ts';

/** What a real nginx says about a pair. */
export interface ObservedPair {
  /** Random requests that it treats in different ways. */
  readonly differing: readonly string[];
  /** Witnesses that it was asked about, and those that it treats alike. */
  readonly confirmed: number;
  readonly refuted: readonly string[];
}

/**
 * Asks nginx with both configurations: the random requests, and the witnesses that are some with the files of the site
 * and a client of this machine. Null: it starts with one alone.
 */
export async function observePair(observer: Observer, { pair, routing }: JudgedPair): Promise<ObservedPair | null> {
  const { probe } = new RecordedFiles(pair.files);
  const witnesses = routing.witnesses
    .filter(({ request }) => request.scheme === 'http')
    .map(({ request }) => here(request))
    .filter((request) => {
      const [old, next] = pair.models.map((model) => route(model, request, { probe, prefix: PREFIX, untraced: true }));
      if (old === undefined || next === undefined || old.uncertain.length + next.uncertain.length > 0) return false;
      return differingFields(old, next, pair.models).some((field) => field !== 'headers' && field !== 'body');
    })
    .slice(0, 10);
  const asked = [...pair.requests, ...witnesses.map(recorded)];
  const sides: (readonly (Observed | null)[])[] = [];
  for (const config of pair.configs) {
    const seen = await observer.observe({ config, files: pair.files }, asked);
    if (!seen.ok) return null;
    sides.push(seen.observed);
  }
  const differs = asked.map((_, index) => shown(sides[0]?.[index]) !== shown(sides[1]?.[index]));
  const texts = asked.map(
    (request) => `${request.method} ${String(request.host)} ${request.connect} ${String(request.target)}`,
  );
  const count = pair.requests.length;
  return {
    differing: texts.filter((_, index) => index < count && differs[index]),
    confirmed: witnesses.length,
    refuted: texts.filter((_, index) => index >= count && !differs[index]),
  };
}

/** The request with addresses of this machine; an answer may hang on them, so that it is asked for anew. */
function here(request: RouteRequest): RouteRequest {
  const { connect } = request;
  const client: RouteRequest['client'] =
    connect.family === 'unix' ? { family: 'unix', host: '', port: 0 } : { family: 'inet', host: '127.0.0.1', port: 0 };
  const isLocal = connect.family === 'unix' || connect.host.startsWith('127.');
  return { ...request, connect: isLocal ? connect : { ...connect, host: '127.0.0.3' }, client };
}

function recorded({ method, target, version, host, connect, headers, client }: RouteRequest): RecordedRequest {
  return {
    ...{ method, target: recordedText(target), version, host: host === null ? null : recordedText(host) },
    ...{ connect: addressShown(connect), scheme: 'http', client: client?.family === 'unix' ? 'unix:' : '127.0.0.1' },
    headers: Object.fromEntries(headers.map(([name, value]) => [name, recordedText(value)])),
  };
}

/** What a client and a backend see; the lines of blocks are others anyway. */
function shown(observed: Observed | null | undefined): string {
  if (!observed) return 'no connection';
  const { status, response, location_header, content, filename, upstream, headers, body } = observed;
  return JSON.stringify([
    status,
    response,
    location_header,
    content,
    content === 'static' ? filename : '',
    upstream,
    headers,
    content === 'inline' ? body : '',
  ]);
}
