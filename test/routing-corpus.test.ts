import { describe, expect, it } from 'vitest';
import { fatalsOf, placesOf } from './support/fatal-lines.ts';
import { ENTRY, routingNote, routingRecords } from './support/routing/record.ts';
import { modelOfRecord, replay } from './support/routing/replay.ts';
import { describeReplayed, summaryOf } from './support/routing/summary.ts';

const records = [...routingRecords()];

describe.skipIf(records.length === 0)(`what nginx did with recorded requests${routingNote}`, () => {
  it('is what we say', async () => {
    const replayed = (await Promise.all(records.map(replay))).flat();
    const { requests, exact, uncertain, wrong } = summaryOf(replayed);
    const differing = replayed.filter(({ differences }) => differences.some(({ certain }) => certain));
    expect(requests).toBeGreaterThan(1_000);
    expect(differing.slice(0, 20).map(describeReplayed).join('\n')).toBe('');
    expect(wrong).toBe(0);
    expect(exact / requests).toBeGreaterThanOrEqual(0.995);
    expect(uncertain / requests).toBeLessThanOrEqual(0.01);
  });

  it.each(records.map((record) => [record.id, record] as const))(
    '%s is accepted or refused as by nginx',
    async (_, record) => {
      const model = await modelOfRecord(record);
      const fatals = fatalsOf(model);
      const line = /in nginx\.conf:(\d+)$/.exec(
        record.config_test.messages?.find(([level]) => level === 'emerg')?.[1] ?? '',
      );
      if (record.config_test.ok) expect(fatals).toEqual([]);
      else if (line !== null)
        expect(fatals.flatMap((fatal) => placesOf(fatal, model))).toContain(`${ENTRY}:${line[1]}`);
      else expect(fatals).not.toEqual([]);
    },
  );
});
