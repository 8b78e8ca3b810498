/** What a command sees of the process that runs it; tests bring their own. */
export interface World {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Output;
  readonly stderr: Output;
  /** All of standard input. */
  readonly stdin: () => Promise<Uint8Array>;
}

export interface Output {
  readonly isTTY: boolean;
  readonly columns: number | null;
  write(text: string | Uint8Array): void;
}

/** 0 nothing to complain about, 1 there is, 2 it could not do its work. */
export type ExitCode = 0 | 1 | 2;

export type ColorChoice = 'auto' | 'always' | 'never';

/** `--color`, then FORCE_COLOR, then NO_COLOR (no-color.org: any value but the empty one), then the terminal. */
export function wantsColor(choice: ColorChoice, output: Output, env: World['env']): boolean {
  if (choice !== 'auto') return choice === 'always';
  const force = env['FORCE_COLOR'];
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  if (env['NO_COLOR']) return false;
  return output.isTTY && env['TERM'] !== 'dumb';
}
