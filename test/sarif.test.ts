import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Log } from 'sarif';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCommand, folderWith, nginxLint, removeFolder } from './support/command.ts';
import { sarifErrors } from './support/sarif/check.ts';

// Reports of SARIF, by its schema and by what the standard says besides.

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = folderWith({});
let playground = '';

beforeAll(async () => {
  await buildCommand();
  playground = (await nginxLint(['--format', 'sarif', 'fixtures/playground'], { cwd: root })).stdout;
}, 240_000);
afterAll(() => removeFolder(scratch));

// biome-ignore lint/suspicious/noExplicitAny: it is about to be broken
type Broken = any;

const BROKEN: Readonly<Record<string, readonly [(run: Broken, result: Broken) => void, RegExp]>> = {
  'an unknown level': [(_, result) => Object.assign(result, { level: 'hint' }), /level must be equal to/],
  'a result without a message': [(_, result) => delete result.message, /must have required property 'message'/],
  'an unknown property': [(_, result) => Object.assign(result, { colour: 'red' }), /additional properties/],
  'a line from 0': [({ results: [one] }) => startOf(one, { startLine: 0 }), /startLine must be >= 1/],
  'another rule': [(run, result) => Object.assign(result, { ruleIndex: run.tool.driver.rules.length }), /is not /],
  'the same rule twice': [({ tool }) => tool.driver.rules.push({ ...tool.driver.rules[0], name: 'Again' }), /same id/],
  'a line that is not there': [({ results: [one] }) => startOf(one, { startLine: 9999, endLine: 9999 }), /is not in /],
  'an end before the start': [({ results: [one] }) => startOf(one, { endLine: 1, endColumn: 1 }), /is not in /],
  'a base that is not there': [({ originalUriBaseIds }) => delete originalUriBaseIds.SRCROOT, /base SRCROOT/],
  'a place for an argument': [
    (_, { message }) => Object.assign(message, { text: 'see {0}' }),
    /no argument: see \{0\}/,
  ],
  'a single brace': [(_, { message }) => Object.assign(message, { text: 'add }' }), /not doubled: add \}/],
  'a link': [(_, { message }) => Object.assign(message, { text: 'see [a](1)' }), /nowhere: see \[a\]\(1\)/],
  'edits that overlap': [
    (_, { fixes: [{ artifactChanges }] }) => {
      for (const { replacements } of artifactChanges) {
        const { startLine, endLine } = replacements[0].deletedRegion;
        const line = { startLine, startColumn: 1, endLine: endLine + 1, endColumn: 1 };
        replacements.splice(0, 1, ...[1, 2].map(() => ({ ...replacements[0], deletedRegion: line })));
      }
    },
    /overlap/,
  ],
};

function startOf(result: Broken, change: object): void {
  Object.assign(result.locations[0].physicalLocation.region, change);
}

describe('sarif', () => {
  const inScratch = (path: string) => readFileSync(join(scratch, path), 'utf8');
  const inRoot = (path: string) => readFileSync(join(root, path), 'utf8');

  it('holds what comments switched off, with the reason', async () => {
    const tls =
      'listen 443 ssl;\nssl_protocols TLSv1 TLSv1.2; # nginx-lint-disable-line ssl-weak-protocols -- old phones\n';
    writeFileSync(join(scratch, 'nginx.conf'), `events {}\nhttp {\nserver {\n${tls}}\n}\n`);
    const args = ['--format', 'sarif', '--select', 'ssl-weak-protocols', 'nginx.conf'];
    const { stdout, code } = await nginxLint(args, { cwd: scratch });
    expect(code).toBe(0);
    const [run] = JSON.parse(stdout).runs;
    expect(run.invocations).toEqual([{ executionSuccessful: true, exitCode: 0, toolExecutionNotifications: [] }]);
    expect(run.results).toMatchObject([
      {
        ruleId: 'ssl-weak-protocols',
        locations: [{ physicalLocation: { region: { startLine: 5, startColumn: 15 } } }],
        suppressions: [
          {
            kind: 'inSource',
            justification: 'old phones',
            location: { physicalLocation: { region: { startLine: 5, startColumn: 30 } } },
          },
        ],
      },
    ]);
    expect(sarifErrors(JSON.parse(stdout), inScratch)).toEqual([]);
  });

  it('is what the standard says', () => {
    expect(sarifErrors(JSON.parse(playground), inRoot)).toEqual([]);
  });

  it('is what the standard says, whatever the rules say', async () => {
    const { stdout } = await nginxLint(['--format', 'sarif', '--no-config', 'fixtures/rules'], { cwd: root });
    const log: Log = JSON.parse(stdout);
    expect(log.runs[0]?.tool.driver.rules?.length).toBeGreaterThan(140);
    expect(sarifErrors(log, inRoot)).toEqual([]);
  });

  it.each(Object.entries(BROKEN))('is not: %s', (_, [breaks, error]) => {
    const log = JSON.parse(playground);
    const withFix = log.runs[0].results.find(({ fixes }: Broken) => fixes !== undefined);
    breaks(log.runs[0], withFix);
    expect(sarifErrors(log, inRoot).join('\n')).toMatch(error);
  });
});
