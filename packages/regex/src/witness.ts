import type { Pattern } from './ast.ts';
import { DEAD, Dfa, TOO_LARGE } from './dfa.ts';
import type { ByteMachine } from './machines.ts';
import { prepare } from './prepared.ts';

/** Transitions of automata that may still be made, of which five million take about a second. */
export interface Budget {
  left: number;
}

export interface WitnessQuery {
  /** All of these match the string, … */
  readonly some: readonly Pattern[];
  /** … and none of these. */
  readonly none: readonly Pattern[];
  /** The string is in all of these sets. */
  readonly within?: readonly ByteMachine[];
  /** It begins with this (a byte string). */
  readonly prefix?: string;
  /** Only these bytes come behind the prefix, the nicest first; all without it. */
  readonly bytes?: readonly number[];
  /** Work that many questions share; each takes from it what it needs. */
  readonly budget?: Budget;
  /** Also keeps away from what a pattern of `none` might match that cannot be decided. Then 'none' is no proof. */
  readonly careful?: boolean;
}

/**
 * A shortest such string; where patterns hold parts that cannot be decided (see `judgeCoverage`) it may be none, so
 * that it has to be checked. 'none' is a proof, unless asked to be careful: what cannot be decided is taken for a match in
 * `some` and for none in `none`. 'unknown' means that the budget was used up.
 */
export type WitnessResult = { readonly found: string } | 'none' | 'unknown';

/** What one question may use. */
const MOST_TRANSITIONS = 200_000;

/** Letters and digits first, so that strings read well. */
export const READABLE_BYTES: readonly number[] = bytesOf(
  'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-._/',
);
export const ALL_BYTES: readonly number[] = [
  ...new Set([...READABLE_BYTES, ...range(0x21, 0x7e), ...range(0x80, 0xff), ...range(0x00, 0x20), 0x7f]),
];

const dfas = new WeakMap<Pattern, Dfa | null>();

/** The automaton of a pattern, deterministic; null where it would be too large. */
function dfaOf(pattern: Pattern): Dfa | null {
  let dfa = dfas.get(pattern);
  if (dfa === undefined) {
    const { automaton } = prepare(pattern);
    dfa = automaton === null ? null : new Dfa(automaton);
    dfas.set(pattern, dfa);
  }
  return dfa;
}

/** Can a string that begins like that be one that a pattern matches? A `false` is a proof. */
export function mayBegin(pattern: Pattern, prefix: string): boolean {
  const dfa = dfaOf(pattern);
  return dfa === null || dfa.after(dfa.start, prefix) !== DEAD;
}

type Role = 'some' | 'none' | 'within';
interface Part {
  readonly role: Role;
  readonly machine: ByteMachine;
  readonly isDone: (state: number) => boolean;
}

export function findWitness(query: WitnessQuery): WitnessResult {
  const parts = partsOf(query);
  const prefix = query.prefix ?? '';
  let states: readonly number[] | 'unknown' | null = parts.map(({ machine }) => machine.start);
  for (let i = 0; i < prefix.length && states !== null && states !== 'unknown'; i++) {
    states = stepAll(parts, states, prefix.charCodeAt(i));
  }
  if (states === 'unknown') return 'unknown';
  if (states === null || isHopeless(parts, states)) return 'none';
  const shared = query.budget ?? { left: MOST_TRANSITIONS };
  const budget = { left: Math.min(shared.left, MOST_TRANSITIONS) };
  const { left } = budget;
  const result = explore(parts, states, prefix, alphabetOf(parts, query.bytes ?? ALL_BYTES), budget);
  shared.left -= left - budget.left;
  return result;
}

function partsOf({ some, none, within = [], careful = false }: WitnessQuery): Part[] {
  const never = (): boolean => false;
  const parts: Part[] = within.map((machine) => ({ role: 'within', machine, isDone: never }));
  const add = (role: Role, pattern: Pattern): void => {
    const dfa = dfaOf(pattern);
    // Without it there are more strings and not fewer.
    if (dfa !== null) parts.push({ role, machine: dfa, isDone: (state) => dfa.isDone(state) });
  };
  for (const pattern of some) add('some', pattern);
  for (const pattern of none) if (careful || prepare(pattern).exact) add('none', pattern);
  return parts;
}

/** Null where no string that goes on like that can be one. */
function stepAll(parts: readonly Part[], states: readonly number[], byte: number): number[] | 'unknown' | null {
  const next: number[] = [];
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] as Part;
    const state = part.machine.step(states[i] ?? DEAD, byte);
    if (state === TOO_LARGE) return 'unknown';
    if (part.role === 'none' ? part.isDone(state) : state === DEAD) return null;
    next.push(state);
  }
  return next;
}

function isHopeless(parts: readonly Part[], states: readonly number[]): boolean {
  return parts.some(({ role, isDone }, i) => {
    const state = states[i] ?? DEAD;
    return role === 'none' ? isDone(state) : state === DEAD;
  });
}

interface Visit {
  readonly states: readonly number[];
  readonly from: Visit | null;
  readonly byte: number;
}

function explore(
  parts: readonly Part[],
  start: readonly number[],
  prefix: string,
  alphabet: readonly number[],
  budget: Budget,
): WitnessResult {
  const seen = new Set<string>([start.join()]);
  const queue: Visit[] = [{ states: start, from: null, byte: 0 }];
  let cutShort = false;
  for (let i = 0; i < queue.length; i++) {
    const visit = queue[i] as Visit;
    if (isWitness(parts, visit.states)) return { found: prefix + pathTo(visit) };
    budget.left -= alphabet.length * parts.length;
    if (budget.left < 0) return 'unknown';
    for (const byte of alphabet) {
      const states = stepAll(parts, visit.states, byte);
      if (states === 'unknown') cutShort = true;
      if (states === null || states === 'unknown') continue;
      const key = states.join();
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push({ states, from: visit, byte });
    }
  }
  return cutShort ? 'unknown' : 'none';
}

function isWitness(parts: readonly Part[], states: readonly number[]): boolean {
  return parts.every(({ role, machine }, i) => {
    const state = states[i] ?? DEAD;
    return (state >= 0 && machine.accepts(state)) === (role !== 'none');
  });
}

function pathTo(visit: Visit): string {
  const bytes: string[] = [];
  for (let at = visit; at.from !== null; at = at.from) bytes.push(String.fromCharCode(at.byte));
  return bytes.reverse().join('');
}

/** One byte, the first of those given, for each way in which the parts tell bytes apart. */
function alphabetOf(parts: readonly Part[], bytes: readonly number[]): readonly number[] {
  const bySignature = new Map<string, number>();
  for (const byte of bytes) {
    let signature = '';
    for (const { machine } of parts) signature += `${machine.classOf[byte]} `;
    if (!bySignature.has(signature)) bySignature.set(signature, byte);
  }
  return [...bySignature.values()];
}

function bytesOf(text: string): number[] {
  return Array.from(text, (character) => character.charCodeAt(0));
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
