import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { corpus, corpusJson, corpusNote, hasCorpus } from '../../../../test/support/corpus.ts';
import { createFacts } from '../../src/facts/lookup.ts';
import type { ConfigModel, ServerModel } from '../../src/model/types.ts';
import { lowerBytes, shownBytes } from '../../src/route/bytes.ts';
import { readHost } from '../../src/route/host.ts';
import { chooseServer } from '../../src/route/server-names.ts';
import { type Socket, socketFor } from '../../src/route/sockets.ts';
import { readTarget } from '../../src/route/target.ts';
import type { RouteRequest } from '../../src/route/types.ts';
import { requestOfRecord } from '../../src/route/url-request.ts';
import { modelOf } from '../model/model-of.ts';

interface Observed {
  readonly status?: number;
  readonly server?: number;
  readonly parsed_uri?: unknown;
  readonly parsed_args?: unknown;
  readonly connect_error?: unknown;
  readonly tls_error?: unknown;
}

interface Recording {
  readonly config: string;
  readonly config_test: { readonly ok: boolean };
  readonly requests: readonly { readonly request: unknown; readonly observed: Observed }[];
}

interface Beginning {
  readonly server: ServerModel;
  readonly uri: unknown;
  readonly args: unknown;
  readonly refused: boolean;
}

/** What nginx does before it looks for a location: sections 2, 3 and 4 of the rules, and nothing else. */
function begin(model: ConfigModel, request: RouteRequest, socket: Socket): Beginning {
  let server = socket.defaultServer;
  const choose = (name: string): void => {
    server = chooseServer(model, socket, name).server;
  };
  if (request.scheme === 'https' && request.sni !== null) choose(lowerBytes(request.sni));
  const off = model.effective(server.at, 'merge_slashes').values[0]?.node.args[0]?.value === 'off';
  const read = readTarget(request.method, request.target, request.version, { mergeSlashes: !off }, model.facts);
  const target = 'refused' in read ? read.target : read;
  const parsed = { uri: target && shownBytes(target.uri), args: target && shownBytes(target.args) };
  if (target === null || 'refused' in read) return { server, ...parsed, refused: true };
  const host = request.host === null ? null : readHost(request.host, model.facts);
  const refused = host !== null && 'refused' in host;
  if (target.host !== null) choose(target.host);
  else if (host === null) choose('');
  else if ('name' in host) choose(host.name);
  return { server, ...parsed, refused: refused || (host === null && request.version === '1.1') };
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

const names = hasCorpus ? readdirSync(`${corpus}/routing`).filter((name) => name.endsWith('.json')) : [];

describe.skipIf(!hasCorpus)(`recorded requests${corpusNote}`, () => {
  let requests = 0;
  it.each(names)('%s', async (name) => {
    const { config, config_test, requests: recorded } = corpusJson<Recording>(`routing/${name}`);
    if (!config_test.ok) return;
    const model = await modelOf(config);
    for (const { request: json, observed } of recorded) {
      requests++;
      const request = requestOfRecord(json);
      if ('problem' in request) throw new Error(request.problem);
      const socket = socketFor(model, request.connect);
      if (observed.connect_error !== undefined) {
        expect(socket, JSON.stringify(json)).toBeNull();
        continue;
      }
      if (socket === null) throw new Error(`nothing listens for ${JSON.stringify(json)}`);
      if (observed.tls_error !== undefined) {
        expect(socket.tls).toBe(false);
        continue;
      }
      const { server, uri, args, refused } = begin(model, request, socket);
      const line = lineOf(config, server.at.node.name.start);
      const found = { server: line, uri: uri ?? undefined, args: args ?? '' };
      const expected = { server: observed.server, uri: observed.parsed_uri, args: observed.parsed_args ?? '' };
      expect(found, JSON.stringify({ json, observed }, null, 1)).toEqual(expected);
      if (refused) expect(observed.status, JSON.stringify(json)).toBe(400);
    }
  });
  it('are all of them', () => expect(requests).toBeGreaterThan(1_400));

  it('are URLs that mean the same', () => {
    for (const name of names) {
      for (const { request: json } of corpusJson<Recording>(`routing/${name}`).requests) {
        const { url, connect, client, method, version, headers, body } = json as Record<string, unknown>;
        if (url === undefined) continue;
        const { host, ...sent } = requestOfRecord(json) as RouteRequest;
        const typed = requestOfRecord({ url, connect, client, method, version, headers, body }) as RouteRequest;
        expect({ ...typed, host, sni: sent.sni }).toEqual({ ...sent, host });
        const told = nameOf(host);
        // Some requests have no name that a URL could hold.
        if (told !== null) expect(nameOf(typed.host)).toBe(told);
      }
    }
  });
});

function nameOf(host: string | null): string | null {
  const read = host === null ? null : readHost(host, createFacts());
  return read !== null && 'name' in read ? read.name : null;
}
