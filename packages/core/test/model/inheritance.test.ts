import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { contentHandler } from '../../src/model/handlers.ts';
import type { ConfigModel, ServerModel } from '../../src/model/types.ts';
import type { Occurrence } from '../../src/tree/tree.ts';
import {
  CASES,
  type Case,
  configOf,
  httpChoices,
  type Level,
  PROBES,
  type Probe,
  variantsOf,
} from './inheritance-cases.ts';
import { modelOf } from './model-of.ts';
import { nginxVersion, type Observations, observe } from './observe-nginx.ts';

// What a real nginx does, against what the model says. The answers are kept in inheritance.observed.json: a machine
// without nginx compares the model with the record. NGINX_LINT_RECORD=1 writes the record anew.
const RECORD = fileURLToPath(new URL('inheritance.observed.json', import.meta.url));
interface Kept {
  readonly nginx: string;
  readonly cases: Record<string, Observations>;
}
const kept: Kept = existsSync(RECORD) ? JSON.parse(readFileSync(RECORD, 'utf8')) : { nginx: '', cases: {} };
const version = nginxVersion();
const recording = process.env['NGINX_LINT_RECORD'] === '1';
const mode = version === null ? `replays the record of nginx ${kept.nginx}` : `asks the installed nginx ${version}`;
const recorded: Record<string, Observations> = {};

describe(`what holds where, ${mode}`, () => {
  for (const [name, one] of Object.entries(CASES)) {
    it(name, async () => {
      const observed = version === null ? kept.cases[name] : await observeAll(one);
      expect(observed, `no record of ${name}`).toBeDefined();
      if (recording && observed !== undefined) record(name, observed);
      else expect(observed, 'the record').toEqual(kept.cases[name]);
      expect(await predictAll(one), 'the model').toEqual(observed);
    });
  }
});

async function observeAll(one: Case): Promise<Observations> {
  const all: Observations = {};
  for (const http of httpChoices(one)) Object.assign(all, await observe(one, http));
  return all;
}

function record(name: string, observed: Observations): void {
  recorded[name] = observed;
  // A line for each variant, so that a change of an answer is a change of a line.
  const rows = (all: Observations): string =>
    Object.entries(all)
      .map(([variant, seen]) => `      ${JSON.stringify(variant)}: ${JSON.stringify(seen)}`)
      .join(',\n');
  const cases = Object.entries(recorded).map(([one, all]) => `    ${JSON.stringify(one)}: {\n${rows(all)}\n    }`);
  writeFileSync(RECORD, `{\n  "nginx": ${JSON.stringify(version)},\n  "cases": {\n${cases.join(',\n')}\n  }\n}\n`);
}

async function predictAll(one: Case): Promise<Observations> {
  const all: Observations = {};
  for (const http of httpChoices(one)) {
    const places: Record<string, string> = { PREFIX: '/srv', PORT: '8080', BACKEND: '8081' };
    const text = configOf(one, http).replace(/@([A-Z]+)@/g, (_, name: string) => places[name] ?? '');
    const model = await modelOf(text, kept.nginx || (version ?? undefined));
    variantsOf(one, http).forEach((variant, index) => {
      const server = model.servers[index];
      if (server === undefined) throw new Error(`no server for ${variant.name}`);
      const probes = Object.keys(PROBES) as Probe[];
      all[variant.name] = Object.fromEntries(
        probes.map((probe) => [probe, predict(model, one, blockOf(server, probe))]),
      );
    });
  }
  return all;
}

function blockOf(server: ServerModel, probe: Probe): Occurrence {
  const location = server.allLocations.find(({ pattern }) => pattern === PROBES[probe]);
  const block =
    probe === 'if' || probe === 'limit_except'
      ? location?.at.children.find(({ node }) => node.name.value === probe)
      : location?.at;
  if (block === undefined && probe !== 'server') throw new Error(`no block for ${probe}`);
  return block ?? server.at;
}

function predict(model: ConfigModel, one: Case, block: Occurrence): readonly string[] {
  const handler = contentHandler(model, block);
  if (one.directives.includes('return')) return handler?.kind === 'return' ? [levelOf(handler.at)] : [];
  const values = one.directives.flatMap((directive) => model.effective(block, directive).values);
  if (one.directives.includes('deny')) return [access(values)];
  if (one.directives.includes('proxy_pass')) {
    expect(handler?.kind === 'proxy' ? [handler.at] : []).toEqual(values);
  }
  return values.map(levelOf);
}

/** The first rule that fits decides; all of these fit. */
function access(rules: readonly Occurrence[]): string {
  const first = [...rules].sort((a, b) => a.node.start - b.node.start)[0];
  return first?.node.name.value === 'deny' ? 'denied' : 'allowed';
}

function levelOf(at: Occurrence): Level {
  const block = at.parent;
  const name = block?.node.name.value;
  if (name !== 'location') return name as Level;
  return block?.node.args[0]?.value === PROBES.nested ? 'nested' : 'outer';
}
