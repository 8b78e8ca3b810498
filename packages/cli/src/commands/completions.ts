import { GROUPS, rules } from '@nginx-lint/core';
import type { Invocation } from '../args.ts';
import { bashScript } from '../completions/bash.ts';
import { fishScript } from '../completions/fish.ts';
import { zshScript } from '../completions/zsh.ts';
import { didYouMean } from '../did-you-mean.ts';
import { Failure } from '../failure.ts';
import { SHELLS } from '../options.ts';
import type { World } from '../world.ts';

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

/** Prints the completions of a shell. @throws Failure for one that is not known */
export function completionsCommand({ operands: [name, ...more] }: Invocation, world: World): 0 {
  const known = `known are ${SHELLS.join(', ')}`;
  if (name === undefined || more.length > 0) throw new Failure(`completions takes the name of a shell; ${known}`);
  const shell = SHELLS.find((each) => each === name);
  if (shell === undefined) throw new Failure(`no completions for "${name}"; ${didYouMean(name, SHELLS, known)}`);
  world.stdout.write(SCRIPTS[shell]({ rules: rules.map(({ id }) => id), groups: GROUPS }));
  return 0;
}
