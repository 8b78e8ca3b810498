// One sample of what the rules cost, in a process of its own: `node rules-sample.cjs PRESET BYTES RUNS [grammar|parse|model]`, which
// prints its medians as JSON. With a fourth word it stops there and prints nothing.
import {
  type ConfigModel,
  type ConfigTree,
  createFacts,
  createModel,
  createSettings,
  type Facts,
  fileAt,
  type LoadOptions,
  lint,
  loadTree,
  memoryFiles,
  type Preset,
  parse,
  rules,
  vocabularyOf,
} from '@nginx-lint/core';
import { faultsOf } from '../packages/core/src/nginx/verdict.ts';
import { configuration } from './generate.ts';
import type { RuleCosts } from './rules.ts';

const ENTRY = '/etc/nginx/nginx.conf';

/** The model before, which an editor, too, has until the next one is there. */
const last: ConfigModel[] = [];

/** Each step once, as the command takes them; milliseconds. */
async function sample(text: string, preset: Preset): Promise<RuleCosts> {
  const facts = createFacts();
  const vocabulary = vocabularyOf(facts);
  let parsed = 0;
  const start = performance.now();
  const tree = await treeOf(text, facts, (file, bytes) => {
    const before = performance.now();
    const source = parse(file, bytes, vocabulary);
    parsed += performance.now() - before;
    return source;
  });
  const read = performance.now();
  const model = modelOf(tree);
  const known = performance.now();
  faultsOf(model);
  const judged = performance.now();
  lint(model, rules, createSettings({ preset }));
  const all = performance.now() - known;
  last[0] = model;
  return { grammar: parsed, parse: read - start, model: known - read, verdict: judged - known, rules: all };
}

function treeOf(text: string, facts: Facts, parse: NonNullable<LoadOptions['parse']>): Promise<ConfigTree> {
  return loadTree(fileAt(ENTRY), { files: memoryFiles({ [ENTRY]: text }), facts, parse });
}

/** With its servers, locations and groups, which are made when somebody asks: not only rules do. */
function modelOf(tree: ConfigTree): ConfigModel {
  const model = createModel(tree);
  void model.upstreams;
  for (const server of model.servers) void server.allLocations;
  return model;
}

/** Each run has names of its own: nothing of a text is remembered from the one before. */
function textOf(bytes: number, run: number): string {
  return configuration(bytes).replaceAll('site', `run${run}site`);
}

async function samples(preset: Preset, bytes: number, runs: number): Promise<RuleCosts> {
  const all: RuleCosts[] = [];
  for (let run = 0; run < runs; run++) all.push(await sample(textOf(bytes, run), preset));
  // The first half makes the engine warm.
  const counted = all.slice(runs >> 1);
  const median = (of: (one: RuleCosts) => number): number =>
    counted.map(of).sort((a, b) => a - b)[counted.length >> 1] ?? 0;
  return {
    grammar: median((one) => one.grammar),
    parse: median((one) => one.parse),
    model: median((one) => one.model),
    verdict: median((one) => one.verdict),
    rules: median((one) => one.rules),
  };
}

/** What is done before the rules, for those who count instructions. */
async function upTo(step: string, text: string): Promise<void> {
  const facts = createFacts();
  const vocabulary = vocabularyOf(facts);
  if (step === 'grammar') parse(fileAt(ENTRY), text, vocabulary);
  else {
    const tree = await treeOf(text, facts, (file, bytes) => parse(file, bytes, vocabulary));
    if (step === 'model') modelOf(tree);
  }
}

const [preset, bytes, runs, step] = process.argv.slice(2);
if (step !== undefined) void upTo(step, textOf(Number(bytes), 0));
else void samples(preset as Preset, Number(bytes), Number(runs)).then((costs) => console.log(JSON.stringify(costs)));
