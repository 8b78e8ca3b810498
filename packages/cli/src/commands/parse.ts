import { resolve } from 'node:path';
import { crossplanePayload, jsonText } from '@nginx-lint/core';
import { isOnDisk, nodeHost, readPath, realPathOf, toFileId, toPath, whyUnreadable } from '@nginx-lint/disk';
import { Project } from '@nginx-lint/service/project';
import type { Invocation } from '../args.ts';
import { writeWhole } from '../atomic-write.ts';
import { Failure } from '../failure.ts';
import { numberOf, readTarget } from '../lint-options.ts';
import { namesOf } from '../targets.ts';
import type { ExitCode, World } from '../world.ts';

/** Prints the parsed configuration as crossplane's payload. 1: nginx could not read it. */
export async function parseCommand({ operands, options }: Invocation, world: World): Promise<ExitCode> {
  const [name] = operands;
  if (name === undefined || operands.length > 1)
    throw new Failure(`parse needs a file, one; see nginx-lint help parse`);
  const path = resolve(world.cwd, name);
  if (typeof readPath(path) === 'string') throw new Failure(`${name}: ${whyUnreadable(path)}`);
  const indent = numberOf(options, 'indent') ?? 0;
  const target = readTarget(options, world.cwd);
  const project = new Project({
    ...target,
    host: nodeHost(world.cwd),
    known: async () => ({ rules: [] }),
    config: 'none',
  });
  const tree = await project.tree(toFileId(path, world.cwd));
  const payload = crossplanePayload(tree, {
    comments: options.flag('comments'),
    combine: options.flag('combine'),
    singleFile: options.flag('single-file'),
    nameOf: namesOf(new Map([[realPathOf(path), name]]), world.cwd),
  });
  const text = `${jsonText(payload, indent)}\n`;
  const out = options.one('out');
  if (out === null) world.stdout.write(text);
  else {
    const goal = resolve(world.cwd, out);
    const inputs = new Set([...tree.files.keys()].filter(isOnDisk).map((file) => realPathOf(toPath(file))));
    if (inputs.has(realPathOf(goal))) throw new Failure(`${out}: it is the input, which is never overwritten`);
    writeWhole(goal, text, out);
  }
  return payload.status === 'failed' ? 1 : 0;
}
