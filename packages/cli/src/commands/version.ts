import { packageVersion } from '../version.ts';
import type { ExitCode, World } from '../world.ts';

export function versionCommand(world: World): ExitCode {
  world.stdout.write(`nginx-lint ${packageVersion()}\n`);
  return 0;
}
