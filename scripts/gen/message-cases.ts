import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Rule } from '@nginx-lint/core';
import { casesOf } from '../../packages/core/test/nginx/table-cases.ts';
import type { NginxCase } from '../../test/support/nginx-machine.ts';
import type { Row } from '../../test/support/nginx-rows.ts';
import { scenarioOf } from '../../test/support/scenario.ts';

const FIXTURES = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const TABLES = fileURLToPath(new URL('../../packages/core/test/nginx/', import.meta.url));

/** A text that a real nginx was asked about, and the files in which its answers are. */
export interface AskedCase {
  readonly asked: NginxCase;
  readonly records: readonly string[];
}

/** Every case of which an answer of nginx is kept, in an order that does not depend on the machine. */
export async function askedCases(rules: readonly Rule[]): Promise<AskedCase[]> {
  return [...fixtureCases(), ...exampleCases(rules), ...tableCases(), ...(await rowCases())];
}

const KEPT = [join(FIXTURES, 'nginx-verdicts.json')];

function scenarioCase(text: string, context: readonly string[] | null): AskedCase {
  const scenario = scenarioOf(text);
  const blocks = context ?? scenario.context;
  return {
    asked: { files: scenario.files, entry: scenario.entry, ...(blocks ? { context: blocks } : {}) },
    records: KEPT,
  };
}

function fixtureCases(): AskedCase[] {
  const folder = join(FIXTURES, 'rules');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.conf'));
  return names.sort().map((name) => scenarioCase(readFileSync(join(folder, name), 'utf8'), null));
}

function exampleCases(rules: readonly Rule[]): AskedCase[] {
  return rules.flatMap(({ docs }) => {
    const context = docs.context === 'main' ? null : docs.context.split(/\s*,\s*/);
    return [docs.bad, docs.good].map((text) => scenarioCase(`${text}\n`, context));
  });
}

function recordsOf(name: string): string[] {
  return readdirSync(TABLES)
    .filter((each) => each.startsWith(`${name}.records.`) && each.endsWith('.json'))
    .sort()
    .map((each) => join(TABLES, each));
}

function tablesEndingIn(end: string): string[] {
  const names = readdirSync(TABLES).filter((name) => name.endsWith(end));
  return names.sort().map((name) => name.slice(0, -end.length));
}

function tableCases(): AskedCase[] {
  return tablesEndingIn('.cases.conf').flatMap((name) =>
    casesOf(pathToFileURL(join(TABLES, `${name}.cases.conf`))).map(({ context, text }) => ({
      asked: { files: { 'part.conf': `${text}\n` }, entry: 'part.conf', context },
      records: recordsOf(name),
    })),
  );
}

async function rowCases(): Promise<AskedCase[]> {
  const cases: AskedCase[] = [];
  for (const name of tablesEndingIn('.rows.ts')) {
    const tables = (await import(join(TABLES, `${name}.rows.ts`))) as Record<string, readonly Row[]>;
    for (const [context, text] of Object.values(tables).flat()) {
      const blocks = context === '' ? [] : context.split(', ');
      const asked = { files: { 'case.conf': `${text}\n` }, entry: 'case.conf', context: blocks };
      cases.push({ asked, records: recordsOf(name) });
    }
  }
  return cases;
}
