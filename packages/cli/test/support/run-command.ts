import { run } from '../../src/run.ts';
import type { ExitCode } from '../../src/world.ts';

export interface Ran {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process. */
export async function runCommand(argv: readonly string[], cwd: string): Promise<Ran> {
  const written = { stdout: '', stderr: '' };
  const output = (name: 'stdout' | 'stderr') => ({
    isTTY: false,
    columns: null,
    write: (text: string | Uint8Array) => {
      written[name] += typeof text === 'string' ? text : Buffer.from(text).toString();
    },
  });
  const world = {
    cwd,
    env: {},
    stdout: output('stdout'),
    stderr: output('stderr'),
    stdin: async () => new Uint8Array(),
  };
  return { code: await run(argv, world), ...written };
}
