/** All commands: those of the manifest, and those that only lenses, pages and views call. */
export const COMMANDS = [
  'nginx-lint.explainRequest',
  'nginx-lint.clearMarks',
  'nginx-lint.showEffectiveConfiguration',
  'nginx-lint.showIncludeTree',
  'nginx-lint.refreshIncludeTree',
  'nginx-lint.format',
  'nginx-lint.fixAll',
  'nginx-lint.disableRule',
  'nginx-lint.restartServer',
  'nginx-lint.showOutput',
  'nginx-lint.showPlaces',
  'nginx-lint.openPlace',
] as const;
export type CommandId = (typeof COMMANDS)[number];

/** What each command does. */
export type CommandHandlers = Readonly<Record<CommandId, (argument?: unknown) => unknown>>;
