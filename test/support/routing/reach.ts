import type { ConfigModel } from '@nginx-lint/core';
import type { ServerModel } from '../../../packages/core/src/model/types.ts';
import { reachability } from '../../../packages/core/src/route/reachability.ts';
import type { Occurrence } from '../../../packages/core/src/tree/tree.ts';
import { requestOfRecord, route } from './engine.ts';
import type { LiveCase } from './live.ts';
import type { Observer } from './observe.ts';
import type { RecordedRequest } from './record.ts';
import { modelOfRecord } from './replay.ts';

/** What of a server may change or answer a request before a location is looked for. */
const BEFORE_SEARCH = /^(?:rewrite|return|if|break)$/;
const SAFE = /[^A-Za-z0-9\-._~/]/g;

const escaped = (bytes: string): string =>
  bytes.replace(SAFE, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);

/** Blocks that we call unreachable and that a search of the real nginx came to, as readable lines. */
export async function reachedThough({ record }: LiveCase): Promise<string[]> {
  const model = await modelOfRecord(record);
  const found: string[] = [];
  for (const server of model.servers) {
    for (const [location, reach] of reachability(model, server)) {
      if (reach.kind !== 'unreachable') continue;
      const line = lineOf(model, location.at);
      const by = record.requests.find(({ observed }) => observed.locations.includes(line));
      if (by !== undefined)
        found.push(`${record.id}: line ${line} is ${reach.proof.kind}, but ${by.request.target} got there`);
    }
  }
  return found;
}

/** Asks the real nginx for the sample of each location; those that do not get there, and how many were asked. */
export async function askSamples(
  observer: Observer,
  { record }: LiveCase,
): Promise<{ asked: number; missed: string[] }> {
  const model = await modelOfRecord(record);
  const requests: RecordedRequest[] = [];
  const lines: number[] = [];
  for (const server of model.servers) {
    if (server.at.children.some(({ node }) => BEFORE_SEARCH.test(node.name.value))) continue;
    const way = wayTo(
      model,
      server,
      record.requests.map(({ request }) => request),
    );
    if (way === null) continue;
    for (const [location, reach] of reachability(model, server)) {
      if (location.match === 'named' || (reach.kind !== 'reachable' && reach.kind !== 'only-slash')) continue;
      const request = { ...way, target: escaped(reach.sample) };
      // The default server of the socket decides about slashes, and may decide otherwise.
      if (route(model, requestOfRecord(request), {}).parsedUri !== reach.sample) continue;
      requests.push(request);
      lines.push(lineOf(model, location.at));
    }
  }
  if (requests.length === 0) return { asked: 0, missed: [] };
  const seen = await observer.observe({ config: record.config, files: record.files }, requests);
  if (!seen.ok) return { asked: 0, missed: [`${record.id}: ${seen.message}`] };
  const missed = seen.observed.flatMap((observed, number) =>
    // What could not be observed proves nothing.
    observed === null || observed.locations[0] === lines[number]
      ? []
      : [`${record.id}: ${requests[number]?.target} comes to ${observed.locations[0]} and not to ${lines[number]}`],
  );
  return { asked: requests.length, missed };
}

function lineOf(model: ConfigModel, at: Occurrence): number {
  return model.source(at.file).lines.lineAt(at.node.name.start);
}

/** A request that comes to a server as one of these does, without what may change its way. */
function wayTo(model: ConfigModel, server: ServerModel, requests: readonly RecordedRequest[]): RecordedRequest | null {
  for (const { connect, host, client } of requests) {
    if (host !== null && (typeof host !== 'string' || !/^\w+(?:[.-]\w+)*$/.test(host))) continue;
    const request: RecordedRequest = {
      ...{ method: 'GET', target: '/', version: '1.0', host, connect, scheme: 'http' },
      ...(client === undefined ? {} : { client }),
    };
    if (route(model, requestOfRecord(request), {}).server === server) return request;
  }
  return null;
}
