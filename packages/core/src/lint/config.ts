import { customDirectives } from '../facts/custom.ts';
import type { DirectiveFact } from '../facts/types.ts';
import type { FormatOptions } from '../format/options.ts';
import { nearest } from '../text/nearest.ts';
import type { PathMapping } from '../tree/places.ts';
import { type ConfigError, type ConfigPath, isObject, kindOf, Reader } from './config-reader.ts';
import { PRESETS, type Preset, SEVERITIES, type Severity } from './diagnostic.ts';
import { readFormat } from './format-config.ts';
import type { Rule } from './rule.ts';

export type { PathMapping } from '../tree/places.ts';
export type { ConfigError, ConfigPath } from './config-reader.ts';

/** `off` or a severity; `options` in place of the rule's defaults. */
export interface RuleSetting {
  readonly severity: Severity | 'off';
  readonly options: object;
}

/** What holds for some files only, on top of what holds for all. */
export interface PathRules {
  /** Globs, as `ignore` has them. */
  readonly files: readonly string[];
  readonly rules: ReadonlyMap<string, RuleSetting>;
}

/** What a config file says. Paths are as written: relative ones start from its folder. Null: it says nothing. */
export interface LintConfig {
  /** The last preset that `extends` names. */
  readonly preset: Preset | null;
  /** Presets and config files that this one builds on, in order: the later one counts more. */
  readonly extends: readonly string[];
  /** Entries, as globs. */
  readonly entries: readonly string[];
  readonly nginxVersion: string | null;
  /** Third-party and commercial modules that the build has. */
  readonly modules: readonly string[];
  readonly map: readonly PathMapping[];
  readonly prefix: string | null;
  readonly rules: ReadonlyMap<string, RuleSetting>;
  /** Of several for one file, the last one counts most. */
  readonly overrides: readonly PathRules[];
  /** Globs of files about which nothing is reported. */
  readonly ignore: readonly string[];
  readonly directives: readonly DirectiveFact[];
  /** How formatted files look, as far as it is said. */
  readonly format: Partial<FormatOptions>;
}

export const EMPTY_CONFIG: LintConfig = {
  preset: null,
  extends: [],
  entries: [],
  nginxVersion: null,
  modules: [],
  map: [],
  prefix: null,
  rules: new Map(),
  overrides: [],
  ignore: [],
  directives: [],
  format: {},
};

/** What a config file may name. */
export interface KnownNames {
  readonly rules: readonly Pick<Rule, 'id' | 'options'>[];
}

export const CONFIG_KEYS = [
  'extends',
  'entries',
  'nginxVersion',
  'modules',
  'map',
  'prefix',
  'rules',
  'overrides',
  'ignore',
  'directives',
  'format',
] as const;

/** Reads what stood in a config file (parsed YAML or JSON). Says all that is wrong with it; never throws. */
export function readConfig(
  value: unknown,
  known: KnownNames,
): { readonly config: LintConfig; readonly errors: readonly ConfigError[] } {
  const reader = new Reader();
  // An empty file, or one with nothing but comments.
  if (value === null || value === undefined) return { config: EMPTY_CONFIG, errors: [] };
  const object = reader.object(value, [], CONFIG_KEYS);
  const bases = reader.strings(object['extends'], ['extends'], true);
  for (const [index, file] of bases.entries()) if (!isPreset(file)) checkBase(file, index, object['extends'], reader);
  const config: LintConfig = {
    preset: bases.filter(isPreset).at(-1) ?? null,
    extends: bases,
    entries: reader.strings(object['entries'], ['entries'], true),
    nginxVersion: readVersion(object['nginxVersion'], reader),
    modules: reader.strings(object['modules'], ['modules'], false),
    map: readMap(object['map'], reader),
    prefix: reader.string(object['prefix'], ['prefix']),
    rules: readRules(object['rules'], ['rules'], known, reader),
    overrides: readOverrides(object['overrides'], known, reader),
    ignore: reader.strings(object['ignore'], ['ignore'], true),
    directives: readDirectives(object['directives'], reader),
    format: readFormat(object['format'], ['format'], reader),
  };
  return { config, errors: reader.errors };
}

/** `over` on top of `base`: single values replace, rules replace by id, lists are joined. */
export function mergeConfigs(base: LintConfig, over: LintConfig): LintConfig {
  return {
    preset: over.preset ?? base.preset,
    extends: [],
    entries: [...base.entries, ...over.entries],
    nginxVersion: over.nginxVersion ?? base.nginxVersion,
    modules: [...new Set([...base.modules, ...over.modules])],
    map: [...over.map, ...base.map.filter(({ from }) => !over.map.some((mapping) => mapping.from === from))],
    prefix: over.prefix ?? base.prefix,
    rules: new Map([...base.rules, ...over.rules]),
    // What the file on top says of a rule holds everywhere, whatever the one below said for some files.
    overrides: [...base.overrides.map((one) => without(one, over.rules)), ...over.overrides],
    ignore: [...base.ignore, ...over.ignore],
    directives: [...base.directives, ...over.directives],
    format: { ...base.format, ...over.format },
  };
}

function without({ files, rules }: PathRules, replaced: LintConfig['rules']): PathRules {
  return { files, rules: new Map([...rules].filter(([id]) => !replaced.has(id))) };
}

/** Is it the number of an nginx release, such as `1.28.0`? */
export function isVersion(text: string): boolean {
  return /^\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(text);
}

export function isPreset(name: string): name is Preset {
  return (PRESETS as readonly string[]).includes(name);
}

/** A word without a dot or a slash was meant to be a preset. */
function checkBase(name: string, index: number, value: unknown, reader: Reader): void {
  if (/[./\\]/.test(name)) return;
  const path: ConfigPath = Array.isArray(value) ? ['extends', index] : ['extends'];
  reader.unknown(path, 'preset', name, PRESETS);
}

/** What private modules bring. */
function readDirectives(value: unknown, reader: Reader): readonly DirectiveFact[] {
  if (value === undefined || value === null) return [];
  const { facts, errors } = customDirectives(value);
  for (const { path, message } of errors) reader.error(['directives', ...path], message);
  return facts;
}

function readVersion(value: unknown, reader: Reader): string | null {
  // YAML reads 1.28 as a number, and 1.10 would become 1.1.
  if (typeof value === 'number') {
    reader.error(['nginxVersion'], `the version must have three numbers, such as "1.28.0"`);
    return null;
  }
  const text = reader.string(value, ['nginxVersion']);
  if (text === null || isVersion(text)) return text;
  reader.error(['nginxVersion'], `"${text}" is not a version; write it as "1.28.0"`);
  return null;
}

function readMap(value: unknown, reader: Reader): readonly PathMapping[] {
  if (value === undefined || value === null) return [];
  if (!isObject(value)) {
    reader.error(['map'], `expected paths of the server, each with the path it has here, got ${kindOf(value)}`);
    return [];
  }
  const result: PathMapping[] = [];
  for (const [from, to] of Object.entries(value)) {
    if (!from.startsWith('/')) reader.error(['map', from], `"${from}" must be an absolute path of the server`, 'key');
    const text = reader.string(to, ['map', from]);
    if (text !== null) result.push({ from, to: text });
  }
  return result;
}

function readOverrides(value: unknown, known: KnownNames, reader: Reader): readonly PathRules[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    reader.error(['overrides'], `expected a list, each item with "files" and "rules", got ${kindOf(value)}`);
    return [];
  }
  return value.map((item: unknown, index): PathRules => {
    const path: ConfigPath = ['overrides', index];
    const object = reader.object(item, path, ['files', 'rules']);
    const files = reader.strings(object['files'], [...path, 'files'], true);
    if (isObject(item) && object['files'] === undefined)
      reader.error(path, 'expected "files": globs of the files for which these rules are meant');
    return { files, rules: readRules(object['rules'], [...path, 'rules'], known, reader) };
  });
}

function readRules(
  value: unknown,
  at: ConfigPath,
  known: KnownNames,
  reader: Reader,
): ReadonlyMap<string, RuleSetting> {
  const result = new Map<string, RuleSetting>();
  if (value === undefined || value === null) return result;
  if (!isObject(value)) {
    reader.error(at, `expected rule ids, each with a level, got ${kindOf(value)}`);
    return result;
  }
  for (const [id, setting] of Object.entries(value)) {
    const rule = known.rules.find((candidate) => candidate.id === id);
    if (rule === undefined) {
      reader.unknown(
        [...at, id],
        'rule',
        id,
        known.rules.map((candidate) => candidate.id),
        'key',
      );
      continue;
    }
    const read = readSetting(setting, [...at, id], rule, reader);
    if (read !== null) result.set(id, read);
  }
  return result;
}

function readSetting(
  value: unknown,
  path: ConfigPath,
  rule: KnownNames['rules'][number],
  reader: Reader,
): RuleSetting | null {
  if (!Array.isArray(value)) {
    const severity = readLevel(value, path, reader);
    return severity === null ? null : { severity, options: {} };
  }
  const severity = readLevel(value[0], value.length === 0 ? path : [...path, 0], reader);
  if (value.length > 2) reader.error([...path, 2], 'expected a level and options, nothing else');
  const options = value.length < 2 ? {} : readOptions(value[1], [...path, 1], rule.options, reader);
  return severity === null ? null : { severity, options };
}

const LEVELS = ['off', ...SEVERITIES] as const;

function readLevel(value: unknown, path: ConfigPath, reader: Reader): Severity | 'off' | null {
  // In YAML 1.1 a bare `off` is false, and some editors' tools still write it so.
  if (value === false) return 'off';
  const level = LEVELS.find((candidate) => candidate === value);
  if (level !== undefined) return level;
  const [near] = typeof value === 'string' ? nearest(value, LEVELS) : [];
  const got = typeof value === 'string' ? `"${value}"` : kindOf(value);
  reader.error(
    path,
    `${got} is not a level; ${near === undefined ? `use ${LEVELS.join(', ')}` : `did you mean "${near}"?`}`,
  );
  return null;
}

/** The types of a rule's options are those of their defaults. */
function readOptions(value: unknown, path: ConfigPath, defaults: object, reader: Reader): object {
  const given = reader.object(value, path, Object.keys(defaults));
  const result: Record<string, unknown> = {};
  for (const [name, fallback] of Object.entries(defaults)) {
    const option = given[name];
    if (option === undefined) continue;
    if (sameShape(option, fallback)) result[name] = option;
    else reader.error([...path, name], `expected ${shapeOf(fallback)}, got ${kindOf(option)}`);
  }
  return result;
}

function sameShape(value: unknown, like: unknown): boolean {
  if (Array.isArray(like))
    return Array.isArray(value) && value.every((item) => typeof item === typeof (like[0] ?? '') && item !== null);
  if (isObject(like)) return isObject(value);
  return typeof value === typeof like && (typeof value !== 'number' || Number.isFinite(value));
}

function shapeOf(like: unknown): string {
  return Array.isArray(like) ? `a list of ${typeof (like[0] ?? '')}s` : kindOf(like);
}
