import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  type ConfigModel,
  createFacts,
  createModel,
  fileAt,
  loadTree,
  mayBeRefused,
  memoryFiles,
} from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';
import { corpusNote, hasCorpus } from './support/corpus.ts';
import { judgeable, modelOf } from './support/corpus-verdicts.ts';
import { fatalsOf } from './support/fatal-lines.ts';
import { lintScenario } from './support/lint-scenario.ts';
import { scenarioOf } from './support/scenario.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures/', import.meta.url));

/** What the `route` command takes for a refusal. */
function isRefused(model: ConfigModel): boolean {
  return fatalsOf(model).some(({ rule }) => rule !== 'include-not-found');
}

async function modelOfText(text: string): Promise<ConfigModel> {
  const files = memoryFiles({ '/etc/nginx/nginx.conf': text });
  return createModel(await loadTree(fileAt('/etc/nginx/nginx.conf'), { files, facts: createFacts() }));
}

function confsIn(folder: string): string[] {
  const names = readdirSync(`${FIXTURES}${folder}`, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.conf')).map((name) => `${FIXTURES}${folder}/${name}`);
}

/** Of what is not refused, so many may be asked about a second time. */
const MOST_DOUBTS = 0.03;

interface Count {
  readonly missed: string[];
  doubted: number;
  accepted: number;
  refused: number;
}

function count(counted: Count, name: string, model: ConfigModel): void {
  const may = mayBeRefused(model);
  if (isRefused(model)) {
    counted.refused++;
    if (!may) counted.missed.push(name);
  } else {
    counted.accepted++;
    if (may) counted.doubted++;
  }
}

function expectAgreed({ missed, doubted, accepted, refused }: Count, least: number): void {
  expect(missed).toEqual([]);
  expect(Math.min(accepted, refused)).toBeGreaterThan(least);
  expect(doubted / accepted).toBeLessThanOrEqual(MOST_DOUBTS);
}

describe('whether nginx may refuse a configuration, as the rules see it', () => {
  it('the fixtures of the rules', { timeout: 300_000 }, async () => {
    const counted: Count = { missed: [], doubted: 0, accepted: 0, refused: 0 };
    for (const path of confsIn('rules')) {
      const { model } = await lintScenario(scenarioOf(readFileSync(path, 'utf8')), []);
      count(counted, path, model);
    }
    expectAgreed(counted, 100);
  });

  it('the fixtures of the syntax', async () => {
    const counted: Count = { missed: [], doubted: 0, accepted: 0, refused: 0 };
    for (const path of confsIn('syntax')) count(counted, path, await modelOfText(readFileSync(path, 'utf8')));
    expect(counted.missed).toEqual([]);
    expect(counted.refused).toBeGreaterThan(10);
  });

  it.each([
    '',
    'events { } http { upstream a { } }',
    'events { } http { upstream a { server 127.0.0.1 backup; } server { location / { proxy_pass http://a; } } }',
    'events { } http { server { ssl on; } }',
    'events { } include nginx.conf;',
    'events { } http { server { listen {{ port }}; } }',
    'events { } http { server { location ~ ^/[0-9]{4}$ { } } }',
    '# nginx-lint-disable -- all of it\nevents { } http { nonsense; }',
  ])('%j is refused', async (text) => {
    const model = await modelOfText(text);
    expect([mayBeRefused(model), isRefused(model)]).toEqual([true, true]);
  });

  it.each([
    'events { }',
    'events { } http { include missing.conf; upstream a { server 127.0.0.1 down; } }',
    'events { } http { server { location / { return 200; } location = / { return 200; } } }',
  ])('%j is not', async (text) => {
    const model = await modelOfText(text);
    expect([mayBeRefused(model), isRefused(model)]).toEqual([false, false]);
  });

  it.skipIf(!hasCorpus)(`the corpus${corpusNote}`, { timeout: 600_000 }, async () => {
    const counted: Count = { missed: [], doubted: 0, accepted: 0, refused: 0 };
    const facts = createFacts();
    for (const [entry, verdict] of judgeable('1.31.5')) count(counted, entry.id, await modelOf(entry, verdict, facts));
    expectAgreed(counted, 500);
  });
});
