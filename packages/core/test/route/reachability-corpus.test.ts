import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { corpus, corpusJson, corpusNote, hasCorpus } from '../../../../test/support/corpus.ts';
import { reachability } from '../../src/route/reachability.ts';
import { serverReachability } from '../../src/route/server-reach.ts';
import type { Occurrence } from '../../src/tree/tree.ts';
import { modelOf } from '../model/model-of.ts';

interface Recording {
  readonly config: string;
  readonly config_test: { readonly ok: boolean };
  readonly requests: readonly {
    readonly observed: { readonly server?: number; readonly locations?: readonly number[] };
  }[];
}

describe(`the recorded corpus${corpusNote}`, () => {
  it.skipIf(!hasCorpus)('no request got to what is unreachable', async () => {
    let unreachable = 0;
    for (const name of readdirSync(`${corpus}/routing`).filter((each) => each.endsWith('.json'))) {
      const recording = corpusJson<Recording>(`routing/${name}`);
      if (!recording.config_test.ok) continue;
      const model = await modelOf(recording.config);
      const line = ({ node, file }: Occurrence): number => model.source(file).lines.lineAt(node.name.start);
      const seen = new Set(recording.requests.flatMap(({ observed }) => observed.locations ?? []));
      for (const server of model.servers) {
        for (const [{ at }, reach] of reachability(model, server)) {
          if (reach.kind !== 'unreachable') continue;
          unreachable++;
          expect({ name, line: line(at), proof: reach.proof.kind, seen: seen.has(line(at)) }).toMatchObject({
            seen: false,
          });
        }
      }
      const servers = new Set(recording.requests.map(({ observed }) => observed.server));
      for (const [{ at }, reach] of serverReachability(model)) {
        if (reach.kind === 'unreachable')
          expect([name, line(at), servers.has(line(at))]).toEqual([name, line(at), false]);
      }
    }
    expect(unreachable).toBeGreaterThan(50);
  });
});
