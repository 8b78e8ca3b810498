import {
  type CONFIG_KEYS,
  DEFAULT_FORMAT,
  type FormatOptions,
  PRESETS,
  type Rule,
  rules,
  SEVERITIES,
} from '@nginx-lint/core';
import type { GeneratedFile } from './generated-file.ts';

/** A JSON Schema, or a part of one. */
export type Schema = Readonly<Record<string, unknown>>;

const TEXT: Schema = { type: 'string', minLength: 1 };
const TEXTS: Schema = { type: 'array', items: TEXT };
const LEVEL: Schema = { enum: ['off', ...SEVERITIES] };

/** What a config file may hold, key by key. */
export const KEYS: Readonly<Record<(typeof CONFIG_KEYS)[number], Schema>> = {
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
  format: {
    description: 'How `nginx-lint format` and editors lay files out; counts more than `.editorconfig`.',
    type: 'object',
    additionalProperties: false,
    properties: formatOptions(),
  },
};

function formatOptions(): Readonly<Record<keyof FormatOptions, Schema>> {
  const { indent, useTabs, maxBlankLines, braces, align, finalNewline, endOfLine } = DEFAULT_FORMAT;
  return {
    indent: {
      description: `Columns for each block around a line; what the file does most often by default, else ${indent}.`,
      type: 'integer',
      minimum: 1,
      maximum: 16,
    },
    useTabs: {
      description: `One tab for each block instead; what the file does most often by default, else ${useTabs}.`,
      type: 'boolean',
    },
    maxBlankLines: {
      description: 'Of more empty lines than this in a row, so many stay.',
      type: 'integer',
      minimum: 0,
      maximum: 100,
      default: maxBlankLines,
    },
    braces: {
      description: '`same-line`: the `{` stands behind the words of its directive; `keep`: it may have its own line.',
      enum: ['same-line', 'keep'],
      default: braces,
    },
    align: {
      description: '`keep`: what stands below each other stays so; `none`: one space before each word.',
      enum: ['keep', 'none'],
      default: align,
    },
    finalNewline: { description: 'A last line without its end gets one.', type: 'boolean', default: finalNewline },
    endOfLine: { description: 'What ends the lines.', enum: ['keep', 'lf', 'crlf'], default: endOfLine },
  };
}

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
