// Asks the real nginx and us about generated configurations, and prints where they differ, made small.
//
//   ROUTING_SEED=1 ROUTING_CONFIGS=300 npx tsx -C source scripts/routing-live.ts [--shrink N] [--seed N]
//
// --seed prints all about one site. --shrink makes the first N differing sites small (3).
import { parseArgs } from 'node:util';
import { generateSite } from '../test/support/routing/generate/site.ts';
import { askLive, hasDifference, liveCases } from '../test/support/routing/live.ts';
import { Observer, whyNotObservable } from '../test/support/routing/observe.ts';
import type { Replayed } from '../test/support/routing/replay.ts';
import { describeSmall, shrink } from '../test/support/routing/shrink.ts';
import { describeReplayed, describeSummary, summaryOf } from '../test/support/routing/summary.ts';

const { values: options } = parseArgs({
  options: {
    shrink: { type: 'string', default: '3' },
    seed: { type: 'string' },
    requests: { type: 'string', default: '17' },
  },
});
const reason = whyNotObservable();
if (reason !== null) {
  console.error(`Nothing can be observed: ${reason}.`);
  process.exit(2);
}
const observer = new Observer();
const requests = Number(options.requests);
if (options.seed !== undefined) {
  const found = await askLive(observer, generateSite(Number(options.seed), requests));
  console.log(found.record.config);
  console.log(`files: ${found.record.files.join(' ')}`);
  if (found.verdict !== null) console.log(found.verdict);
  for (const each of found.replayed.filter(({ differences }) => differences.length > 0))
    console.log(describeReplayed(each));
  if (hasDifference(found)) console.log(describeSmall(await shrink(observer, found)));
} else {
  const first = Number(process.env['ROUTING_SEED'] ?? 1);
  const all: Replayed[] = [];
  let refused = 0;
  let toShrink = Number(options.shrink);
  for await (const found of liveCases(observer, first, Number(process.env['ROUTING_CONFIGS'] ?? 300), requests)) {
    all.push(...found.replayed);
    if (!found.record.config_test.ok) refused++;
    if (!hasDifference(found)) continue;
    if (found.verdict !== null) console.log(`seed ${found.site.seed}: ${found.verdict}`);
    for (const each of found.replayed
      .filter(({ differences }) => differences.some(({ certain }) => certain))
      .slice(0, 3))
      console.log(describeReplayed(each));
    if (toShrink-- > 0) console.log(describeSmall(await shrink(observer, found)));
  }
  console.log(`${refused} configurations were refused by nginx`);
  console.log(describeSummary(summaryOf(all)));
}
observer.close();
