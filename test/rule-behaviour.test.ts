import { rules } from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';
import { lintScenario } from './support/lint-scenario.ts';
import { nginxVersion } from './support/nginx.ts';
import { answered } from './support/shown/compare.ts';
import { readShown, type Shown, type ShownSide, shownRules } from './support/shown/format.ts';
import { showSide } from './support/shown/site.ts';

/** What rules claim of nginx's behaviour, shown by examples: `fixtures/rules/<rule-id>/shown.json`. */

const SIDES = ['bad', 'good'] as const;

/** Why an example cannot be shown by the nginx of this machine; null where it can. */
function whyNot({ from, before }: Shown): string | null {
  const version = nginxVersion();
  if (version === null) return 'only the rule is asked: there is no nginx on this machine';
  if (from !== undefined && isOlder(version, from)) return `only the rule is asked: it takes nginx ${from}`;
  if (before !== undefined && !isOlder(version, before)) return `only the rule is asked: ${before} does it no more`;
  return null;
}

function isOlder(version: string, than: string): boolean {
  return version.localeCompare(than, 'en', { numeric: true }) < 0;
}

/** The configuration and those of its files whose content is told. */
function scenarioOf({ config, files = [] }: ShownSide, version: string | null) {
  const told = files.filter((file) => typeof file !== 'string');
  const named = told.map(([name, text]) => [name.replace(/^\/etc\/nginx\//, ''), text] as const);
  return { context: null, version, entry: 'nginx.conf', files: { 'nginx.conf': config, ...Object.fromEntries(named) } };
}

describe.each(shownRules())('%s', (id) => {
  const shown = readShown(id);
  const rule = rules.find((each) => each.id === id);

  it.each(SIDES)(`the rule on the %s side: ${shown.claim}`, async (side) => {
    if (rule === undefined) throw new Error(`there is no rule ${id}`);
    const scenario = scenarioOf(shown[side], shown.version ?? null);
    const { diagnostics } = await lintScenario(scenario, [rule], { [id]: shown.options ?? rule.options });
    const messages = diagnostics.map(({ message }) => message);
    if (side === 'bad') expect(messages).not.toEqual([]);
    else expect(messages).toEqual([]);
  });

  const reason = whyNot(shown);
  describe.skipIf(reason !== null)(`nginx does what is claimed${reason === null ? '' : ` (${reason})`}`, () => {
    it.each(SIDES)('%s', async (side) => {
      const asked = await showSide(shown[side]);
      const claims = shown[side].requests.map(({ target, answer }) => ({ target, answer }));
      const answers = shown[side].requests.map(({ target, answer }, number) => {
        const seen = asked[number];
        return { target, answer: seen === undefined ? {} : answered(seen, answer) };
      });
      expect(answers).toEqual(claims);
    });
  });
});
