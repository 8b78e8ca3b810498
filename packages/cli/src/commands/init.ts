import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { nodeHost } from '@nginx-lint/disk';
import { CONFIG_NAMES, Project } from '@nginx-lint/service/project';
import type { Invocation } from '../args.ts';
import { writeWhole } from '../atomic-write.ts';
import { Failure } from '../failure.ts';
import { draft } from '../init/draft.ts';
import { survey } from '../init/survey.ts';
import { visible } from '../visible.ts';
import type { World } from '../world.ts';

const [TARGET] = CONFIG_NAMES;

/** Writes a config file for the current folder that says what is found there. @throws Failure where there is one */
export async function initCommand({ operands, options }: Invocation, world: World): Promise<0> {
  const [operand] = operands;
  if (operand !== undefined) throw new Failure(`init is for the current folder and takes no path: ${operand}`);
  const found = CONFIG_NAMES.find((name) => existsSync(join(world.cwd, name)));
  if (found !== undefined && found !== TARGET) throw new Failure(`${found}: there is a config file already`);
  if (found !== undefined && !options.flag('force'))
    throw new Failure(`${found}: there is a config file already; --force writes over it`);
  const project = new Project({
    ...{ config: 'none', nginxVersion: null, prefix: null, map: [] },
    host: nodeHost(world.cwd),
    known: () => import('../known-names.ts'),
  });
  const seen = await survey(project, world.cwd);
  for (const line of seen.unreadable) world.stderr.write(`nginx-lint: ${visible(line)}\n`);
  writeWhole(join(world.cwd, TARGET), draft(seen), TARGET);
  world.stderr.write(`${TARGET} written\n`);
  return 0;
}
