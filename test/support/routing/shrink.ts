import { without } from './generate/lines.ts';
import { configOf } from './generate/site.ts';
import { askLive, hasDifference, type LiveCase } from './live.ts';
import type { Observer } from './observe.ts';
import { describeReplayed } from './summary.ts';

/** Each attempt starts an nginx. */
const MOST_ATTEMPTS = 600;

/** What a case differs in, so that another difference does not take its place: a field, or the verdict. */
function kindOf({ replayed, verdict }: LiveCase): string | null {
  if (verdict !== null) return 'verdict';
  for (const { differences } of replayed) {
    const certain = differences.find((each) => each.certain);
    if (certain !== undefined) return certain.field;
  }
  return null;
}

/** Removes directives, files and requests greedily while the difference stays. */
export async function shrink(observer: Observer, found: LiveCase): Promise<LiveCase> {
  const kind = kindOf(found);
  let small = found;
  let attempts = 0;
  const attempt = async (site: LiveCase['site']): Promise<boolean> => {
    if (attempts++ > MOST_ATTEMPTS) return false;
    const tried = await askLive(observer, site);
    if (kindOf(tried) !== kind) return false;
    small = tried;
    return true;
  };
  const differing = found.replayed.find(({ differences }) => differences.some(({ certain }) => certain));
  if (differing !== undefined) await attempt({ ...small.site, requests: [differing.exchange.request] });
  for (let again = true; again && attempts < MOST_ATTEMPTS; ) {
    again = false;
    for (const lines of without(small.site.lines)) {
      if (attempts > MOST_ATTEMPTS) break;
      if (!(await attempt({ ...small.site, lines }))) continue;
      again = true;
      break;
    }
  }
  for (const file of small.site.files) {
    await attempt({ ...small.site, files: small.site.files.filter((each) => each !== file) });
  }
  return small;
}

export function describeSmall(small: LiveCase): string {
  const differing = small.replayed.filter(({ differences }) => differences.length > 0);
  return [
    `--- seed ${small.site.seed}, made small (npx tsx -C source scripts/routing-live.ts --seed ${small.site.seed})`,
    configOf(small.site),
    `files: ${small.site.files.join(' ')}`,
    ...(small.verdict === null ? [] : [small.verdict]),
    ...differing.map(describeReplayed),
    ...(hasDifference(small) ? differing.map(({ exchange }) => JSON.stringify(exchange)) : []),
  ].join('\n');
}
