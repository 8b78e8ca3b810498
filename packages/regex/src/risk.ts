import type { Pattern, Span } from './ast.ts';
import { createMatcher, type Matcher } from './match.ts';
import { type Attack, attacksOn, type Candidate } from './risk/attacks.ts';
import { leastLength } from './risk/least-length.ts';
import { requiredLiterals } from './shape.ts';

export type { Attack } from './risk/attacks.ts';

export interface Explosion {
  /** How the time grows with the number of pumps. */
  readonly kind: 'exponential' | 'polynomial';
  /**
   * The exponent of a polynomial, from 2 on, as far as it could be followed; of high ones it is a lower bound. 2 is
   * common, and harmless for subjects of the length of a URI.
   */
  readonly degree?: number;
  /** With it the growth was measured. */
  readonly attack: Attack;
  /** The repetition in the pattern that is pumped. */
  readonly span: Span;
}

/** Steps that one measurement may take, and all of them together. */
const BUDGET = 40_000;
const TOTAL_BUDGET = 300_000;
const MOST_ROUNDS = 2048;
const FIRST_ROUNDS = 32;
/** Shorter subjects than this many rounds prove nothing where the pattern needs longer ones. */
const FEW_ROUNDS = 8;

/**
 * Whether some subject makes the library go back and forth beyond reason. Only what running the pattern on growing
 * subjects has shown is reported, the worst that was found; null is no proof that there is nothing.
 */
export function explodingShape(tree: Pattern): Explosion | null {
  const required = requiredLiterals(tree);
  const shortest = leastLength(tree.body);
  const candidates = attacksOn(tree).filter(
    ({ attack }) =>
      attackSubject(attack, FEW_ROUNDS).length >= shortest &&
      required.every(({ text, caseless }) => holds(attack, text, caseless)),
  );
  if (candidates.length === 0) return null;
  const meter = new Meter(createMatcher(tree, { budget: BUDGET }));
  const seen = new Set<number>();
  const slow: { readonly candidate: Candidate; readonly steps: number }[] = [];
  for (const candidate of candidates) {
    if (meter.isSpent()) break;
    const steps = meter.measure(candidate.attack, FIRST_ROUNDS);
    // What takes exactly as long is the same attack in other words.
    if (seen.has(steps)) continue;
    if (steps <= BUDGET) seen.add(steps);
    const isSteep = steps > 1000 && steps > 4.5 * meter.measure(candidate.attack, FIRST_ROUNDS / 2);
    if ((isSteep || steps > BUDGET) && isExponential(meter, candidate.attack))
      return { kind: 'exponential', ...candidate };
    slow.push({ candidate, steps });
  }
  slow.sort((a, b) => b.steps - a.steps);
  let worst: Explosion | null = null;
  for (const { candidate } of slow.slice(0, 2)) {
    const degree = degreeOf(meter, candidate.attack);
    if (degree >= 2 && degree > (worst?.degree ?? 0)) worst = { kind: 'polynomial', degree, ...candidate };
  }
  return worst;
}

/** The subject of an attack. */
export function attackSubject({ prefix, pump, suffix }: Attack, rounds: number): string {
  return prefix + pump.repeat(rounds) + suffix;
}

/** Without the bytes that every match needs, the library would not even begin. */
function holds(attack: Attack, text: string, caseless: boolean): boolean {
  const subject = attackSubject(attack, 1);
  const all = caseless ? subject.toLowerCase() : subject;
  return Array.from(text).every((byte) => all.includes(byte));
}

class Meter {
  private readonly matcher: Matcher;
  private spent = 0;

  constructor(matcher: Matcher) {
    this.matcher = matcher;
  }

  /** The steps that an attack takes; more than {@link BUDGET} where it was given up. */
  measure(attack: Attack, rounds: number): number {
    const steps = this.matcher.measure(attackSubject(attack, rounds));
    this.spent += steps;
    return steps;
  }

  isSpent(): boolean {
    return this.spent > TOTAL_BUDGET;
  }
}

/**
 * Each further round multiplies the steps by the same factor however many rounds there were; for a polynomial the
 * factor falls towards one.
 */
function isExponential(meter: Meter, attack: Attack): boolean {
  const series: number[] = [];
  for (let rounds = 1; rounds <= 40; rounds++) {
    const steps = meter.measure(attack, rounds);
    if (steps > BUDGET) break;
    series.push(steps);
  }
  const last = series.length - 1;
  if (last < 4 || (series[last] ?? 0) < 1500) return false;
  // Even distances, because some patterns take two pumps at a time.
  const distance = last < 9 ? Math.floor(last / 2) : Math.floor(last / 6) * 2;
  const growth = (to: number) => Math.log((series[to] ?? 1) / (series[to - distance] ?? 1)) / distance;
  const late = growth(last);
  return late > 0.1 && late >= growth(last - distance) * 0.7;
}

/** The exponent with which the steps grow with the rounds, as far as the budget lasts; 0 where it has not settled. */
function degreeOf(meter: Meter, attack: Attack): number {
  const series: { readonly rounds: number; readonly steps: number }[] = [];
  for (let rounds = 8; rounds <= MOST_ROUNDS; rounds = Math.round(rounds * Math.SQRT2)) {
    const steps = meter.measure(attack, rounds);
    if (steps > BUDGET) break;
    series.push({ rounds, steps });
  }
  const [a, b, c] = [series[series.length - 5], series[series.length - 3], series[series.length - 1]];
  if (a === undefined || b === undefined || c === undefined) return 0;
  const before = Math.log(b.steps / a.steps) / Math.log(b.rounds / a.rounds);
  const now = Math.log(c.steps / b.steps) / Math.log(c.rounds / b.rounds);
  // A growth that is falling off was only that of the beginning.
  return now >= 1.6 && now >= before - 0.3 ? Math.round(now) : 0;
}
