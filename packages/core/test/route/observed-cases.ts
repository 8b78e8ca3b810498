import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { nginxVersion } from '../../../../test/support/nginx.ts';
import { Observer, whyNotObservable } from '../../../../test/support/routing/observe.ts';
import type { Observed, RecordedRequest, RoutingRecord } from '../../../../test/support/routing/record.ts';
import { replay } from '../../../../test/support/routing/replay.ts';
import { describeReplayed } from '../../../../test/support/routing/summary.ts';

/** A configuration and what it is asked. */
export interface RoutingCase {
  readonly id: string;
  /** What stands in the one server, which listens on 127.0.0.1:8080; or all of `http` where it holds a server. */
  readonly http: string;
  /** Absolute, or below `/etc/nginx`; a trailing `/` means an empty folder. */
  readonly files?: readonly string[];
  /** `GET /target`, or a request with more to it. */
  readonly requests: readonly (string | Partial<RecordedRequest>)[];
}

const UPDATE = process.env['UPDATE_RECORDS'] === '1';

/**
 * Replays what an nginx did with the cases. Its answers lie beside the tests in `<name>.observed.json`; where an nginx is
 * on the machine that can be observed, they are compared with what it does now. `UPDATE_RECORDS=1` writes them anew.
 */
export function describeCases(name: string, cases: readonly RoutingCase[]): void {
  const path = fileURLToPath(new URL(`${name}.observed.json`, import.meta.url));
  const known: RoutingRecord[] = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as RoutingRecord[]) : [];
  const why = whyNotObservable();
  describe(name, () => {
    const observer = new Observer();
    const fresh: RoutingRecord[] = [];
    afterAll(() => {
      observer.close();
      if (UPDATE) writeFileSync(path, `${JSON.stringify(fresh, null, 1)}\n`);
    });
    describe(`what nginx does${why === null ? '' : ` (skipped: ${why})`}`, () => {
      it.skipIf(why !== null).each(cases.map((one) => [one.id, one] as const))('%s is as recorded', async (id, one) => {
        const live = await observed(observer, one);
        fresh.push(live);
        if (!UPDATE && known.find((record) => record.id === id)?.nginx === live.nginx) {
          expect(live).toEqual(known.find((record) => record.id === id));
        }
      });
    });
    it.each(cases.map((one) => [one.id, one] as const))('%s is answered as by nginx', async (id, one) => {
      const record = (UPDATE ? fresh : known).find((each) => each.id === id);
      expect(record?.config, 'run the tests with UPDATE_RECORDS=1').toBe(configOf(one));
      const replayed = record === undefined ? [] : await replay(record);
      expect(replayed).toHaveLength(one.requests.length);
      const differing = replayed.filter(({ differences, outcome }) => {
        return differences.length > 0 || outcome === null || outcome.uncertain.length > 0;
      });
      expect(differing.map(describeReplayed).join('\n')).toBe('');
    });
  });
}

async function observed(observer: Observer, one: RoutingCase): Promise<RoutingRecord> {
  const config = configOf(one);
  const files = one.files ?? [];
  const requests = one.requests.map(requestOf);
  const observation = await observer.observe({ config, files }, requests);
  if (!observation.ok) throw new Error(`${one.id}: ${observation.message}`);
  const exchanges = requests.map((request, index) => {
    return { request, observed: withoutTrace(observation.observed[index] ?? null) };
  });
  return { id: one.id, nginx: nginxVersion() ?? '', config, files, config_test: { ok: true }, requests: exchanges };
}

function withoutTrace(seen: Observed | null): Observed {
  if (seen === null) throw new Error('a request was not observed');
  const { trace: _, ...kept } = seen;
  return kept;
}

/** Each block begins on a line of its own, by which observations tell them apart. */
export function configOf({ http }: RoutingCase): string {
  const all = http.includes('server {') ? http : `server {\nlisten 127.0.0.1:8080;\n${http.trim()}\n}`;
  const lines = all
    .trim()
    .replace(/ *\{ (?!\})/g, ' {\n')
    .replace(/([;}]) (?=if |location |limit_except )/g, '$1\n');
  return `events { }\nhttp {\n${lines}\n}\n`;
}

function requestOf(one: RoutingCase['requests'][number]): RecordedRequest {
  const base = {
    version: '1.1',
    host: 'localhost',
    connect: '127.0.0.1:8080',
    scheme: 'http',
    client: '127.0.0.1',
  } as const;
  if (typeof one !== 'string') return { method: 'GET', target: '/', ...base, ...one };
  const [method = '', target = ''] = one.split(' ');
  return { method, target, ...base };
}
