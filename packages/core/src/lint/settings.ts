import type { FileId } from '../text/file-id.ts';
import type { RuleSetting } from './config.ts';
import { PRESETS, type Preset, type Severity } from './diagnostic.ts';
import type { Rule } from './rule.ts';

/** Which rules run, how loud they are, and with which options. */
export interface LintSettings {
  /** What holds of a rule, in each file that it is asked about: files with the same setting stand together. */
  of(rule: Rule, files: readonly FileId[]): readonly FileSetting[];
}

/** What holds of a rule in some files. */
export interface FileSetting {
  readonly severity: Severity | 'off';
  /** The rule's defaults with what the config file sets. */
  readonly options: object;
  /** null: all of them */
  readonly files: ReadonlySet<FileId> | null;
}

export interface SettingsInput {
  /** `recommended` where nothing else is said. */
  readonly preset?: Preset | null;
  /** Rule ids and group names: only these run, whatever the preset says. */
  readonly select?: readonly string[];
  /** Rule ids and group names that do not run. */
  readonly ignore?: readonly string[];
  /** Severities by rule id, from the command line; they count most. */
  readonly severity?: ReadonlyMap<string, Severity | 'off'>;
  /** What the config file says of single rules. */
  readonly rules?: ReadonlyMap<string, RuleSetting>;
  /** What it says of them for some files; the last one counts most. */
  readonly overrides?: readonly FileRules[];
}

export interface FileRules {
  readonly rules: ReadonlyMap<string, RuleSetting>;
  covers(file: FileId): boolean;
}

export function createSettings(input: SettingsInput = {}): LintSettings {
  const select = input.select && input.select.length > 0 ? new Set(input.select) : null;
  const choice: Choice = { input, preset: input.preset ?? 'recommended', select, ignore: new Set(input.ignore ?? []) };
  const overrides = input.overrides ?? [];
  return {
    of(rule, files) {
      const own = overrides.filter(({ rules }) => rules.has(rule.id));
      const base = input.rules?.get(rule.id);
      if (own.length === 0) return [settingOf(rule, base === undefined ? [] : [base], choice, null)];
      const groups = new Map<string, { said: readonly RuleSetting[]; files: Set<FileId> }>();
      for (const file of files) {
        const covering = own.map((override) => override.covers(file));
        const over = own.flatMap(({ rules }, index) => (covering[index] ? (rules.get(rule.id) ?? []) : []));
        const group = groups.get(covering.join()) ?? {
          said: [...(base === undefined ? [] : [base]), ...over],
          files: new Set(),
        };
        groups.set(covering.join(), group);
        group.files.add(file);
      }
      return [...groups.values()].map(({ said, files: covered }) => settingOf(rule, said, choice, covered));
    },
  };
}

interface Choice {
  readonly input: SettingsInput;
  readonly preset: Preset;
  readonly select: ReadonlySet<string> | null;
  readonly ignore: ReadonlySet<string>;
}

/** `said`: what the config file says, the last of which counts most. */
function settingOf(
  rule: Rule,
  said: readonly RuleSetting[],
  choice: Choice,
  files: ReadonlySet<FileId> | null,
): FileSetting {
  const options = Object.assign({}, rule.options, ...said.map((setting) => setting.options)) as object;
  return { severity: severityOf(rule, said.at(-1)?.severity, choice), options, files };
}

function severityOf(rule: Rule, configured: Severity | 'off' | undefined, choice: Choice): Severity | 'off' {
  const { input, preset, select, ignore } = choice;
  if (ignore.has(rule.id) || (ignore.has(rule.group) && !select?.has(rule.id))) return 'off';
  const set = input.severity?.get(rule.id);
  if (select === null) return set ?? configured ?? (inPreset(rule, preset) ? rule.severity : 'off');
  if (!select.has(rule.id) && !groupsOf(rule).some((group) => select.has(group))) return 'off';
  // Asked for by name, a rule runs although the config file switches it off.
  const quiet = configured === 'off' && select.has(rule.id) ? undefined : configured;
  return set ?? quiet ?? rule.severity;
}

/** What nginx refuses belongs to `nginx` as well, wherever else a rule is at home. */
function groupsOf(rule: Rule): readonly string[] {
  return rule.fatal === true ? [rule.group, 'nginx'] : [rule.group];
}

/** Each preset but `nginx` holds the ones before it. */
function inPreset(rule: Rule, preset: Preset): boolean {
  return preset === 'nginx' ? rule.fatal === true : PRESETS.indexOf(rule.preset) <= PRESETS.indexOf(preset);
}
