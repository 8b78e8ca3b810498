import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LocationModel, ServerModel } from '../../src/model/types.ts';
import { searchLocation } from '../../src/route/location-tree.ts';
import { isNormalised } from '../../src/route/normalised-paths.ts';
import { type Reach, reachability } from '../../src/route/reachability.ts';
import { modelOf } from '../model/model-of.ts';
import { locationSets, somePaths, written } from './random-locations.ts';
import { REACH_CASES } from './reach-cases.ts';

const wordsOf = ({ at }: LocationModel): string => at.node.args.map(({ value }) => value).join(' ');

async function reachOf(conf: string): Promise<Record<string, string>> {
  const model = await modelOf(`events {}\nhttp { server {\n${conf}\n} }\n`);
  const [server] = model.servers;
  if (server === undefined) throw new Error('no server');
  return Object.fromEntries(
    [...reachability(model, server)].map(([location, reach]) => [wordsOf(location), shown(reach)]),
  );
}

function shown(reach: Reach): string {
  const by = (takers: readonly LocationModel[]): string =>
    takers.length === 0 ? '' : ` by ${takers.map(wordsOf).sort().join(', ')}`;
  switch (reach.kind) {
    case 'reachable':
      return reach.lineFeedOnly === null ? reach.sample : `${JSON.stringify(reach.sample)}${by(reach.lineFeedOnly)}`;
    case 'unknown':
      return `unknown: ${reach.reason}`;
    case 'unreachable':
      return `${reach.proof.kind}${by(reach.takenBy)}`;
    default:
      return `${reach.kind} ${reach.sample}${by(reach.takenBy)}`;
  }
}

describe('what can get to a location', () => {
  it.each(Object.entries(REACH_CASES))('%s', async (_, { conf, reach }) => {
    expect(await reachOf(conf)).toEqual(reach);
  });
});

describe('random servers', () => {
  const paths = somePaths(2000);

  it('no path gets to what is unreachable, and every sample to its location', async () => {
    const kinds: Record<string, number> = {};
    await fc.assert(
      fc.asyncProperty(locationSets, async (set) => {
        const model = await modelOf(`events {}\nhttp { server {\n${written(set)}\n} }\n`);
        const [server] = model.servers as [ServerModel];
        const reach = reachability(model, server);
        for (const [location, each] of reach) {
          kinds[each.kind] = (kinds[each.kind] ?? 0) + 1;
          if (each.kind === 'reachable') {
            expect(searchLocation(model, server, each.sample)).toEqual({ kind: 'location', location });
            expect(isNormalised(each.sample, true)).toBe(true);
          } else if (each.kind === 'only-internal') {
            expect(searchLocation(model, server, each.sample)).toEqual({ kind: 'location', location });
          }
        }
        for (const path of paths) {
          const found = searchLocation(model, server, path);
          if (found.kind === 'slash') expect(reach.get(found.location)?.kind).not.toBe('unreachable');
          if (found.kind !== 'location') continue;
          const each = reach.get(found.location);
          if (each?.kind !== 'reachable' && each?.kind !== 'unknown')
            throw new Error(`${path}: ${wordsOf(found.location)} is ${each?.kind}\n${written(set)}`);
          if (each.kind === 'reachable' && each.lineFeedOnly !== null) expect(path).toContain('\n');
        }
      }),
      { numRuns: 150, seed: 7 },
    );
  });
});
