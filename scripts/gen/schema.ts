import { type CONFIG_KEYS, PRESETS, type Rule, rules, SEVERITIES } from '@nginx-lint/core';
import type { GeneratedFile } from './generated-file.ts';

type Schema = Readonly<Record<string, unknown>>;

const TEXT: Schema = { type: 'string', minLength: 1 };
const TEXTS: Schema = { type: 'array', items: TEXT };
const LEVEL: Schema = { enum: ['off', ...SEVERITIES] };

const KEYS: Readonly<Record<(typeof CONFIG_KEYS)[number], Schema>> = {
  extends: {
    description: `What this file builds on: a preset (${PRESETS.join(', ')}) or the path of another config file.`,
    anyOf: [TEXT, TEXTS],
    examples: PRESETS,
  },
  entries: { description: 'Main configuration files, as globs.', anyOf: [TEXT, TEXTS] },
  nginxVersion: {
    description: 'The nginx that the configuration is for; the newest known one by default.',
    type: 'string',
    pattern: '^\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}$',
  },
  modules: { description: 'Third-party and commercial modules that the build has.', ...TEXTS },
  map: {
    description: 'Absolute paths of the configuration, and where they live in the checkout.',
    type: 'object',
    additionalProperties: TEXT,
  },
  prefix: { description: 'The folder in which relative includes begin.', ...TEXT },
  rules: { description: 'Severity of single rules, or off; with options as [severity, {…}].', ...ruleSettings() },
  overrides: {
    description: 'Rules for some files only, on top of "rules"; the last one for a file counts most.',
    type: 'array',
    items: {
      type: 'object',
      additionalProperties: false,
      required: ['files'],
      properties: {
        files: { description: 'Globs, as in "ignore".', anyOf: [TEXT, TEXTS] },
        rules: { $ref: '#/properties/rules' },
      },
    },
  },
  ignore: { description: 'Globs of files about which nothing is reported.', anyOf: [TEXT, TEXTS] },
  directives: {
    description: 'Directives of private modules.',
    type: 'array',
    items: { type: 'object', required: ['name', 'contexts'], properties: { name: TEXT, contexts: TEXTS } },
  },
};

function ruleSettings(): Schema {
  const properties = Object.fromEntries(rules.map((rule) => [rule.id, ruleSetting(rule)]));
  return { type: 'object', additionalProperties: false, properties };
}

function ruleSetting(rule: Rule): Schema {
  const options = Object.entries(rule.options).map(([name, value]) => [
    name,
    { description: rule.optionDocs?.[name] ?? '', default: value, ...typeOf(value) },
  ]);
  const description = `${rule.docs.summary}.`;
  if (options.length === 0) return { description, ...LEVEL };
  const list = { type: 'object', additionalProperties: false, properties: Object.fromEntries(options) };
  return { description, anyOf: [LEVEL, { type: 'array', minItems: 1, maxItems: 2, prefixItems: [LEVEL, list] }] };
}

function typeOf(value: unknown): Schema {
  if (Array.isArray(value)) return TEXTS;
  return { type: typeof value };
}

/** The schema of the config file, for editors. */
export async function generate(): Promise<GeneratedFile[]> {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'nginx-lint configuration',
    type: 'object',
    additionalProperties: false,
    properties: KEYS,
  };
  return [{ path: 'packages/cli/config.schema.json', text: `${JSON.stringify(schema, null, 2)}\n` }];
}
