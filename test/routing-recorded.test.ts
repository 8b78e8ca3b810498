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

  it('a recording that says something else is noticed, field by field', async () => {
    const changes = {
      ...{ status: 299, server: 1, locations: [1], final: 1, uri: '/else', args: 'else', parsed_uri: '/else' },
      ...{
        parsed_args: 'else',
        location_header: '/else',
        content: 'else',
        filename: '/else',
        request_filename: '/else',
      },
      ...{
        headers: [['x-else', '1']],
        upstream: [{ backend: '127.0.0.1:1', protocol: 'http' }],
        trace: [['try-regex', '!']],
      },
    };
    const record = records.find(({ id }) => id === 'captures-in-set');
    const [exchange] = record?.requests ?? [];
    if (record === undefined || exchange === undefined) throw new Error('captures-in-set is gone');
    const noticed: string[] = [];
    for (const [field, value] of Object.entries(changes)) {
      const observed = { ...exchange.observed, [field]: value };
      const [replayed] = await replay({ ...record, requests: [{ ...exchange, observed }] });
      noticed.push(...(replayed?.differences.map((each) => each.field) ?? []));
    }
    const fields = Object.keys(changes).map((field) => (field === 'trace' ? 'try-regex' : field));
    expect(noticed).toEqual(fields);
  });

  it.each(records.map((record) => [record.id, record] as const))('%s', async (_, record) => {
    expect(fatalsOf(await modelOfRecord(record))).toEqual([]);
    const replayed = await replay(record);
    const wrong = replayed.filter(({ differences }) => differences.some(({ certain }) => certain));
    expect(wrong.map(describeReplayed).join('\n')).toBe('');
  });
});
