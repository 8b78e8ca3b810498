import { afterAll, describe, expect, it } from 'vitest';
import { type ObservedPair, observePair } from './support/diff/observed-pairs.ts';
import { falseWitnesses, type JudgedPair, judge, pairOf, tally } from './support/diff/pairs.ts';
import { Observer, whyNotObservable } from './support/routing/observe.ts';

// Random configurations and what one to three changes make of them. DIFF_PAIRS, DIFF_REQUESTS and DIFF_SEED ask for more.

const SEED = Number(process.env['DIFF_SEED'] ?? 1);
const PAIRS = Number(process.env['DIFF_PAIRS'] ?? 80);
const REQUESTS = Number(process.env['DIFF_REQUESTS'] ?? 300);
const LIVE_PAIRS = Number(process.env['DIFF_LIVE_PAIRS'] ?? 25);
const LIVE_REQUESTS = 40;
const MINUTES = 10 * 60_000;

async function* judgedPairs(count: number, requests: number): AsyncGenerator<JudgedPair> {
  let found = 0;
  for (let seed = SEED; found < count; seed++) {
    const pair = await pairOf(seed, requests);
    if (pair === null || pair.configs[0] === pair.configs[1]) continue;
    found++;
    yield judge(pair);
  }
}

const seedText = ({ pair }: JudgedPair, text: string): string => `seed ${pair.seed}: ${text}`;

it(
  `${PAIRS} pairs of configurations, ${REQUESTS} requests to each`,
  async () => {
    const judged: JudgedPair[] = [];
    for await (const one of judgedPairs(PAIRS, REQUESTS)) judged.push(one);
    const equal = judged.filter(({ routing }) => routing.verdict === 'equal');
    expect(equal.flatMap((one) => one.differing.map((text) => seedText(one, text)))).toEqual([]);
    expect(judged.flatMap((one) => falseWitnesses(one).map((text) => seedText(one, text)))).toEqual([]);
    const { shown, ...counts } = tally(judged);
    console.log(JSON.stringify({ ...counts, shown }));
    // Enough of each for the above to say something.
    expect(equal.length).toBeGreaterThan(PAIRS / 5);
    expect(counts.different).toBeGreaterThan(PAIRS / 10);
    expect(shown.different).toBeGreaterThanOrEqual(0.9 * (shown.different + shown.unknown));
  },
  MINUTES,
);

const reason = whyNotObservable();

describe.skipIf(reason !== null)(`a real nginx${reason === null ? '' : ` (skipped: ${reason})`}`, () => {
  const observer = new Observer();
  afterAll(() => observer.close());

  it(
    `treats alike what is called equal, and witnesses in different ways: ${LIVE_PAIRS} pairs`,
    async () => {
      const wrong: string[] = [];
      const observed: ObservedPair[] = [];
      for await (const one of judgedPairs(LIVE_PAIRS, LIVE_REQUESTS)) {
        const seen = await observePair(observer, one);
        if (seen === null) continue;
        observed.push(seen);
        if (one.routing.verdict === 'equal') wrong.push(...seen.differing.map((text) => seedText(one, text)));
        wrong.push(...seen.refuted.map((text) => seedText(one, `no witness: ${text}`)));
      }
      expect(wrong).toEqual([]);
      const confirmed = observed.reduce((sum, each) => sum + each.confirmed, 0);
      console.log(`${observed.length} pairs, ${confirmed} witnesses confirmed by nginx`);
      expect(confirmed).toBeGreaterThan(0);
    },
    MINUTES,
  );
});
