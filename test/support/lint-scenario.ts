import {
  applyEdits,
  type ConfigModel,
  createFacts,
  createModel,
  createSettings,
  type Diagnostic,
  fileAt,
  lint,
  loadFragment,
  loadTree,
  memoryFiles,
  pathOf,
  planFixes,
  type Rule,
} from '@nginx-lint/core';
import type { Scenario } from './scenario.ts';

/** Where a scenario's files lie for the core. */
const FOLDER = '/etc/nginx';

export interface Linted {
  readonly model: ConfigModel;
  readonly diagnostics: readonly Diagnostic[];
}

/** Runs rules over a scenario. */
export async function lintScenario(
  scenario: Scenario,
  rules: readonly Rule[],
  options: Readonly<Record<string, object>> = {},
): Promise<Linted> {
  const texts = Object.entries(scenario.files).map(([name, text]) => [`${FOLDER}/${name}`, text]);
  const files = memoryFiles(Object.fromEntries(texts) as Record<string, string>);
  const facts = createFacts(scenario.version === null ? {} : { version: scenario.version });
  const entry = fileAt(`${FOLDER}/${scenario.entry}`);
  const tree =
    scenario.context === null || scenario.context[0] === 'main'
      ? await loadTree(entry, { files, facts })
      : await loadFragment(entry, scenario.context, { files, facts, prefix: FOLDER });
  const model = createModel(tree);
  const settings = createSettings({
    preset: 'all',
    rules: new Map(
      Object.entries(options).map(([id, own]) => [
        id,
        { severity: rules.find((rule) => rule.id === id)?.severity ?? 'off', options: own },
      ]),
    ),
  });
  return { model, diagnostics: lint(model, rules, settings).diagnostics };
}

/** A scenario's file as the core names it, and back. */
export const scenarioFile = (name: string): string => fileAt(`${FOLDER}/${name}`);
export const scenarioName = (file: string): string => pathOf(file as Diagnostic['file']).slice(FOLDER.length + 1);

/** Makes all fixes, the unsafe ones where there is no safe one. */
export function fixScenario(scenario: Scenario, linted: Linted): Scenario {
  const { edits } = planFixes(linted.diagnostics, { unsafe: true });
  const files = Object.entries(scenario.files).map(([name, text]) => {
    const own = [...edits].find(([file]) => file === scenarioFile(name))?.[1] ?? [];
    return [name, applyEdits(text, own)];
  });
  return { ...scenario, files: Object.fromEntries(files) as Record<string, string> };
}
