import { fatalsOf } from '../fatal-lines.ts';
import { nginxVersion } from '../nginx.ts';
import { configOf, type GeneratedSite, generateSite } from './generate/site.ts';
import type { Observer } from './observe.ts';
import type { RoutingRecord } from './record.ts';
import { modelOfRecord, type Replayed, replay } from './replay.ts';

/** What nginx and we say about one generated site. */
export interface LiveCase {
  readonly site: GeneratedSite;
  readonly record: RoutingRecord;
  readonly replayed: readonly Replayed[];
  /** One refuses what the other accepts: what both say; null where they agree. */
  readonly verdict: string | null;
}

export async function askLive(observer: Observer, site: GeneratedSite): Promise<LiveCase> {
  const config = configOf(site);
  const nginx = nginxVersion() ?? '';
  const seen = await observer.observe({ config, files: site.files }, site.requests);
  const exchanges = site.requests.flatMap((request, number) => {
    const observed = seen.ok ? seen.observed[number] : null;
    return observed ? [{ request, observed }] : [];
  });
  const record: RoutingRecord = {
    ...{ id: `seed-${site.seed}`, nginx, config, files: site.files },
    ...{ config_test: { ok: seen.ok }, requests: exchanges },
  };
  const fatals = fatalsOf(await modelOfRecord(record)).map(({ message }) => message);
  const theirs = seen.ok ? 'accepted' : `${seen.message} in line ${seen.line}`;
  const verdict =
    (fatals.length === 0) === seen.ok ? null : `nginx: ${theirs}; we: ${fatals.join(' | ') || 'accepted'}`;
  return { site, record, replayed: seen.ok ? await replay(record) : [], verdict };
}

export const hasDifference = ({ replayed, verdict }: LiveCase): boolean =>
  verdict !== null || replayed.some(({ differences }) => differences.some(({ certain }) => certain));

/** Sites of consecutive seeds until so many were accepted by nginx. */
export async function* liveCases(
  observer: Observer,
  first: number,
  sites: number,
  requests: number,
): AsyncGenerator<LiveCase> {
  let accepted = 0;
  for (let seed = first; accepted < sites; seed++) {
    if (seed - first > 4 * sites + 20) throw new Error('nginx refuses most of what is generated');
    const found = await askLive(observer, generateSite(seed, requests));
    if (found.record.config_test.ok) accepted++;
    yield found;
  }
}
