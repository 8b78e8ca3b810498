import { createFacts, createSettings, lint, NEWEST_VERSION, rules } from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';
import { DEVIATIONS, REFUSED, TAKEN_BACK } from './peers/deviations.ts';
import { type PeerExample, peerExamples } from './peers/examples.ts';
import { PEER_RULES, type PeerRule } from './peers/mapping.ts';
import { modelOfExample } from './peers/placed.ts';
import { corpusNote, hasCorpus } from './support/corpus.ts';
import { modelOfEntry } from './support/corpus-model.ts';

const IDS = new Map(rules.map((rule) => [rule.id, rule]));
const examples = hasCorpus ? peerExamples() : [];

describe('rules of other linters', () => {
  it('are mapped to rules there are, or to a reason', () => {
    expect(PEER_RULES.flatMap(({ ours }) => ours).filter((id) => !IDS.has(id))).toEqual([]);
    expect(PEER_RULES.filter(({ ours, note }) => ours.length === 0 && note === undefined)).toEqual([]);
  });

  it.skipIf(!hasCorpus)(`all that have examples are mapped${corpusNote}`, () => {
    const unknown = examples.filter((example) => ruleOf(example) === undefined);
    expect(unknown.map(({ peer, rule }) => `${peer} ${rule}`)).toEqual([]);
  });
});

describe.skipIf(!hasCorpus)(`the examples of other linters${corpusNote}`, () => {
  const wrong = new Set<string>();

  it('give what they give there, but for the deviations', async () => {
    const seen = { bad: 0, found: 0, good: 0, silent: 0 };
    for (const example of examples) {
      const { root } = example.entry;
      const mapped = ruleOf(example);
      if (mapped === undefined || mapped.ours.length === 0 || reasons([...TAKEN_BACK, ...REFUSED], root).length > 0)
        continue;
      const fired = (await findings(example, mapped)).some(({ rule }) => mapped.ours.includes(rule));
      seen[example.bad ? 'bad' : 'good']++;
      if (fired === example.bad) seen[example.bad ? 'found' : 'silent']++;
      else wrong.add(root);
    }
    console.log(`bad examples: ${seen.found} of ${seen.bad} found; good ones: ${seen.silent} of ${seen.good} silent`);
    expect([...wrong].filter((root) => reasons(DEVIATIONS, root).length === 0)).toEqual([]);
    expect(seen.found / seen.bad).toBeGreaterThanOrEqual(0.98);
  }, 60_000);

  it('differ wherever a deviation is argued', () => {
    const idle = DEVIATIONS.filter(([end]) => ![...wrong].some((root) => root.endsWith(end)));
    expect(idle).toEqual([]);
  });

  it.each(TAKEN_BACK)('%s has been taken back', (end, later) => {
    const [bad, good] = [end, later].map((each) => examples.filter(({ entry }) => entry.root.endsWith(each)));
    expect([bad?.map((each) => each.bad), good?.map((each) => each.bad)]).toEqual([[true], [false]]);
    expect(good?.[0]?.rule).toBe(bad?.[0]?.rule);
  });

  it.each(REFUSED)('%s is refused by nginx', async (end, rule) => {
    const [example] = examples.filter(({ entry }) => entry.root.endsWith(end));
    const mapped = example && ruleOf(example);
    const said = example && mapped ? await findings(example, mapped) : [];
    expect(said.filter(({ fatal }) => fatal).map((each) => each.rule)).toContain(rule);
  });
});

function ruleOf({ peer, rule }: PeerExample): PeerRule | undefined {
  return PEER_RULES.find((each) => each.peer === peer && each.rule === rule);
}

const reasons = (list: typeof DEVIATIONS, root: string) => list.filter(([end]) => root.endsWith(end));

async function findings({ entry, peer }: PeerExample, mapped: PeerRule) {
  const facts = createFacts({ version: mapped.version ?? NEWEST_VERSION });
  // gixy asks no directive where it may stand, and its examples do not either.
  const model = peer === 'gixy' ? await modelOfExample(entry, facts) : await modelOfEntry(entry, facts, 'whole');
  const set = Object.entries(mapped.options ?? {}).map(
    ([id, options]) => [id, { severity: IDS.get(id)?.severity ?? 'warning', options }] as const,
  );
  const { diagnostics } = lint(model, rules, createSettings({ preset: 'all', rules: new Map(set) }));
  return diagnostics;
}
