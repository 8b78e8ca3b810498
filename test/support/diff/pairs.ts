import type { ConfigModel } from '@nginx-lint/core';
import { differingFields } from '../../../packages/core/src/diff/compare-outcomes.ts';
import { watchedProbe } from '../../../packages/core/src/diff/probes.ts';
import { compareRouting, type RoutingComparison } from '../../../packages/core/src/diff/routing.ts';
import { Random, seedOf } from '../../../scripts/fuzz/random.ts';
import { fatalsOf } from '../fatal-lines.ts';
import { requestOfRecord, route } from '../routing/engine.ts';
import { textOf } from '../routing/generate/lines.ts';
import { requests } from '../routing/generate/requests.ts';
import { generateSite } from '../routing/generate/site.ts';
import { PREFIX, type RecordedRequest } from '../routing/record.ts';
import { RecordedFiles } from '../routing/recorded-files.ts';
import { bytesOf } from '../routing/recorded-text.ts';
import { modelOfRecord } from '../routing/replay.ts';
import { mutated } from './mutate.ts';

/** The version whose rules hold for the generated configurations. */
export const VERSION = '1.22.1';

/** Two configurations that nginx would start with, and random requests to them. */
export interface SitePair {
  readonly seed: number;
  readonly configs: readonly [string, string];
  readonly models: readonly [ConfigModel, ConfigModel];
  readonly files: readonly string[];
  readonly requests: readonly RecordedRequest[];
}

/** What the comparison says of a pair, and what the requests say. */
export interface JudgedPair {
  readonly pair: SitePair;
  readonly routing: RoutingComparison;
  /** The requests that the simulation treats in different ways, with the fields. */
  readonly differing: readonly string[];
}

/** Null where one of both is refused. */
export async function pairOf(seed: number, count: number): Promise<SitePair | null> {
  const random = new Random(seedOf(seed, 7));
  const site = generateSite(seed, 1);
  const configs = [textOf(site.lines), textOf(mutated(random, site.lines))] as const;
  const models: ConfigModel[] = [];
  for (const config of configs) {
    const model = await modelOfRecord({ config, nginx: VERSION });
    if (fatalsOf(model).length > 0) return null;
    models.push(model);
  }
  const [old, next] = models;
  if (old === undefined || next === undefined) return null;
  const asked = requests(random, configs.join('\n'), site.files, count);
  return { seed, configs, models: [old, next], files: site.files, requests: asked };
}

export function judge(pair: SitePair): JudgedPair {
  return { pair, routing: compareRouting(...pair.models), differing: differingRequests(pair) };
}

/** As with the files of the site, and as if none were known. */
function differingRequests({ models, files, requests: asked }: SitePair): string[] {
  const { probe } = new RecordedFiles(files);
  return asked.flatMap((recorded) => {
    const request = requestOfRecord(recorded);
    const [old, next] = models.map((model) =>
      route(model, request, { probe, prefix: bytesOf(PREFIX), untraced: true }),
    );
    const fields = old === undefined || next === undefined ? [] : differingFields(old, next, models);
    return fields.length === 0
      ? []
      : [`${recorded.method} ${recorded.host} ${recorded.connect} ${recorded.target}: ${fields.join()}`];
  });
}

/** Witnesses that are none: asked once more, both configurations treat the request alike. */
export function falseWitnesses({ pair: { models }, routing }: JudgedPair): string[] {
  return routing.witnesses.flatMap(({ request, files }) => {
    const [old, next] = models.map((model) => route(model, request, { probe: watchedProbe(files ?? 'missing').probe }));
    const fields = old === undefined || next === undefined ? [] : differingFields(old, next, models);
    return fields.length === 0 ? [`${request.method} ${request.host} ${request.target}`] : [];
  });
}

export interface Tally {
  readonly pairs: number;
  readonly equal: number;
  readonly different: number;
  readonly unknown: number;
  readonly witnesses: number;
  readonly requests: number;
  /** Pairs of which some random request shows that they differ, by what was said of them. */
  readonly shown: { readonly different: number; readonly unknown: number; readonly equal: number };
}

export function tally(judged: readonly JudgedPair[]): Tally {
  const of = (verdict: RoutingComparison['verdict'], among: readonly JudgedPair[]): number =>
    among.filter(({ routing }) => routing.verdict === verdict).length;
  const shown = judged.filter(({ differing }) => differing.length > 0);
  return {
    pairs: judged.length,
    equal: of('equal', judged),
    different: of('different', judged),
    unknown: of('unknown', judged),
    witnesses: judged.reduce((sum, { routing }) => sum + routing.witnesses.length, 0),
    requests: judged.reduce((sum, { pair }) => sum + pair.requests.length, 0),
    shown: { different: of('different', shown), unknown: of('unknown', shown), equal: of('equal', shown) },
  };
}
