import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { nginxVersion } from '../nginx.ts';
import { configOf, generateSite } from './generate/site.ts';
import type { Observer } from './observe.ts';
import type { RoutingRecord } from './record.ts';
import { recordText } from './record-text.ts';

const FOLDER = fileURLToPath(new URL('../../../fixtures/routes', import.meta.url));

/** The random ones, so that something is checked where there is no nginx. */
const RANDOM_SITES = 40;
const FIRST_SEED = 700_000;
const REQUESTS = 10;

/** What fixtures/routes holds. */
export function recordings(): RoutingRecord[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(`${FOLDER}/${name}`, 'utf8')) as RoutingRecord);
}

/** Asks the real nginx anew about everything that was recorded, and about the random sites. */
export async function recordAnew(observer: Observer): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  for (const record of recordings().filter(({ id }) => !id.startsWith('random-'))) await observeInto(observer, record);
  let accepted = 0;
  for (let seed = FIRST_SEED; accepted < RANDOM_SITES; seed++) {
    const { lines, files, requests } = generateSite(seed, REQUESTS);
    const exchanges = requests.map((request) => ({ request }));
    if (await observeInto(observer, { id: `random-${seed}`, config: configOf({ lines }), files, requests: exchanges }))
      accepted++;
  }
}

type Asked = Pick<RoutingRecord, 'id' | 'config' | 'files'> & {
  readonly requests: readonly Pick<RoutingRecord['requests'][number], 'request'>[];
};

/** False where nginx refuses it: nothing is recorded then. */
async function observeInto(observer: Observer, { id, config, files, requests }: Asked): Promise<boolean> {
  const seen = await observer.observe(
    { config, files },
    requests.map(({ request }) => request),
  );
  if (!seen.ok) return false;
  const exchanges = requests.flatMap(({ request }, number) => {
    const observed = seen.observed[number];
    return observed ? [{ request, observed }] : [];
  });
  const record = { id, nginx: nginxVersion() ?? '', config, files, config_test: { ok: true }, requests: exchanges };
  writeFileSync(`${FOLDER}/${id}.json`, recordText(record));
  return true;
}
