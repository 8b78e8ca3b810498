import { readArguments } from './args.ts';
import { Failure } from './failure.ts';
import { visible } from './visible.ts';
import type { ExitCode, World } from './world.ts';

/** Runs one command line. Never throws: what goes wrong is said on standard error and gives 2. */
export async function run(argv: readonly string[], world: World): Promise<ExitCode> {
  try {
    return await dispatch(argv, world);
  } catch (error) {
    world.stderr.write(failureText(error));
    return 2;
  }
}

/** One line for what the user can mend; for a fault of ours all that helps to find it. */
export function failureText(error: unknown): string {
  if (error instanceof Failure)
    return error.message
      .split('\n')
      .map((line) => `nginx-lint: ${visible(line)}\n`)
      .join('');
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `nginx-lint: internal fault, nothing was decided; please report it\n${detail}\n`;
}

async function dispatch(argv: readonly string[], world: World): Promise<ExitCode> {
  const invocation = readArguments(argv);
  // Each command is loaded when it is wanted, so that none pays for another.
  if (invocation.options.flag('help')) {
    const { helpFor } = await import('./commands/help.ts');
    return helpFor(invocation.explicit ? invocation.command : null, invocation.options, world);
  }
  if (invocation.options.flag('version') || invocation.command === 'version') {
    const { versionCommand } = await import('./commands/version.ts');
    return versionCommand(world);
  }
  switch (invocation.command) {
    case 'help': {
      const { helpCommand } = await import('./commands/help.ts');
      return helpCommand(invocation, world);
    }
    case 'rules': {
      const { rulesCommand } = await import('./commands/rules.ts');
      return rulesCommand(invocation, world);
    }
    case 'route': {
      const { routeCommand } = await import('./commands/route.ts');
      return routeCommand(invocation, world);
    }
    case 'parse': {
      const { parseCommand } = await import('./commands/parse.ts');
      return parseCommand(invocation, world);
    }
    case 'diff': {
      const { diffCommand } = await import('./commands/diff.ts');
      return diffCommand(invocation, world);
    }
    case 'test': {
      const { testCommand } = await import('./commands/test.ts');
      return testCommand(invocation, world);
    }
    case 'init': {
      const { initCommand } = await import('./commands/init.ts');
      return initCommand(invocation, world);
    }
    case 'completions': {
      const { completionsCommand } = await import('./commands/completions.ts');
      return completionsCommand(invocation, world);
    }
    case 'lsp': {
      const { lspCommand } = await import('./commands/lsp.ts');
      return lspCommand(invocation);
    }
    case 'format': {
      const { formatCommand } = await import('./commands/format.ts');
      return formatCommand(invocation, world);
    }
    case 'lint': {
      const { lintCommand } = await import('./commands/lint.ts');
      return lintCommand(invocation, world);
    }
  }
}
