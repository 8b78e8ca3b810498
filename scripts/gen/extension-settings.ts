import { readFileSync } from 'node:fs';
import { PRESETS, rules, SEVERITIES } from '@nginx-lint/core';
import type { GeneratedFile } from './generated-file.ts';
import { KEYS, type Schema } from './schema.ts';

const MANIFEST = 'packages/vscode/package.json';
const TEXTS: Schema = { type: 'array', items: { type: 'string' } };
const README = 'packages/vscode/README.md';

const RULE_IDS = rules.map(({ id }) => id);
const GROUPS = [...new Set(rules.map(({ group }) => group))].sort();
const RULES_AND_GROUPS: Schema = { type: 'string', enum: [...GROUPS, ...RULE_IDS] };
const LEVEL: Schema = { type: 'string', enum: ['off', ...[...SEVERITIES].reverse()] };
/** As in a config file; the options of each rule, which make the schema of that one long, are left to it. */
const RULE_SETTINGS: Schema = {
  type: 'object',
  propertyNames: { enum: RULE_IDS },
  additionalProperties: { anyOf: [LEVEL, { type: 'array', minItems: 1, maxItems: 2 }] },
};

/** Settings `nginxLint.*`: those that a config file has too are said in its words. */
const SETTINGS: Readonly<Record<string, Schema>> = {
  nginxVersion: {
    ...KEYS.nginxVersion,
    pattern: `^$|${String(KEYS.nginxVersion['pattern'])}`,
    patternErrorMessage: 'A version such as 1.28.0',
    default: '',
  },
  config: {
    description: 'A config file in place of the one that is searched for; relative to the folder of the workspace.',
    type: 'string',
    default: '',
  },
  noConfig: { description: 'Use no config file.', type: 'boolean', default: false },
  prefix: { description: `${KEYS.prefix['description']} That of the entry by default.`, type: 'string', default: '' },
  map: { ...KEYS.map, additionalProperties: { type: 'string' }, default: {} },
  select: {
    description: 'Rules and groups that run, in place of those of the preset.',
    type: 'array',
    items: RULES_AND_GROUPS,
    uniqueItems: true,
    default: [],
  },
  ignore: {
    description: 'Rules and groups that do not run, and globs of files about which nothing is reported.',
    type: 'array',
    items: { anyOf: [RULES_AND_GROUPS, { type: 'string' }] },
    uniqueItems: true,
    default: [],
  },
  severity: {
    markdownDescription: 'Severity of single rules, or `off`; counts more than the config file.',
    type: 'object',
    propertyNames: { enum: RULE_IDS },
    additionalProperties: LEVEL,
    default: {},
  },
  extends: { description: 'The preset in place of that of the config file.', enum: ['', ...PRESETS], default: '' },
  rules: { description: KEYS.rules['description'], ...RULE_SETTINGS, default: {} },
  overrides: {
    description: KEYS.overrides['description'],
    type: 'array',
    items: {
      type: 'object',
      additionalProperties: false,
      required: ['files'],
      properties: { files: { anyOf: [{ type: 'string' }, TEXTS] }, rules: RULE_SETTINGS },
    },
    default: [],
  },
  entries: { description: KEYS.entries['description'], ...TEXTS, default: [] },
  modules: { ...KEYS.modules, default: [] },
  directives: { ...KEYS.directives, default: [] },
  format: {
    ...KEYS.format,
    description: 'How files are laid out; a config file and `.editorconfig` count more.',
    default: {},
  },
  inlayHints: {
    description: 'Show values that are inherited, units, the order of expressions.',
    type: 'boolean',
    default: true,
  },
  codeLens: {
    description: 'Show where files are included, and requests that lead to a block.',
    type: 'boolean',
    default: true,
  },
  'trace.server': {
    description: 'What of the conversation with the server is written to the output.',
    type: 'string',
    enum: ['off', 'messages', 'verbose'],
    default: 'off',
  },
};

/** The settings of the extension, in its manifest and in its page; the rest of both is written by hand. */
export async function generate(): Promise<GeneratedFile[]> {
  const manifest = JSON.parse(textOf(MANIFEST));
  const properties = Object.fromEntries(
    Object.entries(SETTINGS).map(([name, schema], order) => [`nginxLint.${name}`, { order, ...schema }]),
  );
  manifest.contributes.configuration = { title: 'nginx-lint', properties };
  const readme = textOf(README).replace(
    /(<!-- settings -->\n)[\s\S]*(<!-- \/settings -->)/,
    (_, begin: string, end: string) => `${begin}${table()}${end}`,
  );
  return [
    { path: MANIFEST, text: `${JSON.stringify(manifest, null, 2)}\n` },
    { path: README, text: readme },
  ];
}

function table(): string {
  const rows = Object.entries(SETTINGS).map(([name, { description, markdownDescription, default: value }]) => {
    const isEmpty = value === '' || JSON.stringify(value) === '[]' || JSON.stringify(value) === '{}';
    const shown = isEmpty ? '' : ` \`${JSON.stringify(value)}\` `;
    return `| \`nginxLint.${name}\` | ${markdownDescription ?? description} |${shown}|\n`;
  });
  return `\n| setting | what it means | default |\n| --- | --- | --- |\n${rows.join('')}\n`;
}

function textOf(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}
