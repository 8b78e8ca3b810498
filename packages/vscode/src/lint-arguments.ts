/** What a task of type `nginx-lint` may say in `tasks.json`. */
export interface LintTask {
  readonly paths?: unknown;
  readonly args?: unknown;
}

/** The arguments of the command: findings a line each, which the problem matcher reads. */
export function lintArguments({ paths, args }: LintTask): string[] {
  return ['--format', 'compact', '--color', 'never', ...texts(args), ...texts(paths)];
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
