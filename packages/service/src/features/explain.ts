import {
  type FileId,
  type FileProbe,
  type LintConfig,
  type NameOf,
  type RouteJson,
  requestOfUrl,
  route,
  routeJson,
} from '@nginx-lint/core';
import type { Analysis, Snapshot } from '../snapshot.ts';

/** A request as somebody asks for it. */
export interface AskedRequest {
  readonly url: string;
  readonly method?: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  /** `127.0.0.1:8080`: where the request arrives, if not where the URL says. */
  readonly listen?: string;
  readonly clientAddr?: string;
}

/** Who knows what lies on the disk of an entry's server. */
export type ProbeFor = (entry: FileId, config: LintConfig) => FileProbe;

/** What nginx would do with it, or why nobody can tell. */
export type Explanation =
  | { readonly entry: FileId; readonly result: RouteJson }
  | { readonly entry: FileId | null; readonly problem: string };

/**
 * Follows a request through the configuration that holds a file, the entry before fragments; with no file, through the
 * first whole configuration there is. `probeFor` says what lies on the disk; without it, that is uncertain.
 */
export function explainRequest(
  snapshot: Snapshot,
  file: FileId | null,
  asked: AskedRequest,
  nameOf: NameOf,
  probeFor?: ProbeFor,
): Explanation {
  const analysis = analysisFor(snapshot, file);
  if (analysis === null) return { entry: null, problem: 'there is no nginx configuration to ask' };
  const { entry, model } = analysis;
  const refused = refusal(analysis, nameOf);
  if (refused !== null) return { entry, problem: refused };
  const { url, headers = [], ...rest } = asked;
  const request = requestOfUrl(url, { ...rest, headers, model });
  if ('problem' in request) return { entry, problem: request.problem };
  const probe = probeFor?.(entry, analysis.config);
  const outcome = route(model, request, probe === undefined ? {} : { probe });
  return { entry, result: routeJson(outcome, model, nameOf, url) };
}

function analysisFor(snapshot: Snapshot, file: FileId | null): Analysis | null {
  const holding = file === null ? [] : snapshot.views(file).map(({ analysis }) => analysis);
  const all = [...holding, ...(file === null ? snapshot.analyses : [])];
  return all.find(({ model }) => model.tree.whole) ?? all[0] ?? null;
}

/** The first reason for which nginx would not start; a file that is missing here may well be there on the server. */
function refusal(analysis: Analysis, nameOf: NameOf): string | null {
  const fatal = analysis.result().diagnostics.find((found) => found.fatal && found.rule !== 'include-not-found');
  if (fatal === undefined) return null;
  const line = analysis.model.source(fatal.file).lines.lineAt(fatal.span.start);
  return `nginx would not start: ${nameOf(fatal.file)}:${line}: ${fatal.message}`;
}
