import { argumentsSeen, type Base, basesOf } from './bases.ts';
import { printConfiguration } from './configuration.ts';
import { type Case, Judge } from './judge.ts';
import { type Material, mutate } from './mutate.ts';
import { Random, seedOf } from './random.ts';
import type { Group, Report } from './report.ts';
import { shrink } from './shrink.ts';
import { Values } from './values.ts';

/** Which cases of a run: those at `first`, `first + every`, … */
export interface Cases {
  readonly seed: number;
  readonly count: number;
  readonly first: number;
  readonly every: number;
}

export async function runCases(cases: Cases, from: string | null, version: string): Promise<Report> {
  const bases = basesOf(from);
  const material = { values: new Values(version), seen: argumentsSeen(bases) };
  const run = new Run(bases, material, new Judge(version));
  for (let index = cases.first; index < cases.count; index += cases.every) {
    await run.step(new Random(seedOf(cases.seed, index)));
  }
  return run.report();
}

class Run {
  readonly #bases: readonly Base[];
  readonly #material: Material;
  readonly #judge: Judge;
  readonly #groups = new Map<string, Group>();
  /** Is a base accepted by both? Asked when its turn comes. */
  readonly #sound = new Map<Base, boolean>();
  #judged = 0;
  #accepted = 0;
  #machine = 0;

  constructor(bases: readonly Base[], material: Material, judge: Judge) {
    this.#bases = bases;
    this.#material = material;
    this.#judge = judge;
  }

  async step(random: Random): Promise<void> {
    const base = await this.#pickSound(random);
    const { mutation, main } = mutate(base.main, random, this.#material);
    const tried: Case = { main, files: base.files, layout: random.chance(0.12) ? 'words' : 'statements' };
    const outcome = await this.#judge.judge(tried);
    if (outcome.kind === 'machine') {
      this.#machine++;
      return;
    }
    this.#judged++;
    if (outcome.accepted) this.#accepted++;
    if (outcome.kind === 'agreed') return;
    const known = this.#groups.get(outcome.cause);
    if (known) this.#groups.set(outcome.cause, { ...known, count: known.count + 1 });
    else this.#groups.set(outcome.cause, await this.#example(tried, outcome.cause, { mutation, base: base.name }));
  }

  async #example(tried: Case, cause: string, told: Pick<Group, 'mutation' | 'base'>): Promise<Group> {
    const small = await shrink(tried, cause, this.#judge);
    const { nginx, ours } = await this.#judge.judge(small);
    return { cause, count: 1, ...told, text: printConfiguration(small.main, small.layout), nginx, ours };
  }

  async #pickSound(random: Random): Promise<Base> {
    for (;;) {
      const base = random.pick(this.#bases);
      let sound = this.#sound.get(base);
      if (sound === undefined) {
        const outcome = await this.#judge.judge({ main: base.main, files: base.files, layout: 'statements' });
        sound = outcome.kind === 'agreed' && outcome.accepted;
        this.#sound.set(base, sound);
      }
      if (sound) return base;
    }
  }

  report(): Report {
    return {
      judged: this.#judged,
      accepted: this.#accepted,
      machine: this.#machine,
      groups: [...this.#groups.values()],
    };
  }
}
