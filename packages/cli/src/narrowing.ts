import { Baseline } from './baseline/baseline.ts';
import type { LintOptions } from './lint-options.ts';
import type { Round } from './linting.ts';
import type { Progress } from './progress.ts';
import { ChangedSince } from './since/changed-since.ts';
import type { ReadTargets } from './targets.ts';
import type { World } from './world.ts';

/** Leaves findings out of a round. */
export interface Narrowing {
  narrow(round: Round): Round;
  /** What there is to be done at the end, and what is to be said of it. */
  finish(round: Round): readonly string[];
}

/** What the options leave out: known problems, and those that a change has nothing to do with. @throws Failure */
export async function narrowingOf(
  targets: ReadTargets,
  options: LintOptions,
  progress: Progress,
  world: World,
): Promise<Narrowing> {
  const baseline = options.baseline === null ? null : new Baseline(options.baseline, options, world.cwd);
  const since =
    options.changedSince === null
      ? null
      : await ChangedSince.of(options.changedSince, targets, options, progress, world);
  return {
    narrow(round) {
      const unknown = baseline === null ? round : baseline.narrow(round);
      return since === null ? unknown : since.narrow(unknown);
    },
    finish: (round) => (baseline !== null && options.updateBaseline ? [baseline.update(round)] : []),
  };
}
