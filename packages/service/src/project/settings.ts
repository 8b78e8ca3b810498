import {
  createSettings,
  type FileId,
  isShipped,
  type LintConfig,
  type LintSettings,
  pathOf,
  type SettingsInput,
} from '@nginx-lint/core';
import { ignoredBy } from './gitignore.ts';

/** Which rules run, by the config file and what the user says besides. */
export function settingsOf(
  config: LintConfig,
  said: Pick<SettingsInput, 'select' | 'ignore' | 'severity'> = {},
): LintSettings {
  return createSettings({
    ...said,
    preset: config.preset ?? 'recommended',
    rules: config.rules,
    overrides: config.overrides.map((override) => ({
      rules: override.rules,
      covers: (file) => !isShipped(file) && ignoredBy(override.files, pathOf(file)),
    })),
  });
}

/** Does the config file want nothing said about a file? Nobody edits those that nginx ships. */
export function isIgnored(file: FileId, config: LintConfig): boolean {
  return isShipped(file) || ignoredBy(config.ignore, pathOf(file));
}
