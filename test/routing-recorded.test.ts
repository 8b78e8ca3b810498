import { afterAll, describe, expect, it } from 'vitest';
import { fatalsOf } from './support/fatal-lines.ts';
import { Observer, whyNotObservable } from './support/routing/observe.ts';
import { recordAnew, recordings } from './support/routing/recordings.ts';
import { modelOfRecord, replay } from './support/routing/replay.ts';
import { describeReplayed } from './support/routing/summary.ts';

const observer = new Observer();
afterAll(() => observer.close());

if (process.env['UPDATE_RECORDS'] !== undefined) {
  const reason = whyNotObservable();
  if (reason !== null) throw new Error(`Nothing can be recorded: ${reason}.`);
  await recordAnew(observer);
}

describe('recorded requests are answered as nginx answered them', () => {
  const records = recordings();

  it('there are some', () => {
    expect(records.reduce((count, { requests }) => count + requests.length, 0)).toBeGreaterThanOrEqual(390);
  });

  it.each(records.map((record) => [record.id, record] as const))('%s', async (_, record) => {
    expect(fatalsOf(await modelOfRecord(record))).toEqual([]);
    const replayed = await replay(record);
    const wrong = replayed.filter(({ differences }) => differences.some(({ certain }) => certain));
    expect(wrong.map(describeReplayed).join('\n')).toBe('');
  });
});
