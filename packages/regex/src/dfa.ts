import { type Automaton, acceptsAtEnd, type Places, placesAfter, placesAtStart } from './automaton.ts';
import { hasByte, NEWLINE } from './byte-set.ts';

/** States are numbers; `DEAD` is one from which nothing is accepted any more. */
export const DEAD = -1;
/** The table would be too large. */
export const TOO_LARGE = -2;

const MOST_STATES = 1000;
const UNKNOWN_YET = -3;

/** A deterministic automaton made on demand from an {@link Automaton}: the subset construction, kept for later questions. */
export class Dfa {
  readonly start: number;
  /** By byte: bytes of one class lead to the same states. */
  readonly classOf: Uint8Array;
  readonly #automaton: Automaton;
  readonly #width: number;
  readonly #states: Places[] = [];
  readonly #byKey = new Map<string, number>();
  readonly #next: number[] = [];
  readonly #accepting: boolean[] = [];

  constructor(automaton: Automaton) {
    this.#automaton = automaton;
    const { classOf, count } = classesOf(automaton);
    this.classOf = classOf;
    this.#width = count;
    this.start = this.#add(placesAtStart(automaton));
  }

  step(state: number, byte: number): number {
    if (state < 0) return state;
    const at = state * this.#width + (this.classOf[byte] ?? 0);
    const known = this.#next[at];
    if (known !== undefined && known !== UNKNOWN_YET) return known;
    const places = this.#states[state];
    const next = places === undefined ? DEAD : this.#add(placesAfter(this.#automaton, places, byte));
    this.#next[at] = next;
    return next;
  }

  /** Is a subject that ends here matched? */
  accepts(state: number): boolean {
    return this.#accepting[state] ?? false;
  }

  /** Is it matched whatever follows? */
  isDone(state: number): boolean {
    return this.#states[state]?.matched ?? false;
  }

  after(state: number, text: string): number {
    let at = state;
    for (let i = 0; i < text.length && at >= 0; i++) at = this.step(at, text.charCodeAt(i));
    return at;
  }

  #add(places: Places): number {
    if (!places.matched && places.list.length === 0 && this.#states.length > 0) return DEAD;
    const known = this.#byKey.get(places.key);
    if (known !== undefined) return known;
    if (this.#states.length >= MOST_STATES) return TOO_LARGE;
    const state = this.#states.push(places) - 1;
    this.#byKey.set(places.key, state);
    this.#accepting.push(acceptsAtEnd(this.#automaton, places));
    for (let i = 0; i < this.#width; i++) this.#next.push(UNKNOWN_YET);
    return state;
  }
}

function classesOf({ sets }: Automaton): { classOf: Uint8Array; count: number } {
  const bySignature = new Map<string, number>();
  const classOf = new Uint8Array(256);
  for (let byte = 0; byte < 256; byte++) {
    let signature = byte === NEWLINE ? 'n' : '';
    for (const set of sets) signature += hasByte(set, byte) ? '1' : '0';
    const known = bySignature.get(signature) ?? bySignature.size;
    bySignature.set(signature, known);
    classOf[byte] = known;
  }
  return { classOf, count: bySignature.size };
}
