import { spawnSync } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { instructionsOf, runSteadily } from './instructions.ts';

const BYTES = 400_000;
/** Enough for V8 to compile what a start uses; the command is given the same with its caches. */
const TRAINING_BYTES = 3_000;
const COLD_SAMPLES = 11;
/** V8 has compiled all of it after about half of these. */
const WARM_RUNS = 60;
const WARM_SAMPLES = 3;

/** Milliseconds. */
export interface RuleCosts {
  /** From bytes to a `SourceFile`, with the vocabulary, as the command parses. */
  readonly grammar: number;
  /** From bytes to the typed tree: the grammar, what the includes lead to, every directive in its place. */
  readonly parse: number;
  /** Servers, locations and groups. */
  readonly model: number;
  /** What nginx refuses: the first of the rules has to find it. */
  readonly verdict: number;
  /** All rules of the preset, the verdict included. */
  readonly rules: number;
}

/**
 * Runs a bundle in a process of its own, with what V8 compiled of it before and, for a single run, with its flags, as
 * `bin/load.js` does. The flags would only put off the moment from which a process is warm.
 */
const LOADER = `
if (process.argv[5] === '1') require(${JSON.stringify(fileURLToPath(new URL('../packages/cli/bin/load.js', import.meta.url)))});
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { Script } = require('node:vm');
const [filename] = process.argv.splice(2, 1);
const cache = filename + '.cache';
const cachedData = existsSync(cache) ? readFileSync(cache) : undefined;
const script = new Script('(function(require){' + readFileSync(filename, 'utf8') + '\\n})', { filename, cachedData });
script.runInThisContext()(require);
if (cachedData === undefined) process.on('exit', () => writeFileSync(cache, script.createCachedData()));
`;

/** Prints what the rules cost beside reading the configuration, in a fresh process and in a warm one. The goal: less than 1. */
export async function ruleCosts(folder: string): Promise<void> {
  const [bundle, loader] = [join(folder, 'rules-sample.cjs'), join(folder, 'rules-loader.cjs')];
  writeFileSync(loader, LOADER);
  await build({
    entryPoints: [fileURLToPath(new URL('rules-sample.ts', import.meta.url))],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    conditions: ['source'],
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: 'warning',
  });
  const sample = (preset: string, bytes: number, runs: number): RuleCosts => {
    const args = [loader, bundle, preset, String(bytes), String(runs)];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`the sample of the rules failed: ${stderr}`);
    return JSON.parse(stdout) as RuleCosts;
  };
  sample('all', TRAINING_BYTES, 1);
  for (const preset of ['recommended', 'all']) {
    print(
      `rules ${preset}, cold`,
      Array.from({ length: COLD_SAMPLES }, () => sample(preset, BYTES, 1)),
    );
    print(
      `rules ${preset}, warm`,
      Array.from({ length: WARM_SAMPLES }, () => sample(preset, BYTES, WARM_RUNS)),
    );
  }
  const counted = join(folder, 'rules-counted.cjs');
  copyFileSync(bundle, counted);
  printInstructions([loader, counted]);
}

/** The same first run in instructions, which other processes do not change. */
function printInstructions(script: readonly string[]): void {
  const count = (preset: string, bytes: number, ...step: string[]): number | null =>
    instructionsOf([...script, preset, String(bytes), '1', ...step]);
  runSteadily([...script, 'all', String(TRAINING_BYTES), '1']);
  const start = count('all', 1, 'parse');
  if (start === null) {
    console.log('rules, instructions      not counted: valgrind is not at hand');
    return;
  }
  const parse = (count('all', BYTES, 'parse') ?? 0) - start;
  const model = count('all', BYTES, 'model') ?? 0;
  for (const preset of ['recommended', 'all']) {
    const rules = (count(preset, BYTES) ?? 0) - model;
    console.log(
      `${`rules ${preset}, first run`.padEnd(30)} parse ${parse.toFixed(0)}   rules ${rules.toFixed(0)} million instructions ${(rules / parse).toFixed(2)}  goal 1.00`,
    );
  }
}

function print(what: string, samples: readonly RuleCosts[]): void {
  const median = (of: (one: RuleCosts) => number): number =>
    samples.map(of).sort((a, b) => a - b)[samples.length >> 1] ?? 0;
  const step = (name: 'grammar' | 'model' | 'verdict' | 'rules'): string =>
    `${name} ${median((one) => one[name])
      .toFixed(0)
      .padStart(4)} ms ${median((one) => one[name] / one.parse).toFixed(2)}`;
  const parse = median((one) => one.parse)
    .toFixed(0)
    .padStart(4);
  console.log(
    `${what.padEnd(24)} parse ${parse} ms (${step('grammar')})   ${step('model')}   ${step('verdict')}   ${step('rules')}  goal 1.00`,
  );
}
