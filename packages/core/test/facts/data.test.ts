import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CONTEXTS } from '../../src/facts/contexts.generated.ts';
import { CORE_DIRECTIVES, NAMESAKE_DIRECTIVES, OTHER_DIRECTIVES, VARIABLES } from '../../src/facts/tables.ts';
import type { DirectiveFact } from '../../src/facts/types.ts';
import { parseVersion } from '../../src/facts/version.ts';

interface Row {
  readonly name: string;
  readonly source: string;
  readonly [field: string]: unknown;
}

const read = (name: string): Row[] =>
  JSON.parse(readFileSync(new URL(`../../data/${name}.json`, import.meta.url), 'utf8')) as Row[];

const tables = [CORE_DIRECTIVES, NAMESAKE_DIRECTIVES, OTHER_DIRECTIVES];
const facts: DirectiveFact[] = tables.flatMap((table) => [...table.names()].flatMap((name) => table.named(name)));

/** A row without what a fact does not have, and with what it does. */
function comparable(row: Row, fields: readonly string[]): string {
  return JSON.stringify(fields.map((field) => row[field] ?? null));
}

describe('the facts', () => {
  it('are those of the data, each once', () => {
    const fields = [
      'name',
      'module',
      'source',
      'contexts',
      'args',
      'block',
      'since',
      'removed',
      'inheritance',
      'opens',
    ];
    const rows = [...read('directives'), ...read('additions')];
    const expected = rows.map((row) => comparable(row, fields));
    expect(facts.map((fact) => comparable(fact as unknown as Row, fields)).sort()).toEqual(expected.sort());
  });

  it('say where additions are from', () => {
    for (const row of read('additions'))
      expect(row['from']).toMatch(/^github\.com\/\S+ at [0-9a-f]{12} \(\d{4}-\d\d-\d\d\)$/);
  });

  it('hold no fact twice for a source, name and context', () => {
    const seen = new Set<string>();
    for (const fact of facts) {
      for (const context of fact.contexts) {
        const key = `${fact.source}: ${fact.name} in ${context}`;
        expect(seen, key).not.toContain(key);
        seen.add(key);
      }
    }
  });

  it.each(facts.filter((fact) => fact.source === 'core').map((fact) => [fact.name, fact] as const))(
    '%s has versions that can be compared',
    (_name, fact) => {
      const history = (fact.argsHistory ?? []).map(([version]) => version);
      const versions = [fact.since, fact.removed, ...(fact.backports ?? []), ...history];
      for (const version of [...versions, ...Object.values(fact.contextSince ?? {})]) {
        if (version !== null) expect(parseVersion(version), version).not.toBeNull();
      }
      // The last arity of the history is today's.
      const last = fact.argsHistory?.at(-1);
      if (last !== undefined) expect(fact.args).toMatchObject(last[1]);
    },
  );

  it('open contexts in which something may stand', () => {
    const opened = facts.flatMap((fact) => (typeof fact.opens === 'object' ? Object.values(fact.opens) : [fact.opens]));
    for (const context of opened) if (context !== undefined) expect(CONTEXTS).toContain(context);
  });

  it('know every variable but those that users define', () => {
    const names = read('variables').filter((row) => row['userDefined'] !== true);
    expect(names.filter((row) => VARIABLES.named(row.name.toLowerCase()).length === 0)).toEqual([]);
    expect(names.length).toBeGreaterThan(300);
  });
});
