/**
 * One instruction of a compiled pattern: looks at the machine, moves it, and gives the instruction that comes then.
 * There is no recursion: what may have to be tried later lies on the machine's own stack, so that neither a long
 * subject nor a deep pattern can exhaust that of the program.
 */
export type Step = (m: Machine) => Step;

/** An active call such as `(?1)`: where it returns to, and what it must leave as it was. */
export interface Call {
  readonly group: number;
  readonly from: number;
  readonly next: Step;
  readonly registers: Int32Array;
  readonly caller: Call | null;
  /** The height of the stack when it was called, and the barrier around it. */
  readonly top: number;
  readonly barrier: number;
}

/**
 * 'failed' at this place; 'committed' to no other place either; 'error' where the library reports one; 'gave-up' when
 * the steps were used up.
 */
export type Outcome = 'running' | 'matched' | 'failed' | 'committed' | 'error' | 'gave-up';

/** More untried ways than this are given up on; they would take hundreds of megabytes. */
const MAX_STACK = 1_500_000;
/** What is kept of the stack between two matches. */
const KEPT_STACK = 50_000;

/** Ends the run; the machine's `outcome` tells how. */
export const STOP: Step = () => STOP;

/** The state of one attempt, as the frames of pcre2_match() hold it. */
export class Machine {
  subject = '';
  pos = 0;
  outcome: Outcome = 'running';
  steps = 0;
  /** Captures first (two for each group, -1 where unset), then what instructions keep for themselves. */
  registers: Int32Array = new Int32Array(0);
  call: Call | null = null;
  /** Set by fail(): the second number that was pushed. */
  low = 0;
  /** Where `(*SKIP)` wants the search to go on. */
  skipTo = -1;
  top = 0;
  /** The height of the stack at the innermost assertion or call, which verbs such as `(*COMMIT)` do not reach beyond. */
  barrier = 0;
  private trail = 0;
  private resumes: Step[] = [];
  private places: number[] = [];
  private lows: number[] = [];
  private trails: number[] = [];
  private barriers: number[] = [];
  private calls: (Call | null)[] = [];
  private trailRegisters: number[] = [];
  private trailValues: number[] = [];

  begin(subject: string, registers: Int32Array): void {
    this.subject = subject;
    this.registers = registers;
    this.steps = 0;
    if (this.resumes.length > KEPT_STACK || this.trailValues.length > KEPT_STACK) {
      this.resumes = [];
      this.places = [];
      this.lows = [];
      this.trails = [];
      this.barriers = [];
      this.calls = [];
      this.trailRegisters = [];
      this.trailValues = [];
    }
  }

  /** Runs from a place of the subject until the pattern has matched there or cannot, or the steps are used up. */
  attempt(start: number, first: Step, budget: number): Outcome {
    this.pos = start;
    this.top = 0;
    this.trail = 0;
    this.call = null;
    this.barrier = 0;
    this.skipTo = -1;
    this.outcome = 'running';
    this.registers.fill(-1);
    this.push(noMatch, start, 0);
    let step = first;
    while (step !== STOP) {
      if (++this.steps > budget || this.top > MAX_STACK) return 'gave-up';
      step = step(this);
    }
    return this.outcome;
  }

  /** Remembers another way to go on: an instruction, its place in the subject, and a number of its own. */
  push(resume: Step, pos: number, low: number): void {
    const top = this.top++;
    this.resumes[top] = resume;
    this.places[top] = pos;
    this.lows[top] = low;
    this.trails[top] = this.trail;
    this.barriers[top] = this.barrier;
    this.calls[top] = this.call;
  }

  /** Goes back to the way that was remembered last, with the registers as they were then. */
  fail(): Step {
    const top = --this.top;
    const trail = this.trails[top] ?? 0;
    while (this.trail > trail) {
      const last = --this.trail;
      this.registers[this.trailRegisters[last] ?? 0] = this.trailValues[last] ?? -1;
    }
    this.pos = this.places[top] ?? 0;
    this.low = this.lows[top] ?? 0;
    this.barrier = this.barriers[top] ?? 0;
    this.call = this.calls[top] ?? null;
    return this.resumes[top] ?? STOP;
  }

  register(index: number): number {
    return this.registers[index] ?? -1;
  }

  setRegister(index: number, value: number): void {
    const trail = this.trail++;
    this.trailRegisters[trail] = index;
    this.trailValues[trail] = this.registers[index] ?? -1;
    this.registers[index] = value;
  }

  stop(outcome: Outcome): Step {
    this.outcome = outcome;
    return STOP;
  }
}

function noMatch(m: Machine): Step {
  return m.stop('failed');
}
