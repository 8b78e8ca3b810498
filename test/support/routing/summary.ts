import type { Replayed } from './replay.ts';

export interface Summary {
  readonly requests: number;
  /** Every field equal. */
  readonly exact: number;
  readonly uncertain: number;
  /** Some field is wrong that the outcome does not leave open. */
  readonly wrong: number;
  /** How many requests differ in a field. */
  readonly fields: ReadonlyMap<string, number>;
}

export function summaryOf(replayed: readonly Replayed[]): Summary {
  const fields = new Map<string, number>();
  for (const { differences } of replayed)
    for (const field of new Set(differences.map((each) => each.field))) fields.set(field, (fields.get(field) ?? 0) + 1);
  return {
    requests: replayed.length,
    exact: replayed.filter(({ differences }) => differences.length === 0).length,
    uncertain: replayed.filter(({ outcome }) => outcome !== null && outcome.uncertain.length > 0).length,
    wrong: replayed.filter(({ differences }) => differences.some(({ certain }) => certain)).length,
    fields,
  };
}

/** `s-loc-01 #3 GET /a` and below it one line for each field. */
export function describeReplayed({ record, number, exchange, outcome, differences }: Replayed): string {
  const { method, target, host, connect } = exchange.request;
  const lines = differences.map(
    ({ field, expected, got, certain }) =>
      `    ${field}${certain ? '' : ' (left open)'}: expected ${expected}, got ${got}`,
  );
  const reasons = outcome?.uncertain.map((reason) => `    uncertain: ${reason}`) ?? [];
  const asked = `${method} ${JSON.stringify(target)} host ${JSON.stringify(host)} at ${connect}`;
  return [`${record.id} #${number} ${asked}`, ...lines, ...reasons].join('\n');
}

export function describeSummary({ requests, exact, uncertain, wrong, fields }: Summary): string {
  const percent = (count: number): string => `${requests === 0 ? 0 : ((100 * count) / requests).toFixed(2)} %`;
  const sorted = [...fields].sort(([, a], [, b]) => b - a).map(([field, count]) => `${field} ${count}`);
  return [
    `${requests} requests: ${exact} exact (${percent(exact)}), ${wrong} wrong, ${uncertain} uncertain (${percent(uncertain)})`,
    ...(sorted.length > 0 ? [`differences by field: ${sorted.join(', ')}`] : []),
  ].join('\n');
}
