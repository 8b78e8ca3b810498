import type { Pattern } from './ast.ts';
import type { Captures } from './match/captures.ts';
import { compileBody } from './match/compile-body.ts';
import { Compiler, Unsupported } from './match/compiler.ts';
import { Machine, type Outcome, type Step } from './match/machine.ts';
import { DOUBTFUL_BYTES, meetsDoubtfulTypes } from './match/possessed.ts';
import { compileSubroutines } from './match/recursion.ts';
import { commitsAtOnce, isExecutable, NOT_ASCII } from './match/settings.ts';
import { type FindStart, startsOf } from './match/start.ts';

export interface MatchResult {
  /** Offsets in the subject, in bytes; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** The whole match, then each capturing group; null for a group that took no part. */
  readonly groups: readonly (string | null)[];
}

export interface Matcher {
  /** The leftmost match in a byte string, as pcre2_match() of PCRE2 10.42 finds it. */
  match(subject: string): MatchResult | null | 'cannot-evaluate';
  /** How many steps it takes to find the answer, or to give up: the same in every run. */
  measure(subject: string): number;
}

export interface MatcherOptions {
  /**
   * Steps after which a match is given up as 'cannot-evaluate'. A step is an instruction, or eight bytes of a run.
   * The library goes on much longer before it reports that its limit is reached.
   */
  readonly budget?: number;
}

const BUDGET = 1_000_000;

interface Program {
  readonly entry: Step;
  readonly findStart: FindStart;
  readonly registers: Int32Array;
  readonly keepRegister: number;
  readonly captures: Captures;
  /** See {@link commitsAtOnce}. */
  readonly commitsAtOnce: boolean;
  /** See {@link meetsDoubtfulTypes}. */
  readonly isDoubtful: boolean;
}

/** Matching is never interleaved, so one machine serves all patterns. */
const machine = new Machine();

/** Makes the pattern ready to be run; what it holds that is not executed makes every answer 'cannot-evaluate'. */
export function createMatcher(tree: Pattern, options: MatcherOptions = {}): Matcher {
  const budget = options.budget ?? BUDGET;
  let program: Program | null | undefined;
  const run = (subject: string): Outcome => {
    if (program === undefined) program = compile(tree);
    if (program === null || (program.isDoubtful && DOUBTFUL_BYTES.test(subject))) return 'error';
    if (tree.utf && NOT_ASCII.test(subject)) return 'error';
    return search(program, subject, budget);
  };
  return {
    match(subject) {
      const outcome = run(subject);
      if (outcome === 'failed') return null;
      return outcome === 'matched' && program ? resultOf(tree, program, subject) : 'cannot-evaluate';
    },
    measure(subject) {
      machine.steps = 0;
      run(subject);
      return machine.steps;
    },
  };
}

function compile(tree: Pattern): Program | null {
  if (!tree.accepted || !isExecutable(tree)) return null;
  try {
    const done: Step = (m) => m.stop('matched');
    const c = new Compiler(tree, done);
    const code = compileBody(c, tree.body, { step: done, first: null });
    compileSubroutines(c);
    return {
      entry: code.step,
      findStart: startsOf(tree, code.first),
      registers: new Int32Array(c.registerCount),
      keepRegister: c.keepRegister,
      captures: c.captures,
      commitsAtOnce: commitsAtOnce(tree.body) && !tree.settings.includes('NO_START_OPT'),
      isDoubtful: meetsDoubtfulTypes(tree.body) && !tree.settings.includes('NO_AUTO_POSSESS'),
    };
  } catch (error) {
    if (error instanceof Unsupported) return null;
    throw error;
  }
}

function search({ entry, findStart, registers, commitsAtOnce }: Program, subject: string, budget: number): Outcome {
  machine.begin(subject, registers);
  let doubtful = false;
  for (let from = findStart(subject, 0); from >= 0; ) {
    const outcome = machine.attempt(from, entry, budget);
    if (outcome === 'committed') {
      if (!commitsAtOnce) return 'failed';
      doubtful = true;
    } else if (outcome !== 'failed') {
      machine.registers[0] = from;
      return doubtful ? 'error' : outcome;
    }
    from = findStart(subject, Math.max(from + 1, machine.skipTo));
  }
  return 'failed';
}

function resultOf(tree: Pattern, { keepRegister, captures }: Program, subject: string): MatchResult {
  const kept = machine.register(keepRegister);
  const start = kept >= 0 ? kept : machine.register(0);
  const end = machine.pos;
  const groups: (string | null)[] = [subject.slice(start, end)];
  for (let group = 1; group <= tree.captureCount; group++) {
    const isSet = captures.isSet(machine, group);
    groups.push(isSet ? subject.slice(machine.register(group * 2), machine.register(group * 2 + 1)) : null);
  }
  return { start, end, groups };
}
