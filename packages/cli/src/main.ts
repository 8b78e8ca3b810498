import { codeOf } from '@nginx-lint/disk';
import { failureText, run } from './run.ts';
import type { ExitCode, Output, World } from './world.ts';

export { run };

/** The code that the work ended with; null while it is going on. */
let decided: ExitCode | null = null;
/** Nobody reads standard output any more, as behind `| head -1`. */
let closed = false;

/** Runs the command line of this process. */
export async function main(): Promise<void> {
  // Until the work is done, whatever ends the process is a failure.
  process.exitCode = 2;
  watchOutput();
  const world: World = {
    cwd: process.cwd(),
    env: process.env,
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    stdin: readStandardInput,
  };
  const code = await run(process.argv.slice(2), world);
  decided ??= code;
  process.exitCode = decided;
}

function watchOutput(): void {
  process.stdout.on('error', (error) => {
    if (codeOf(error) === 'EPIPE') {
      closed = true;
      return;
    }
    decided = 2;
    process.exitCode = 2;
    process.stderr.write(`nginx-lint: cannot write to standard output: ${error.message}\n`);
  });
  // There is nowhere left to say it.
  process.stderr.on('error', () => undefined);
  process.on('uncaughtException', fault);
  process.on('unhandledRejection', fault);
}

function fault(error: unknown): void {
  process.stderr.write(failureText(error));
  process.exit(2);
}

function outputOf(stream: NodeJS.WriteStream): Output {
  return {
    isTTY: stream.isTTY === true,
    columns: stream.isTTY && stream.columns > 0 ? stream.columns : null,
    write(text) {
      if (text.length > 0 && !(closed && stream === process.stdout)) stream.write(text);
    },
  };
}

async function readStandardInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
