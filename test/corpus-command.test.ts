import { createFacts } from '@nginx-lint/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildCommand, nginxLint } from './support/command.ts';
import { corpus, corpusFile, corpusNote, hasCorpus } from './support/corpus.ts';
import { type CorpusVerdict, contextOf, type Entry, judgeable, modelOf } from './support/corpus-verdicts.ts';
import { fatalsOf } from './support/fatal-lines.ts';

/** How many entries of each version are given to the command. */
const SAMPLE = Number(process.env['CORPUS_SAMPLE'] ?? 40);

/** The blocks around what a fragment's context names by the innermost one. */
const AROUND: Readonly<Record<string, string>> = {
  server: 'http',
  upstream: 'http',
  map: 'http',
  geo: 'http',
  types: 'http',
  split_clients: 'http',
  location: 'http,server',
  if: 'http,server,location',
  limit_except: 'http,server,location',
};

interface Told {
  readonly rule: string;
  readonly fatal: boolean;
  readonly message: string;
  readonly range: { readonly start: { readonly offset: number } };
}

/** Fragments have their context named; of a main file the command must see that it is one. */
function isPlain(entry: Entry): boolean {
  // Those about links: a copy of the corpus may hold files in their place, which only the tests follow.
  if (entry.source === 'include-cases') return false;
  return entry.kind === 'fragment' || /^\s*events\b/m.test(Buffer.from(corpusFile(entry.root)).toString('latin1'));
}

function argumentsFor(entry: Entry, verdict: CorpusVerdict): string[] {
  const maps = Object.entries({ ...entry.maps, [entry.prefixPath]: entry.prefix });
  const context = contextOf(entry, verdict);
  const around = AROUND[context[0] ?? ''];
  const whole = entry.kind === 'main' && context[0] === 'main';
  return [
    ...['--format', 'json', '--no-config', '--select', 'nginx', '--nginx-version', verdict.nginx],
    ...['--prefix', `${corpus}/${entry.prefix}`],
    ...maps.flatMap(([from, to]) => ['--map', `${from}=${corpus}/${to}`]),
    ...(whole ? [] : ['--context', [...(around ? [around] : []), ...context].join(',')]),
    entry.root,
  ];
}

async function told(entry: Entry, verdict: CorpusVerdict): Promise<string[]> {
  const { stdout, stderr } = await nginxLint(argumentsFor(entry, verdict), { cwd: corpus });
  expect(stderr).toBe('');
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: Told[] };
  return diagnostics
    .filter(({ fatal }) => fatal)
    .map(({ rule, message, range }) => `${range.start.offset} ${rule}: ${message}`);
}

async function expected(entry: Entry, verdict: CorpusVerdict): Promise<string[]> {
  const model = await modelOf(entry, verdict, createFacts({ version: verdict.nginx }));
  return fatalsOf(model).map(({ rule, message, span }) => `${span.start} ${rule}: ${message}`);
}

describe.runIf(hasCorpus)(`the command on the corpus${corpusNote}`, () => {
  beforeAll(buildCommand, 60_000);

  it.each(['1.22.1', '1.31.5'])(
    'says what the library says, for nginx %s',
    async (version) => {
      const all = [...judgeable(version)].filter(([entry]) => isPlain(entry));
      const step = Math.max(1, Math.floor(all.length / SAMPLE));
      const sample = all.filter((_, index) => index % step === 0);
      const differences: unknown[] = [];
      for (const [entry, verdict] of sample) {
        const [command, library] = [await told(entry, verdict), await expected(entry, verdict)];
        if (JSON.stringify(command.sort()) !== JSON.stringify(library.sort())) {
          differences.push({ args: argumentsFor(entry, verdict).join(' '), command, library });
        }
      }
      expect(sample.length).toBeGreaterThanOrEqual(SAMPLE);
      expect(differences).toEqual([]);
    },
    300_000,
  );
});
