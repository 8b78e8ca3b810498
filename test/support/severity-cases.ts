import { rules, type Severity } from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';
import { lintScenario } from './lint-scenario.ts';
import { scenarioOf } from './scenario.ts';

export const CERTIFICATE = 'ssl_certificate cert.pem; ssl_certificate_key cert.key;';

/** Fixtures say where a rule speaks, these cases how loud, and what its options and versions change. */
export interface SeverityCase {
  readonly name: string;
  readonly rule: string;
  /** Stands in `http`. */
  readonly text: string;
  readonly version?: string;
  readonly options?: object;
  readonly severities: readonly Severity[];
}

export function checkSeverities(cases: readonly SeverityCase[]): void {
  describe('severities and options', () => {
    it.each(cases)('$rule: $name', async ({ rule: id, text, version, options, severities }) => {
      const rule = rules.find((each) => each.id === id);
      if (rule === undefined) throw new Error(`there is no rule ${id}`);
      const scenario = scenarioOf(text);
      const { diagnostics } = await lintScenario(
        { ...scenario, context: ['http'], version: version ?? scenario.version },
        [rule],
        options === undefined ? {} : { [id]: options },
      );
      expect(diagnostics.map(({ severity }) => severity)).toEqual(severities);
    });
  });
}
