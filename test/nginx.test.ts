import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ConfigModel, createFacts, createModel, fileAt, loadTree, memoryFiles, rules } from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';
import { diskFiles } from './support/disk-files.ts';
import { fatalsOf, placesOf } from './support/fatal-lines.ts';
import { lacksModule } from './support/lacking-modules.ts';
import { type NginxCase, nginxVersion } from './support/nginx.ts';
import { contextBlocks } from './support/nginx-contexts.ts';
import { type NginxRecord, verdictOf } from './support/nginx-records.ts';
import { type Scenario, scenarioOf } from './support/scenario.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures/', import.meta.url));
const FOLDER = '/etc/nginx';

if (nginxVersion() === null) console.warn('No nginx on this machine: its recorded verdicts are replayed.');

/** Where our line is another one on purpose. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'trees/cycle':
    'nginx reads a cycle until something in it stands there twice; the finding is the include that closes it',
};

interface Asked {
  readonly name: string;
  readonly asked: NginxCase;
  /** The oldest version that can judge it. */
  readonly needs?: string;
}

function scenarioCase(name: string, { files, entry, context, version }: Scenario): Asked {
  const asked = { files, entry, ...(context ? { context } : {}) };
  return { name, asked, ...(version ? { needs: version } : {}) };
}

function ruleFixtures(): Asked[] {
  const names = readdirSync(join(FIXTURES, 'rules'), { recursive: true, encoding: 'utf8' }).sort();
  const files = names.filter((name) => name.endsWith('.conf'));
  return files.map((name) => scenarioCase(name, scenarioOf(readFileSync(join(FIXTURES, 'rules', name), 'utf8'))));
}

/** Every example of the rules' pages, in the blocks that the page names. */
function examples(): Asked[] {
  return rules.flatMap(({ id, docs }) =>
    [docs.bad, docs.good].map((text, index) => {
      const context = docs.context.split(/\s*,\s*/);
      const scenario = { ...scenarioOf(`${text}\n`), context: context[0] === 'main' ? null : context };
      return scenarioCase(`${id}: ${index === 0 ? 'bad' : 'good'} example`, scenario);
    }),
  );
}

function folders(): Asked[] {
  const trees = readdirSync(join(FIXTURES, 'trees')).map((name) => join('trees', name));
  return ['clean', 'playground', ...trees]
    .map((name) => ({ name, asked: { folder: join(FIXTURES, name), entry: 'nginx.conf' } }))
    .filter(({ asked }) => statSync(join(asked.folder, asked.entry), { throwIfNoEntry: false })?.isFile());
}

/** The blocks around a fragment are part of the configuration, as they are for nginx. */
const AROUND = '.around.conf';

async function modelOf(asked: NginxCase, version: string): Promise<ConfigModel> {
  const model = await modelWith(asked, version, '');
  // As nginx is asked: a fragment that counts on the certificate of an outer block gets one.
  const needs = asked.context !== undefined && fatalsOf(model).some(({ rule }) => rule === 'ssl-certificate-missing');
  return needs ? modelWith(asked, version, 'ssl_certificate lent.pem; ssl_certificate_key lent.pem;') : model;
}

async function modelWith(
  { files, folder, entry, context }: NginxCase,
  version: string,
  lent: string,
): Promise<ConfigModel> {
  const base = folder ?? FOLDER;
  const around = contextBlocks(context ?? [], `${FOLDER}/${entry}`).replace(/^(?:http|stream) \{/, `$& ${lent}`);
  const all = { ...files, ...(context ? { [AROUND]: around } : {}) };
  const texts = Object.entries(all).map(([name, text]) => [name.startsWith('/') ? name : `${base}/${name}`, text]);
  const options = {
    files: folder === undefined ? memoryFiles(Object.fromEntries(texts) as Record<string, string>) : diskFiles,
    facts: createFacts({ version }),
    prefix: base,
    map: [{ from: FOLDER, to: base }],
  };
  return createModel(await loadTree(fileAt(`${base}/${context ? AROUND : entry}`), options));
}

/** What differs between nginx's verdict and ours, in a sentence; null: nothing. */
async function difference(asked: NginxCase, { nginx, ok, message, file, line }: NginxRecord): Promise<string | null> {
  const model = await modelOf(asked, nginx);
  if (lacksModule(message ?? '', model.facts)) return null;
  const fatals = fatalsOf(model);
  const ours = fatals.map(
    (fatal) => `${fatal.rule}: ${fatal.message} (${placesOf(fatal, model).map((at) => relative('/etc/nginx', at))})`,
  );
  if (ok) return ours.length === 0 ? null : `nginx ${nginx} is content; ours: ${ours.join(' | ')}`;
  const said = `nginx ${nginx}: ${message} in ${file}:${line}`;
  if (ours.length === 0) return `${said}; ours: nothing`;
  const base = asked.folder ?? FOLDER;
  const place = `${file?.startsWith('/') ? file : `${base}/${file}`}:${line}`;
  const met = file === undefined || fatals.some((fatal) => placesOf(fatal, model).includes(place));
  return met ? null : `${said}; ours: ${ours.join(' | ')}`;
}

describe.each([
  ['fixtures of rules', ruleFixtures()],
  ['examples of rules', examples()],
  ['whole folders', folders()],
])("nginx's verdict: %s", (_, cases) => {
  it.each(cases)('$name', async ({ name, asked, needs }) => {
    const verdict = verdictOf(asked, needs === undefined ? {} : { needs });
    if (verdict === 'too-old') return;
    const { line: _, file: __, ...lineless } = verdict;
    expect(await difference(asked, name in ELSEWHERE ? lineless : verdict)).toBeNull();
  });
});
