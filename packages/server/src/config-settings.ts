import { EMPTY_CONFIG, type FileId, isPreset, type LintConfig, pathOf, readConfig, rules } from '@nginx-lint/core';
import { rootedConfig } from '@nginx-lint/service/project';

/** Settings that are called as in a config file, and hold the same. */
const FROM_FILE = ['extends', 'entries', 'modules', 'rules', 'overrides', 'directives'] as const;

const RULE_NAMES: ReadonlySet<string> = new Set(rules.flatMap(({ id, group }) => [id, group]));

/** Of the list `ignore`: is it a rule or a group? Else it is a glob of files, as in a config file. */
export function isRuleName(name: string): boolean {
  return RULE_NAMES.has(name);
}

/** What the settings say as a config file would, and what is wrong with it; paths and globs start from `folder`. */
export function readConfigSettings(
  section: Readonly<Record<string, unknown>>,
  ignored: readonly string[],
  folder: FileId | null,
): { readonly config: LintConfig; readonly problems: readonly string[] } {
  const said = FROM_FILE.map((key) => [key, section[key]]).filter(([, value]) => !isEmpty(value));
  if (said.length === 0 && ignored.length === 0) return { config: EMPTY_CONFIG, problems: [] };
  const { config, errors } = readConfig(Object.fromEntries(said), { rules });
  const problems = errors.map(({ path, message }) => `nginxLint.${path.join('.')}: ${message}`);
  const files = config.extends.filter((name) => !isPreset(name));
  if (files.length > 0) problems.push(`nginxLint.extends: expected a preset, got ${JSON.stringify(files[0])}`);
  const whole = { ...config, extends: [], ignore: ignored };
  return { config: rootedConfig(whole, folder === null ? '/' : pathOf(folder)), problems };
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}
