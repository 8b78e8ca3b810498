import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nginxVersion } from '../../../../test/support/nginx.ts';
import { type Ask, withNginx } from '../../../../test/support/running-nginx.ts';
import { own } from '../../src/model/blocks.ts';
import type { ConfigModel, LocationModel, ServerModel } from '../../src/model/types.ts';
import { type Reach, reachability } from '../../src/route/reachability.ts';
import { modelOf } from '../model/model-of.ts';
import { locationSets, somePaths, written } from './random-locations.ts';
import { REACH_CASES } from './reach-cases.ts';

/** Every location says in a header which one it is. */
const labelled = (conf: string): string => {
  let count = 0;
  return conf.replace(/(location (?:"(?:[^"\\]|\\.)*"|[^"{};])*)\{/g, (_, head: string) => {
    return `${head}{ add_header X-Location ${++count} always;`;
  });
};

const labelOf = ({ at }: LocationModel): string | undefined => own(at, 'add_header')[0]?.node.args[1]?.value;

const escaped = (path: string): string =>
  path.replace(/[^\w./-]/g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);

interface Asked {
  readonly model: ConfigModel;
  readonly ask: (server: ServerModel, path: string) => Promise<Told>;
}

interface Told {
  readonly label: string | undefined;
  readonly status: number;
}

/** One nginx with all the servers, each under a name of its own. */
async function withServers(confs: readonly string[], use: (asked: Asked) => Promise<void>): Promise<void> {
  const http = (listen: string): string =>
    confs.map((conf, i) => `server { listen ${listen}; server_name s${i}; ${labelled(conf)} }`).join('\n');
  const model = await modelOf(`events {}\nhttp {\n${http('80')}\n}\n`);
  const label = async (ask: Ask, server: ServerModel, path: string): Promise<Told> => {
    const { headers, status } = await ask(escaped(path), { Host: server.names[0]?.value ?? '' });
    return { label: headers['x-location'] as string | undefined, status };
  };
  await withNginx(
    (port) => http(`127.0.0.1:${port}`),
    (ask) => use({ model, ask: (server, path) => label(ask, server, path) }),
  );
}

/** Locations that a client's own request may select, with a sample. */
const sampleOf = (reach: Reach | undefined): string | null =>
  reach?.kind === 'reachable' || reach?.kind === 'only-slash' ? reach.sample : null;

async function check({ model, ask }: Asked, paths: readonly string[]): Promise<number> {
  let samples = 0;
  for (const server of model.servers) {
    const reach = reachability(model, server);
    const byLabel = new Map([...reach.keys()].map((location) => [labelOf(location), location]));
    for (const [location, each] of reach) {
      const sample = sampleOf(each);
      if (sample === null || location.match === 'named') continue;
      samples++;
      const { label } = await ask(server, sample);
      // From the location that was found the request may have been sent on to a named one.
      if (byLabel.get(label)?.match !== 'named') expect([sample, label]).toEqual([sample, labelOf(location)]);
    }
    for (const path of paths) {
      const { label, status } = await ask(server, path);
      const location = byLabel.get(label);
      // Named locations are entered without a search.
      if (location === undefined || location.match === 'named') continue;
      const each = reach.get(location);
      // An internal location answers 404 before anything in it is used.
      if (each?.kind === 'unreachable' && each.proof.kind === 'internal') expect([path, status]).toEqual([path, 404]);
      else expect([path, each?.kind]).not.toEqual([path, 'unreachable']);
    }
  }
  return samples;
}

describe.skipIf(nginxVersion() === null)('what nginx says of reachability (skipped without it)', () => {
  it('the table', async () => {
    // There it takes an argument as well to get by the rewrite.
    const cases = Object.entries(REACH_CASES).filter(([title]) => title !== 'a rewrite that not all requests meet');
    const confs = cases.map(([, { conf }]) => conf);
    await withServers(confs, async (asked) => {
      expect(await check(asked, somePaths(40))).toBeGreaterThan(50);
    });
  });

  it('random servers', async () => {
    const confs = fc.sample(locationSets, { numRuns: 40, seed: 11 }).map((set) => written(set));
    await withServers(confs, async (asked) => {
      expect(await check(asked, somePaths(40))).toBeGreaterThan(100);
    });
  });
});
