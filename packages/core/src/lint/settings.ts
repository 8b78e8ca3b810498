import { PRESETS, type Preset, type Severity } from './diagnostic.ts';
import type { Rule } from './rule.ts';

/** Which rules run, how loud they are, and with which options. */
export interface LintSettings {
  severityOf(rule: Rule): Severity | 'off';
  /** The rule's defaults with what the config file sets. */
  optionsOf(rule: Rule): object;
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
  readonly rules?: ReadonlyMap<string, { readonly severity: Severity | 'off'; readonly options: object }>;
}

export function createSettings(input: SettingsInput = {}): LintSettings {
  const preset = input.preset ?? 'recommended';
  const select = input.select && input.select.length > 0 ? new Set(input.select) : null;
  const ignore = new Set(input.ignore ?? []);
  const severityOf = (rule: Rule): Severity | 'off' => {
    if (ignore.has(rule.id) || (ignore.has(rule.group) && !select?.has(rule.id))) return 'off';
    const set = input.severity?.get(rule.id);
    const configured = input.rules?.get(rule.id)?.severity;
    if (select) {
      if (!select.has(rule.id) && !groupsOf(rule).some((group) => select.has(group))) return 'off';
      // Asked for by name, a rule runs although the config file switches it off.
      const quiet = configured === 'off' && select.has(rule.id) ? undefined : configured;
      return set ?? quiet ?? rule.severity;
    }
    return set ?? configured ?? (inPreset(rule, preset) ? rule.severity : 'off');
  };
  return {
    severityOf,
    optionsOf: (rule) => ({ ...rule.options, ...input.rules?.get(rule.id)?.options }),
  };
}

/** What nginx refuses belongs to `nginx` as well, wherever else a rule is at home. */
function groupsOf(rule: Rule): readonly string[] {
  return rule.fatal === true ? [rule.group, 'nginx'] : [rule.group];
}

/** Each preset but `nginx` holds the ones before it. */
function inPreset(rule: Rule, preset: Preset): boolean {
  return preset === 'nginx' ? rule.fatal === true : PRESETS.indexOf(rule.preset) <= PRESETS.indexOf(preset);
}
