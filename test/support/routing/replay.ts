import { type ConfigModel, createFacts, createModel, fileAt, loadTree, memoryFiles } from '@nginx-lint/core';
import type { Facts } from '../../../packages/core/src/facts/types.ts';
import { compare, type Difference } from './compare.ts';
import { type RouteOutcome, requestOfRecord, route } from './engine.ts';
import { ENTRY, PREFIX, type RecordedExchange, type RoutingRecord } from './record.ts';
import { RecordedFiles } from './recorded-files.ts';
import { bytesOf } from './recorded-text.ts';

/** One recorded request, answered by us. */
export interface Replayed {
  readonly record: RoutingRecord;
  /** From 0. */
  readonly number: number;
  readonly exchange: RecordedExchange;
  /** Null where the engine threw. */
  readonly outcome: RouteOutcome | null;
  readonly differences: readonly Difference[];
}

const known = new Map<string, Facts>();

function factsOf(version: string): Facts {
  const facts = known.get(version) ?? createFacts({ version });
  known.set(version, facts);
  return facts;
}

export async function modelOfRecord({ config, nginx }: Pick<RoutingRecord, 'config' | 'nginx'>): Promise<ConfigModel> {
  const files = memoryFiles({ [ENTRY]: config });
  return createModel(await loadTree(fileAt(ENTRY), { files, facts: factsOf(nginx), prefix: PREFIX }));
}

export async function replay(record: RoutingRecord): Promise<Replayed[]> {
  const model = await modelOfRecord(record);
  const files = new RecordedFiles(record.files);
  const environment = { probe: files.probe, prefix: bytesOf(PREFIX) };
  return record.requests.map((exchange, number) => {
    try {
      const outcome = route(model, requestOfRecord(exchange.request), environment);
      return { record, number, exchange, outcome, differences: compare(record, exchange, outcome, model) };
    } catch (error) {
      const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
      const got = stack.split('\n').slice(0, 4).join(' | ');
      const differences = [{ field: 'exception', expected: 'none', got, certain: true }];
      return { record, number, exchange, outcome: null, differences };
    } finally {
      files.follow(exchange);
    }
  });
}
