import { existsSync, readFileSync } from 'node:fs';
import {
  createFacts,
  createModel,
  createSettings,
  type Diagnostic,
  fileAt,
  lint,
  loadFragment,
  loadTree,
  memoryFiles,
  rules,
} from '@nginx-lint/core';
import { expect, it } from 'vitest';
import { faultsOf } from '../../packages/core/src/nginx/verdict.ts';
import { type NginxCase, nginxVersion } from './nginx.ts';
import { type NginxRecord, recordKey, verdictOf } from './nginx-records.ts';

/**
 * A case for nginx: the blocks around it (`http, server`; empty for a whole configuration), the text, and what nginx
 * says of it. null: it is content; a list: what it warns of.
 */
export type Row = readonly [context: string, text: string, nginx: string | null | readonly string[]];

/** The versions whose nginx was asked. */
export const ASKED = ['1.22.1', '1.31.5'] as const;
export type Asked = (typeof ASKED)[number];

const ENTRY = 'case.conf';

/**
 * Each row as a test: what nginx said of it (records stand beside the test as `<records>.<version>.json`), and that
 * the rules say the same, fatally, on the same line.
 */
export function checkRows(version: Asked, rows: readonly Row[], records: string): void {
  it.each(rows.map(([context, text, nginx]) => ({ context, text, nginx })))(
    `${version} [$context] $text`,
    async ({ context, text, nginx }) => {
      const blocks = context === '' ? [] : context.split(', ');
      const asked: NginxCase = { files: { [ENTRY]: `${text}\n` }, entry: ENTRY, context: blocks };
      const verdict = recordedVerdict(version, asked, `${records}.${version}.json`);
      const warned = Array.isArray(nginx) ? nginx : [];
      expect(verdict.message ?? null).toBe(Array.isArray(nginx) ? null : nginx);
      expect((verdict.warnings ?? []).map(({ message }) => message)).toEqual(warned);
      await expectOwn(version, `${text}\n`, blocks, verdict);
    },
  );
}

export function recordedVerdict(version: Asked, asked: NginxCase, records: string): NginxRecord {
  const options = { needs: version, records, warnings: true };
  if (nginxVersion() !== version) {
    const known = existsSync(records) ? (JSON.parse(readFileSync(records, 'utf8')) as Record<string, NginxRecord>) : {};
    const record = known[recordKey(asked)];
    if (record === undefined) throw new Error(`No verdict of nginx ${version} is recorded in ${records}`);
    return record;
  }
  const verdict = verdictOf(asked, options);
  if (verdict === 'too-old') throw new Error(`nginx ${version} cannot judge its own case`);
  return verdict;
}

async function expectOwn(
  version: string,
  text: string,
  blocks: readonly string[],
  verdict: NginxRecord,
): Promise<void> {
  const files = memoryFiles({ [`/etc/nginx/${ENTRY}`]: text });
  const entry = fileAt(`/etc/nginx/${ENTRY}`);
  const options = { files, facts: createFacts({ version }), prefix: '/etc/nginx', certain: true };
  const model = createModel(
    await (blocks.length === 0 ? loadTree(entry, options) : loadFragment(entry, blocks, options)),
  );
  const { diagnostics } = lint(model, rules, createSettings({ preset: 'nginx' }));
  const lineOf = (offset: number): number => model.source(entry).lines.lineAt(offset);
  const faults = [...faultsOf(model).values()].flat();
  const said = faults.filter(({ warning }) => !warning).map(({ nginx }) => nginx);
  const fatal = diagnostics.filter((each: Diagnostic) => each.fatal);
  const warned = faults.filter(({ warning }) => warning).map(({ nginx }) => nginx);
  expect(warned.sort()).toEqual((verdict.warnings ?? []).map(({ message }) => message).sort());
  if (verdict.ok) {
    expect(fatal.map(({ message }) => message)).toEqual([]);
    return;
  }
  expect(said).toContain(verdict.message);
  expect(fatal.length).toBeGreaterThan(0);
  if (verdict.line === undefined) return;
  const lines = faults.filter(({ nginx }) => nginx === verdict.message).map(({ at }) => lineOf(at.node.stop));
  expect(lines).toContain(verdict.line);
}
