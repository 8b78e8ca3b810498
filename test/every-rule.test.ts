import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Diagnostic, GROUPS, type Rule, rules } from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';
import { faultsOf } from '../packages/core/src/nginx/verdict.ts';
import { linkTitle } from '../scripts/gen/link-title.ts';
import { fixScenario, type Linted, lintScenario, scenarioFile, scenarioName } from './support/lint-scenario.ts';
import { compareMarks, marksIn } from './support/marks.ts';
import { verdictOf } from './support/nginx-records.ts';
import { type Scenario, scenarioOf, scenarioText } from './support/scenario.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures/rules/', import.meta.url));

/** Rules about comments, numbers and sizes that no short example shows; their own tests do. */
const WITHOUT_EXAMPLE: ReadonlySet<string> = new Set(['analysis-limit', 'style-block-length']);

/** Rules about directives of modules that an nginx need not have: it accepts them, or knows none of what they report. */
const WITHOUT_MODULE: ReadonlySet<string> = new Set(['module-required', 'legacy-geoip-module']);

/** How many fixtures a rule must have that it is silent about; fewer where nginx itself draws the line. */
const SILENT = 5;
const SILENT_NEAR_NGINX = 3;

/** How the items of "When it stays silent" begin; they go on from "Nothing is reported". */
const WHERE = ['about', 'across', 'at', 'before', 'behind', 'beside', 'between', 'for', 'in', 'inside', 'on'].concat([
  'once',
  'since',
  'unless',
  'up',
  'where',
  'while',
  'with',
  'without',
]);

/** Words that pages and messages do without; the section "The page of a rule" of CONTRIBUTING.md says why. */
const NOT_OURS = /\bplease\b|\byou\b|\byour\b|\bwe\b|\bour\b|!(?= |$)|\bsimply\b|\bobviously\b|\bbe it\b/i;

const unquoted = (text: string): string => text.replace(/`[^`]*`|"[^"]*"|did you mean/g, '…');

function example(rule: Rule, text: string): Scenario {
  const context = rule.docs.context.split(/\s*,\s*/);
  return { ...scenarioOf(`${text}\n`), context: context[0] === 'main' ? null : context };
}

function fixtures(rule: Rule): { name: string; scenario: Scenario; fixed: string | null }[] {
  const folder = `${FIXTURES}${rule.id}/`;
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.conf') && !name.endsWith('.fixed.conf'));
  return names.sort().map((name) => {
    const fixed = `${folder}${name.replace(/\.conf$/, '.fixed.conf')}`;
    return {
      name,
      scenario: scenarioOf(readFileSync(`${folder}${name}`, 'utf8')),
      fixed: existsSync(fixed) ? readFileSync(fixed, 'utf8') : null,
    };
  });
}

/** The rule alone; where it judges what other rules found, its own findings among those of all. */
async function lintWith(rule: Rule, scenario: Scenario): Promise<Linted> {
  if (rule.id !== 'suppression-unused') return lintScenario(scenario, [rule]);
  const { model, diagnostics } = await lintScenario(scenario, rules);
  return { model, diagnostics: diagnostics.filter((diagnostic) => diagnostic.rule === rule.id) };
}

function nginxAccepts(scenario: Scenario, context: readonly string[] | null): void {
  const asked = { files: scenario.files, entry: scenario.entry, ...(context ? { context } : {}) };
  const verdict = verdictOf(asked, scenario.version ? { needs: scenario.version } : {});
  if (verdict !== 'too-old') expect(verdict).toMatchObject({ ok: true });
}

function nginxMayLackModule({ files, entry, context }: Scenario): void {
  const verdict = verdictOf({ files, entry, ...(context ? { context } : {}) });
  // With the module it depends on the files that are there.
  if (verdict === 'too-old' || verdict.ok || verdict.message?.startsWith('GeoIP_open(')) return;
  expect(verdict).toMatchObject({ ok: false, message: expect.stringMatching(/^unknown directive /) });
}

/** nginx names a line that one of the findings names too, as its own or as a related place. */
function nginxRefuses(scenario: Scenario, { model, diagnostics }: Linted): void {
  const asked = { files: scenario.files, entry: scenario.entry };
  const verdict = verdictOf(
    scenario.context ? { ...asked, context: scenario.context } : asked,
    scenario.version ? { needs: scenario.version } : {},
  );
  if (verdict === 'too-old') return;
  expect(verdict).toMatchObject({ ok: false });
  const fatal = diagnostics.filter((diagnostic) => diagnostic.fatal);
  // In a circle of includes nginx goes round until it may open no more files.
  if (verdict.message?.endsWith('(24: Too many open files)')) {
    expect(fatal.map(({ rule }) => rule)).toContain('include-cycle');
    return;
  }
  // What goes wrong while a file is read, or when all settings are merged, nginx says without a place.
  if (verdict.file === undefined) {
    if (faultsNamed(model).includes(verdict.message ?? '')) return;
    const path = /"(\/[^"]+)"/.exec(verdict.message ?? '')?.[1];
    expect(fatal.map(({ message }) => message)).toContainEqual(expect.stringContaining(path ?? verdict.message ?? ''));
    return;
  }
  const places = fatal
    .flatMap(({ file, span, related }) => [{ file, span }, ...related])
    .map(({ file, span }) => `${scenarioName(file)}:${model.source(file).lines.lineAt(span.start)}`);
  expect(places, verdict.message).toContain(`${verdict.file}:${verdict.line}`);
}

/** What our faults say in nginx's words. */
function faultsNamed(model: Linted['model']): string[] {
  return [...faultsOf(model).values()].flat().map(({ nginx }) => nginx);
}

describe.each(rules.map((rule) => ({ id: rule.id, rule })))('$id', ({ rule }) => {
  it('says all that its page needs', () => {
    const { docs } = rule;
    expect(GROUPS).toContain(rule.group);
    expect(rule.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    for (const text of [docs.bad, docs.good, docs.context]) expect(text.trim()).not.toBe('');
    expect(docs.summary).toMatch(/^[A-Z`n][^\n|"]{10,109}(?<!\.)$/);
    expect(docs.why).toMatch(/^[^\n]{40,}\.$/);
    const sentences = unquoted(docs.why).split(/\. /).length;
    expect(sentences, docs.why).toBeGreaterThanOrEqual(2);
    expect(sentences, docs.why).toBeLessThanOrEqual(7);
    expect(docs.remedy).toMatch(/^[^\n]{5,}\.$/);
    expect(docs.silent).not.toEqual([]);
    for (const item of docs.silent) expect(item).toMatch(/^(?:[a-z]+) [^\n]+(?<![.;,])$/);
    for (const item of docs.silent) expect(WHERE).toContain(item.split(' ')[0]);
    for (const item of docs.severities ?? []) expect(item).toMatch(/^`(?:error|warning|info|hint)` [^\n]+(?<![.;,])$/);
    expect(docs.links.join(' ')).toContain('https://nginx.org/');
    for (const link of docs.links) expect(linkTitle(link)).not.toBe('');
    expect(new Set(docs.links).size).toBe(docs.links.length);
    expect(Object.keys(rule.optionDocs ?? {}).sort()).toEqual(Object.keys(rule.options).sort());
    for (const text of Object.values(rule.optionDocs ?? {})) expect(text).toMatch(/\.$/);
    const prose = [docs.summary, docs.why, ...docs.silent, ...(docs.severities ?? []), docs.remedy];
    for (const text of [...prose, ...Object.values(rule.optionDocs ?? {})])
      expect(unquoted(text)).not.toMatch(NOT_OURS);
  });

  it.skipIf(WITHOUT_EXAMPLE.has(rule.id))('fires on its bad example and not on its good one', async () => {
    const bad = example(rule, rule.docs.bad);
    const good = example(rule, rule.docs.good);
    const own = async (scenario: Scenario) =>
      (await lintScenario(scenario, rules)).diagnostics.filter((diagnostic) => diagnostic.rule === rule.id);
    expect(await own(bad)).not.toEqual([]);
    expect(await own(good)).toEqual([]);
    if (rule.fatal) return;
    if (WITHOUT_MODULE.has(rule.id)) nginxMayLackModule(bad);
    else nginxAccepts(bad, bad.context);
    nginxAccepts(good, good.context);
  });

  const enough = rule.group === 'nginx' || rule.group === 'style' ? SILENT_NEAR_NGINX : SILENT;
  it.skipIf(WITHOUT_EXAMPLE.has(rule.id))(`has ${enough} fixtures about which it is silent`, () => {
    const silent = fixtures(rule).filter(({ scenario }) =>
      Object.values(scenario.files).every((text) => marksIn(text).length === 0),
    );
    expect(silent.length).toBeGreaterThanOrEqual(enough);
  });

  it.each(fixtures(rule))('reports what $name marks, and nothing else', async ({ scenario, fixed }) => {
    const linted = await lintWith(rule, scenario);
    for (const [name, text] of Object.entries(scenario.files)) {
      const own = linted.diagnostics.filter(({ file }) => file === scenarioFile(name));
      expect(compareMarks(text, own).map((sentence) => `${name}: ${sentence}`)).toEqual([]);
    }
    for (const { file } of linted.diagnostics) expect(Object.keys(scenario.files)).toContain(scenarioName(file));
    for (const diagnostic of linted.diagnostics) checkWords(rule, diagnostic, linted.model.certain);
    if (linted.diagnostics.some(({ fatal }) => fatal)) nginxRefuses(scenario, linted);
    else if (WITHOUT_MODULE.has(rule.id) && linted.diagnostics.length > 0) nginxMayLackModule(scenario);
    else nginxAccepts(scenario, scenario.context);
    if (fixed !== null) await checkFix(rule, scenario, linted, fixed);
  });

  it('mends with its fix what it reports, and only once', async () => {
    for (const { scenario } of fixtures(rule)) {
      const linted = await lintWith(rule, scenario);
      for (const { safe } of linted.diagnostics.flatMap(({ fixes }) => fixes)) {
        expect(rule.fix, 'the kind of fix that the rule announces').not.toBe('none');
        if (rule.fix === 'safe') expect(safe, 'a fix of a rule that announces safe ones').toBe(true);
      }
      const fixable = linted.diagnostics.filter(({ fixes }) => fixes.length > 0).length;
      const after = await lintWith(rule, fixScenario(scenario, linted));
      expect(after.diagnostics.length).toBeLessThanOrEqual(linted.diagnostics.length - Math.min(1, fixable));
    }
  });
});

/** The message of a finding, and its severity, are such as the page of its rule announces. */
function checkWords(rule: Rule, { message, severity, related, fixes }: Diagnostic, certain: boolean): void {
  for (const text of [message, ...related.map((place) => place.message), ...fixes.map(({ title }) => title)])
    expect(unquoted(text)).not.toMatch(NOT_OURS);
  expect(message).toMatch(/^[^\n]{15,}[^.!]$/);
  for (const { title } of fixes) expect(title).toMatch(/^[A-Z].*[^.!]$/);
  const announced = [rule.severity, ...(rule.docs.severities ?? []).map((item) => item.split('`')[1])];
  // The absence of something is said more quietly in a fragment whose surroundings are guessed.
  if (rule.absence && !certain) announced.push('info');
  expect(announced).toContain(severity);
}

async function checkFix(rule: Rule, scenario: Scenario, linted: Linted, fixed: string): Promise<void> {
  const mended = fixScenario(scenario, linted);
  const unmarked = (text: string): string => text.replace(/^[ \t]*#[ \t]*\^+ .*\n/gm, '');
  expect(unmarked(scenarioText(mended))).toBe(fixed);
  const again = scenarioOf(fixed);
  const left = (await lintWith(rule, again)).diagnostics;
  expect(left.filter(({ fixes }) => fixes.length > 0)).toEqual([]);
  if (left.every(({ fatal }) => !fatal)) nginxAccepts(again, again.context);
}
