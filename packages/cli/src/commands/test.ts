import type { Invocation } from '../args.ts';
import { palette } from '../style.ts';
import { json, junit } from '../testing/machine.ts';
import { pretty } from '../testing/pretty.ts';
import { type FileResult, openTests, runTests } from '../testing/run-tests.ts';
import { readTestOptions } from '../testing/test-options.ts';
import { type ExitCode, type World, wantsColor } from '../world.ts';

/** Asks a configuration what becomes of the requests of files of tests. 1: something else than is expected. */
export async function testCommand(invocation: Invocation, world: World): Promise<ExitCode> {
  const options = readTestOptions(invocation, world.cwd);
  if (options.record) {
    const { record } = await import('../testing/record.ts');
    return record(options, world);
  }
  const files: FileResult[] = [];
  for (const { path, name } of options.files)
    files.push(await runTests(name, await openTests(path, name, options, world.cwd)));
  if (options.format === 'json') world.stdout.write(json(files));
  else if (options.format === 'junit') world.stdout.write(junit(files));
  else {
    const color = wantsColor(options.color, world.stdout, world.env);
    world.stdout.write(pretty(files, palette(color), world.stdout.columns ?? 120));
  }
  return files.some(({ results }) => results.some(({ mismatches }) => mismatches.length > 0)) ? 1 : 0;
}
