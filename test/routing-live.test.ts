import { afterAll, describe, expect, it } from 'vitest';
import { hasDifference, type LiveCase, liveCases } from './support/routing/live.ts';
import { Observer, whyNotObservable } from './support/routing/observe.ts';
import { askSamples, reachedThough } from './support/routing/reach.ts';
import { describeSmall, shrink } from './support/routing/shrink.ts';
import { describeReplayed, describeSummary, summaryOf } from './support/routing/summary.ts';

const reason = whyNotObservable();
const SEED = Number(process.env['ROUTING_SEED'] ?? 1);
const CONFIGS = Number(process.env['ROUTING_CONFIGS'] ?? 300);
const REQUESTS = 17;
/** Each takes up to a minute. */
const MOST_SHRUNK = 2;
const MINUTES = 10 * 60_000;

describe.skipIf(reason !== null)(`random configurations${reason === null ? '' : ` (skipped: ${reason})`}`, () => {
  const observer = new Observer();
  const cases: LiveCase[] = [];
  afterAll(() => observer.close());

  it(
    `${CONFIGS} of them are answered as by nginx`,
    async () => {
      for await (const found of liveCases(observer, SEED, CONFIGS, REQUESTS)) cases.push(found);
      const replayed = cases.flatMap((each) => each.replayed);
      const differing = cases.filter(hasDifference);
      const told: string[] = [];
      for (const found of differing.slice(0, MOST_SHRUNK)) told.push(describeSmall(await shrink(observer, found)));
      const wrong = replayed.filter(({ differences }) => differences.some(({ certain }) => certain));
      expect([...wrong.slice(0, 20).map(describeReplayed), ...told].join('\n')).toBe('');
      expect(cases.flatMap(({ site, verdict }) => (verdict === null ? [] : [`seed ${site.seed}: ${verdict}`]))).toEqual(
        [],
      );
      const { requests, uncertain } = summaryOf(replayed);
      console.log(describeSummary(summaryOf(replayed)));
      expect(requests).toBeGreaterThan(CONFIGS * REQUESTS * 0.98);
      expect(uncertain / requests).toBeLessThan(0.03);
    },
    MINUTES,
  );

  it(
    'nothing gets to what we call unreachable',
    async () => {
      const reached: string[] = [];
      for (const found of cases) reached.push(...(await reachedThough(found)));
      expect(reached).toEqual([]);
    },
    MINUTES,
  );

  it(
    'samples get to their locations',
    async () => {
      let asked = 0;
      const missed: string[] = [];
      for (const found of cases.filter(({ record }) => record.config_test.ok)) {
        const answer = await askSamples(observer, found);
        asked += answer.asked;
        missed.push(...answer.missed);
      }
      expect(missed).toEqual([]);
      expect(asked).toBeGreaterThan(CONFIGS);
    },
    MINUTES,
  );
});
