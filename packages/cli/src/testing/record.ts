import { existsSync } from 'node:fs';
import { dirname, relative, sep } from 'node:path';
import {
  type Bytes,
  type ConfigModel,
  type LocationRow,
  type RouteOutcome,
  route,
  routeTable,
  type ServerRow,
  type ShownPlace,
  sampleUrl,
  serverReachability,
  shownBytes,
} from '@nginx-lint/core';
import { toPath } from '@nginx-lint/disk';
import { type Actual, actualOf, type Known, locationText, type Named } from '@nginx-lint/service/expectations';
import { writeWhole } from '../atomic-write.ts';
import { Failure } from '../failure.ts';
import { counted } from '../reporters/report.ts';
import type { World } from '../world.ts';
import { type OpenTests, openConfiguration, requestOf } from './run-tests.ts';
import type { TestCommandOptions } from './test-options.ts';

/** Drafts a file of tests from the table of all locations: what is true now, for somebody to look at. @throws Failure */
export async function record(options: TestCommandOptions, world: World): Promise<0> {
  const [target] = options.files;
  if (target === undefined) throw new Failure('--record needs the name of a file');
  const { path, name } = target;
  if (existsSync(path) && !options.force) throw new Failure(`${name}: it is there already; --force writes over it`);
  const said = { config: null, nginxVersion: options.nginxVersion, files: options.assume, prefix: null, map: [] };
  const open = await openConfiguration(path, said, options, world.cwd);
  const drafts = await draftsOf(open);
  const { stringify } = await import('yaml');
  const head = headOf(path, open, options);
  const yaml = (value: unknown, indent: string): string =>
    stringify(value, { lineWidth: 0 }).trimEnd().replace(/\n/g, `\n${indent}`);
  const blocks = drafts.map((draft) =>
    'comment' in draft
      ? `  # ${draft.comment}\n`
      : `${draft.notes.map((note) => `  # ${note}\n`).join('')}  - ${yaml(draft.test, '    ')}\n`,
  );
  const tests = drafts.filter((draft) => 'test' in draft).length;
  if (tests === 0)
    throw new Failure('no server and no location has a URL that leads to it, so there is nothing to write');
  writeWhole(path, `${HEAD}\n${stringify(head, { lineWidth: 0 })}\ntests:\n${blocks.join('\n')}`, name);
  world.stderr.write(`${name}: ${counted(tests, 'test')} written; look at what they expect\n`);
  return 0;
}

const HEAD = `# Written by "nginx-lint test --record": what the configuration does now, which need not be what it should do.
# Look at each test, give it a name, and take out what may change. "nginx-lint test" checks them.`;

/** Paths of a file of tests start from its folder. */
function headOf(path: string, open: Pick<OpenTests, 'entry'>, options: TestCommandOptions): object {
  const below = (file: string): string => relative(dirname(path), file).split(sep).join('/') || '.';
  return {
    config: below(toPath(open.entry.file)),
    ...(options.nginxVersion === null ? {} : { nginxVersion: options.nginxVersion }),
    files: options.assume ?? 'disk',
    ...(options.prefix === null ? {} : { prefix: below(options.prefix) }),
    ...(options.map.length === 0
      ? {}
      : { map: Object.fromEntries(options.map.map(({ from, to }) => [from, below(to)])) }),
  };
}

/** A test with notes for who reads it, or a note where there can be none. */
type Draft = { readonly comment: string } | { readonly notes: readonly string[]; readonly test: object };

async function draftsOf({
  entry: { model },
  nameOf,
  probeFor,
}: Omit<OpenTests, 'file' | 'document'>): Promise<readonly Draft[]> {
  const probe = await probeFor(null);
  const seen = new Set<string>();
  const drafts: Draft[] = [];
  const ask = (url: string, name: string): void => {
    if (seen.has(url)) return;
    seen.add(url);
    const request = requestOf({ url, method: null, headers: [], listen: null, client: null }, model);
    if ('problem' in request) drafts.push({ comment: `${name}: ${request.problem}` });
    else drafts.push(draft(url, name, route(model, request, { probe }), model, nameOf));
  };
  const add = (row: LocationRow): void => {
    const name = `${locationText(row)} (${placeText(row.at)})`;
    if (row.sample === null || !row.sample.includes('://')) drafts.push({ comment: `${name}: ${whyNot(row)}` });
    else ask(row.sample, name);
    for (const child of row.locations) add(child);
  };
  const reaches = serverReachability(model);
  for (const [index, server] of routeTable(model, nameOf).servers.entries()) {
    const own = model.servers[index];
    // A server that answers by itself, as many do that redirect to another one.
    const url = sampleUrl(own === undefined ? undefined : reaches.get(own), '/');
    if (server.unreachable !== null) drafts.push({ comment: `${serverText(server)}: ${server.unreachable.reason}` });
    else if (server.locations.length === 0 && url.includes('://')) ask(url, serverText(server));
    for (const row of server.locations) add(row);
  }
  return drafts;
}

function whyNot(row: LocationRow): string {
  if (row.unreachable !== null) return `never reached: ${row.unreachable.reason}`;
  if (row.reach === 'only-internal') return 'only redirects inside nginx lead there';
  return 'no URL is known that leads there';
}

function serverText({ names, at }: ServerRow): string {
  return `server ${names[0] ?? 'without a name'} (${placeText(at)})`;
}

function placeText(at: ShownPlace | null): string {
  return at === null ? 'not written' : `${at.file}:${at.line}`;
}

function draft(
  url: string,
  name: string,
  outcome: RouteOutcome,
  model: ConfigModel,
  nameOf: OpenTests['nameOf'],
): Draft {
  const actual = actualOf(outcome, model, nameOf);
  const notes = [name, ...outcome.uncertain.map((reason) => `not known: ${reason}`)];
  if (outcome.content === 'upstream') notes.push('the status is that of the upstream');
  return {
    notes: notes.map((note) => note.replace(/[\r\n]+/g, ' ')),
    test: { url, expect: expectationOf(actual, outcome) },
  };
}

/** What is known and says something; what nginx does not do is left out. */
function expectationOf(actual: Actual, outcome: RouteOutcome): object {
  const names = new Set(outcome.headers.map(([header]) => header));
  const headers = [...names].flatMap((header) => {
    const values = knownOf(actual.header(header))?.map(textOf) ?? [];
    return values.includes(null) || values.length === 0
      ? []
      : [[header, values.length === 1 ? values[0] : values] as const];
  });
  const fields = {
    server: named(actual.server),
    location: named(actual.location),
    status: knownOf(actual.status),
    redirect: textOf(knownOf(actual.redirect)),
    file: textOf(knownOf(actual.file)),
    upstream: named(actual.upstream),
    upstreamUri: textOf(knownOf(actual.upstreamUri)),
    ...(headers.length === 0 ? {} : { headers: Object.fromEntries(headers) }),
    body: textOf(knownOf(actual.body)),
    ...(outcome.uncertain.length === 0 ? {} : { uncertain: true }),
  };
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null && value !== ''),
  );
}

function knownOf<T>(known: Known<T>): T | undefined {
  return 'value' in known ? known.value : undefined;
}

function named(known: Known<Named | null>): string | undefined {
  return knownOf(known)?.names[0];
}

/** Null where it is no text that a file of YAML could hold. */
function textOf(bytes: Bytes | null | undefined): string | null {
  if (bytes === null || bytes === undefined) return null;
  const shown = shownBytes(bytes);
  return typeof shown === 'string' ? shown : null;
}
