import type { ByteSet } from './ast.ts';
import { hasByte, NEWLINE } from './byte-set.ts';
import type { Core } from './core.ts';

/** A state: what it reads and where it goes, or only where it goes. */
type State =
  | { readonly kind: 'bytes'; readonly bytes: ByteSet; next: number }
  | { readonly kind: 'jump'; readonly next: number[] }
  | { readonly kind: 'subject-start'; next: number }
  | { readonly kind: 'subject-end'; readonly newline: boolean; next: number }
  | { readonly kind: 'match' };

export interface Automaton {
  readonly states: readonly State[];
  readonly first: number;
  readonly sets: readonly ByteSet[];
}

const MATCH = 0;
const MOST_STATES = 3000;

/** The automaton of a core; null where counted repetitions make it too large. */
export function automatonOf(core: Core): Automaton | null {
  const states: State[] = [{ kind: 'match' }];
  const sets = new Map<string, ByteSet>();
  const first = build(core, MATCH, states, sets);
  return first === null ? null : { states, first, sets: [...sets.values()] };
}

function add(states: State[], state: State): number | null {
  return states.length >= MOST_STATES ? null : states.push(state) - 1;
}

/** Builds back to front: `next` is where what is built goes on. The answer is where it starts. */
function build(core: Core, next: number, states: State[], sets: Map<string, ByteSet>): number | null {
  switch (core.kind) {
    case 'bytes':
      sets.set(core.bytes.join(' '), core.bytes);
      return add(states, { kind: 'bytes', bytes: core.bytes, next });
    case 'subject-start':
      return add(states, { kind: 'subject-start', next });
    case 'subject-end':
      return add(states, { kind: 'subject-end', newline: core.newline, next });
    case 'sequence': {
      let start: number | null = next;
      for (let i = core.items.length - 1; i >= 0 && start !== null; i--) {
        const item = core.items[i];
        if (item !== undefined) start = build(item, start, states, sets);
      }
      return start;
    }
    case 'choice': {
      const starts: number[] = [];
      for (const item of core.items) {
        const start = build(item, next, states, sets);
        if (start === null) return null;
        starts.push(start);
      }
      return add(states, { kind: 'jump', next: starts });
    }
    case 'repeat':
      return buildRepeat(core, next, states, sets);
  }
}

function buildRepeat(
  { item, min, max }: Core & { kind: 'repeat' },
  next: number,
  states: State[],
  sets: Map<string, ByteSet>,
): number | null {
  let start: number | null = next;
  if (max === Number.POSITIVE_INFINITY) {
    const targets = [next];
    start = add(states, { kind: 'jump', next: targets });
    const body = start === null ? null : build(item, start, states, sets);
    if (body === null) return null;
    targets.push(body);
  }
  for (let i = min; i < max && max !== Number.POSITIVE_INFINITY && start !== null; i++) {
    const body = build(item, start, states, sets);
    start = body === null ? null : add(states, { kind: 'jump', next: [next, body] });
  }
  for (let i = 0; i < min && start !== null; i++) start = build(item, start, states, sets);
  return start;
}

/**
 * Where an automaton can be between two bytes, searching from every position. A place is a state times three
 * plus what the rest of the subject must be: 0 anything, 1 nothing, 2 nothing or one newline.
 */
export interface Places {
  readonly list: readonly number[];
  /** A match has ended and asks nothing of the rest. */
  readonly matched: boolean;
  readonly key: string;
}

const MATCHED: Places = { list: [], matched: true, key: 'matched' };
const ANY_REST = 0;
const NO_REST = 1;
const NEWLINE_REST = 2;

export function placesAtStart(automaton: Automaton): Places {
  return follow(automaton, [automaton.first * 3], true);
}

export function placesAfter(automaton: Automaton, places: Places, byte: number): Places {
  if (places.matched) return places;
  const next: number[] = [automaton.first * 3];
  for (const place of places.list) {
    const rest = place % 3;
    if (rest === NO_REST || (rest === NEWLINE_REST && byte !== NEWLINE)) continue;
    const after = rest === NEWLINE_REST ? NO_REST : ANY_REST;
    const state = automaton.states[(place - rest) / 3];
    if (state?.kind === 'bytes' && hasByte(state.bytes, byte)) next.push(state.next * 3 + after);
    // A match that waits for the end is still one when the one newline comes.
    else if (state?.kind === 'match') next.push(place - rest + after);
  }
  return follow(automaton, next, false);
}

export function acceptsAtEnd(automaton: Automaton, places: Places): boolean {
  return places.matched || places.list.some((place) => automaton.states[Math.floor(place / 3)]?.kind === 'match');
}

/** All places that can be reached without reading. */
function follow(automaton: Automaton, from: readonly number[], atStart: boolean): Places {
  const seen = new Set<number>();
  const open = [...from];
  const list: number[] = [];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (seen.has(place)) continue;
    seen.add(place);
    const rest = place % 3;
    const state = automaton.states[(place - rest) / 3];
    if (state === undefined) continue;
    switch (state.kind) {
      case 'match':
        if (rest === ANY_REST) return MATCHED;
        list.push(place);
        break;
      case 'bytes':
        if (rest !== NO_REST) list.push(place);
        break;
      case 'jump':
        for (const next of state.next) open.push(next * 3 + rest);
        break;
      case 'subject-start':
        if (atStart) open.push(state.next * 3 + rest);
        break;
      case 'subject-end':
        open.push(state.next * 3 + (state.newline && rest !== NO_REST ? NEWLINE_REST : NO_REST));
        break;
    }
  }
  list.sort((a, b) => a - b);
  return { list, matched: false, key: list.join(' ') };
}
