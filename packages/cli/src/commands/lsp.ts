import type { Invocation } from '../args.ts';
import { Failure } from '../failure.ts';
import { packageVersion } from '../version.ts';
import type { ExitCode } from '../world.ts';

/** Runs the language server. The editor ends it, and the process with it. */
export async function lspCommand({ operands, options }: Invocation): Promise<ExitCode> {
  if (operands.length > 0) throw new Failure('lsp takes no paths; the editor names its folders');
  if (!options.flag('stdio')) throw new Failure('lsp needs --stdio: the editor talks over standard input and output');
  const { serveStreams } = await import('@nginx-lint/server/node');
  serveStreams(packageVersion());
  return new Promise<never>(() => undefined);
}
