import { dirname } from 'node:path';
import {
  type ConfigModel,
  type FileProbe,
  joinPath,
  nearest,
  normalisePath,
  pathOf,
  type RouteOutcome,
  type RouteRequest,
  requestOfRecord,
  route,
  unseenFor,
} from '@nginx-lint/core';
import { nodeHost, readPath, toFileId, whyUnreadable } from '@nginx-lint/disk';
import {
  actualOf,
  check,
  type FilesChoice,
  type KnownPlaces,
  locationText,
  type Mismatch,
  type RequestTest,
  readTestFile,
  type TestFile,
} from '@nginx-lint/service/expectations';
import { type PlacedYaml, Project, readPlacedYaml } from '@nginx-lint/service/project';
import { Failure } from '../failure.ts';
import { type Entry, openEntry } from '../route/entry.ts';
import { fileProbe } from '../route/file-probe.ts';
import { namesOf, type ShownNames } from '../targets.ts';
import type { TestCommandOptions } from './test-options.ts';

/** What became of one test. */
export interface TestResult {
  readonly test: RequestTest;
  /** Of the file of tests. */
  readonly line: number;
  /** Each with its line in the file of tests. */
  readonly mismatches: readonly (Mismatch & { readonly line: number })[];
  readonly outcome: RouteOutcome;
  /** Includes that cannot be read: all is told as if they held nothing. */
  readonly unseen: readonly string[];
}

/** What became of the tests of one file. */
export interface FileResult {
  /** As it was given. */
  readonly name: string;
  readonly entry: Entry;
  readonly results: readonly TestResult[];
}

export interface OpenTests {
  readonly file: TestFile;
  readonly document: PlacedYaml;
  readonly entry: Entry;
  /** How files are called in tests. */
  readonly nameOf: ShownNames;
  probeFor(choice: FilesChoice | null): Promise<FileProbe>;
}

/** Reads a file of tests and the configuration that it is about. @throws Failure */
export async function openTests(
  path: string,
  name: string,
  options: TestCommandOptions,
  cwd: string,
): Promise<OpenTests> {
  const bytes = readPath(path);
  if (typeof bytes === 'string') throw new Failure(`${name}: ${whyUnreadable(path)}`);
  const document = await readPlacedYaml(bytes, name);
  const { file, errors } = readTestFile(document.value);
  if (errors.length > 0) throw new Failure(errors.map(document.errorLine).join('\n'));
  return { file, document, ...(await openConfiguration(path, file, options, cwd)) };
}

/** The configuration that a file of tests is about. @throws Failure */
export async function openConfiguration(
  path: string,
  file: Omit<TestFile, 'tests'>,
  options: TestCommandOptions,
  cwd: string,
): Promise<Pick<OpenTests, 'entry' | 'nameOf' | 'probeFor'>> {
  const folder = dirname(path);
  const absolute = (relative: string): string =>
    normalisePath(joinPath(pathOf(toFileId(folder, cwd)), relative.replaceAll('\\', '/')));
  const project = new Project({
    ...options,
    nginxVersion: options.nginxVersion ?? file.nginxVersion,
    prefix: options.prefix ?? (file.prefix === null ? null : absolute(file.prefix)),
    map: [...options.map, ...file.map.map(({ from, to }) => ({ from, to: absolute(to) }))],
    host: nodeHost(cwd),
    known: () => import('../known-names.ts'),
  });
  const named = options.entry ?? file.config;
  // What a draft is made for is looked for where the command runs.
  const around = options.entry !== null || options.record ? cwd : folder;
  const entry = await openEntry(project, named, around);
  const probes = new Map<FilesChoice, Promise<FileProbe>>();
  const probeFor = (choice: FilesChoice | null): Promise<FileProbe> => {
    const chosen = options.assume ?? choice ?? file.files ?? 'disk';
    const known = probes.get(chosen) ?? fileProbe(chosen, project, entry.file);
    probes.set(chosen, known);
    return known;
  };
  return { entry: { ...entry, nameOf: namesOf(new Map(), cwd) }, nameOf: namesOf(new Map(), folder), probeFor };
}

/** Runs the tests of a file. @throws Failure where one cannot be run */
export async function runTests(name: string, open: OpenTests): Promise<FileResult> {
  const { file, document, entry, nameOf } = open;
  const requests = readRequests(open);
  const places = knownPlaces(entry.model);
  const results: TestResult[] = [];
  for (const [index, test] of file.tests.entries()) {
    const outcome = route(entry.model, requests[index] as RouteRequest, { probe: await open.probeFor(test.files) });
    const mismatches = check(test.expect, actualOf(outcome, entry.model, nameOf), places).map((mismatch) => ({
      ...mismatch,
      line: document.lineOf(['tests', index, 'expect', ...mismatch.path], 'key'),
    }));
    const unseen = unseenFor(outcome, entry.model).map(({ path }) => path);
    results.push({ test, line: document.lineOf(['tests', index], 'value'), mismatches, outcome, unseen });
  }
  return { name, entry, results };
}

/** The requests of all tests. @throws Failure that names what is no request and what is no directive */
function readRequests({ file, document, entry: { model } }: OpenTests): readonly RouteRequest[] {
  const lines: string[] = [];
  const requests = file.tests.map((test, index) => {
    const path = ['tests', index];
    for (const directive of test.expect.effective?.keys() ?? []) {
      if (model.facts.named(directive).length > 0) continue;
      const [near] = nearest(directive, [...new Set(BLOCKS.flatMap((block) => model.facts.namesIn(block)))]);
      const message = `unknown directive "${directive}"${near === undefined ? '' : `; did you mean "${near}"?`}`;
      lines.push(document.errorLine({ path: [...path, 'expect', 'effective', directive], at: 'key', message }));
    }
    const request = requestOf(test, model);
    if ('problem' in request)
      lines.push(document.errorLine({ path: [...path, 'url'], at: 'value', message: request.problem }));
    return request;
  });
  if (lines.length > 0) throw new Failure(lines.join('\n'));
  return requests as RouteRequest[];
}

const BLOCKS = ['http', 'server', 'location'] as const;

export function requestOf(
  { url, method, headers, listen, client }: Pick<RequestTest, 'url' | 'method' | 'headers' | 'listen' | 'client'>,
  model: ConfigModel,
): RouteRequest | { readonly problem: string } {
  return requestOfRecord({ url, method, headers, listen, clientAddr: client }, model);
}

function knownPlaces({ servers }: ConfigModel): KnownPlaces {
  return {
    servers: servers.flatMap(({ names }) => names.map(({ value }) => value)),
    locations: servers.flatMap(({ allLocations }) => allLocations.map(locationText)),
  };
}
