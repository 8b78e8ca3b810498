import { readdirSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { addressShown, type ConfigModel, type Occurrence, type RouteRequest, shownBytes } from '@nginx-lint/core';
import {
  type Actual,
  check,
  type Known,
  locationText,
  type Mismatch,
  type Named,
  type RequestTest,
} from '@nginx-lint/service/expectations';
import { type OpenTests, openTests, requestOf } from '../../../packages/cli/src/testing/run-tests.ts';
import type { TestCommandOptions } from '../../../packages/cli/src/testing/test-options.ts';
import { flatten } from './flatten.ts';
import { Observer } from './observe.ts';
import type { Observed, RecordedRequest, RecordedText } from './record.ts';
import { bytesOf } from './recorded-text.ts';

/** What a real nginx made of one test. */
export interface ReplayedTest {
  readonly test: RequestTest;
  /** What it did in another way than is expected. */
  readonly mismatches: readonly Mismatch[];
  /** Fields that cannot be seen from outside. */
  readonly unseen: readonly string[];
}

const NO_OPTIONS: TestCommandOptions = {
  files: [],
  record: false,
  force: false,
  entry: null,
  config: null,
  assume: null,
  format: 'pretty',
  color: 'never',
  nginxVersion: null,
  prefix: null,
  map: [],
};

/** Runs the tests of a file against the nginx of this machine. @throws Failure, and Error where nginx refuses it */
export async function replayTests(path: string): Promise<readonly ReplayedTest[]> {
  const open = await openTests(path, basename(path), NO_OPTIONS, dirname(path));
  const { model } = open.entry;
  const { text, places } = flatten(model);
  const observer = new Observer();
  try {
    const requests = open.file.tests.map((test) => recorded(test, model));
    const seen = await observer.observe({ config: text, files: filesOf(open, path) }, requests);
    if (!seen.ok) throw new Error(`nginx refuses the configuration: ${seen.message}`);
    const blockAt = (line: number): Occurrence | null => {
      const place = places[line - 1];
      const found = model.tree.all.find(
        ({ file, node }) => file === place?.file && model.source(file).lines.lineAt(node.start) === place.line,
      );
      return found ?? null;
    };
    return open.file.tests.map((test, index) => {
      const observed = seen.observed[index] ?? null;
      const found = check(test.expect, seenOf(observed, open, blockAt), { servers: [], locations: [] });
      return {
        test,
        mismatches: found.filter(({ unknown }) => !unknown),
        unseen: found.filter(({ unknown }) => unknown).map((each) => each.path.join('.')),
      };
    });
  } finally {
    observer.close();
  }
}

/** What the tests say is there: nginx looks at files that are really there. */
function filesOf({ file }: OpenTests, path: string): readonly string[] {
  if (file.files === 'missing') return [];
  if (file.files === 'exist') throw new Error('"files: exist" cannot be replayed: no disk has every file');
  return file.map.flatMap(({ from, to }) => {
    const folder = join(dirname(path), to);
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${from}/${relative(folder, join(entry.parentPath, entry.name))}`);
  });
}

function recorded(test: RequestTest, model: ConfigModel): RecordedRequest {
  const request = requestOf(test, model);
  if ('problem' in request) throw new Error(request.problem);
  const { method, target, version, host, connect, scheme, headers, client } = request as RouteRequest;
  const shown = (bytes: string): RecordedText => shownBytes(bytes);
  return {
    ...{ method, version, scheme, connect: addressShown(connect) },
    target: shown(target),
    host: host === null ? null : shown(host),
    headers: Object.fromEntries(headers.map(([name, value]) => [name, shown(value)])),
    ...(client === null ? {} : { client: client.host }),
  };
}

const NOT_SEEN = { unknown: 'it cannot be seen from outside' };
/** The observer keeps these headers. */
const KEPT = /^(?:x-.*|allow|www-authenticate|cache-control)$/;

function seenOf(observed: Observed | null, open: OpenTests, blockAt: (line: number) => Occurrence | null): Actual {
  const { model } = open.entry;
  const upstream = observed?.upstream?.[0];
  const text = (value: RecordedText | undefined): Known<string | null> => ({
    value: value === undefined ? null : bytesOf(value),
  });
  const among = (pairs: readonly (readonly [string, RecordedText])[] | undefined, name: string) =>
    (pairs ?? []).flatMap(([each, value]) => (each.toLowerCase() === name.toLowerCase() ? [bytesOf(value)] : []));
  return {
    server: { value: observed === null ? null : serverOf(blockAt(observed.server), open) },
    location: { value: observed === null ? null : locationOf(blockAt(observed.final), open) },
    status: { value: observed?.status ?? null },
    closed: observed === null || observed.response === 'none',
    redirect: text(observed?.location_header),
    file: text(observed?.content === 'static' ? observed.filename : undefined),
    upstream: { value: upstream === undefined ? null : groupOf(upstream.backend, model) },
    upstreamUri: text(upstream?.uri),
    upstreamHeader: (name) => ({ value: among(upstream?.headers, name) }),
    upstreamParam: (name) => ({ value: among(Object.entries(upstream?.params ?? {}), name) }),
    header: (name) => {
      if (name === 'location') return { value: among([['location', observed?.location_header ?? '']], name) };
      return KEPT.test(name) ? { value: among(observed?.headers, name) } : NOT_SEEN;
    },
    body: text(observed?.content === 'inline' ? observed.body : undefined),
    effective: () => NOT_SEEN,
    uncertain: [],
  };
}

function serverOf(at: Occurrence | null, open: OpenTests): Named | null {
  const server = at === null ? null : open.entry.model.server(at);
  return server === null
    ? null
    : named(
        server.at,
        server.names.map(({ value }) => value),
        open,
      );
}

function locationOf(at: Occurrence | null, open: OpenTests): Named | null {
  const location = at === null ? null : open.entry.model.location(at);
  return location === null ? null : named(location.at, [locationText(location)], open);
}

function named(at: Occurrence, own: readonly string[], { entry, nameOf }: OpenTests): Named {
  const place = `${nameOf(at.file)}:${entry.model.source(at.file).lines.lineAt(at.node.start)}`;
  return { names: [...own, place], shown: `${own[0] ?? ''} (${place})` };
}

/** A backend by its address, and by the names of the groups that it belongs to. */
function groupOf(backend: string, { upstreams }: ConfigModel): Named {
  const groups = upstreams.filter(({ servers }) => servers.some(({ address }) => address.value === backend));
  return { names: [backend, ...groups.map(({ name }) => name.value)], shown: backend };
}
