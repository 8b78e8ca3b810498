// Compares our answers with the recorded requests of the reference corpus.
//
//   npx tsx -C source scripts/routing-replay.ts [PART-OF-A-CASE-NAME] [--verbose] [--field NAME]
//
// Prints how many are equal and which fields differ; with --verbose every difference.
import { parseArgs } from 'node:util';
import { routingNote, routingRecords } from '../test/support/routing/record.ts';
import { type Replayed, replay } from '../test/support/routing/replay.ts';
import { describeReplayed, describeSummary, summaryOf } from '../test/support/routing/summary.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { verbose: { type: 'boolean', short: 'v', default: false }, field: { type: 'string' } },
});

const all: Replayed[] = [];
for (const record of routingRecords()) {
  if (positionals.length > 0 && !positionals.some((part) => record.id.includes(part))) continue;
  all.push(...(await replay(record)));
}
if (all.length === 0) console.log(`Nothing to replay${routingNote}`);
const meant = all.filter(({ differences, outcome }) =>
  options.field === undefined
    ? differences.length > 0 || (outcome?.uncertain.length ?? 0) > 0
    : differences.some(({ field }) => field === options.field),
);
if (options.verbose || options.field !== undefined) for (const each of meant) console.log(describeReplayed(each));
console.log(describeSummary(summaryOf(all)));
