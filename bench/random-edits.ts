/** One change of a text as an editor tells it, and the text after it. */
export interface RandomEdit {
  readonly change: {
    readonly range: { readonly start: Place; readonly end: Place };
    readonly text: string;
  };
  readonly after: string;
}

interface Place {
  readonly line: number;
  readonly character: number;
}

/** Whole lines, which stay more often than not. */
const LINES = [
  ...['    gzip on;\n', '    # note\n', '    add_header X-A "b";\n', '    location /new { return 204; }\n', '\n'],
  ...['    proxy_pass http://app1;\n', '    proxy_set_header Host $host;\n', '    client_max_body_size 8m;\n'],
];

/** What stands there for a moment while one types. */
const HALVES = [
  ...['    gzip on\n', '    prox', '    roott /a;\n', '    location /new {\n', 'server {\n', '    listen 80', '    se'],
  ...[';', '}', '{', '$', '"', "'", '#', 'a', '0', '/', ' ', '\n', '$host', '$hos'],
];

/** More than this many edits are not open at a time: an editor shows a text that somebody makes sense of. */
const MOST_OPEN = 4;

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Replacement {
  readonly start: number;
  readonly removed: string;
  readonly typed: string;
}

/**
 * Somebody who types: lines come and go, words stand there half for a moment, something is deleted and put back. Each
 * edit is taken back sooner or later, the last one first, so that a text keeps its size and its sense for as long as one likes.
 */
export class Typist {
  readonly #random: () => number;
  readonly #open: Replacement[] = [];
  text: string;

  constructor(text: string, random: () => number) {
    this.text = text;
    this.#random = random;
  }

  next(): RandomEdit {
    const undone = this.#random() < this.#open.length / MOST_OPEN ? this.#open.pop() : undefined;
    if (undone !== undefined) return this.#make({ ...undone, removed: undone.typed, typed: undone.removed });
    const replacement = this.#think();
    this.#open.push(replacement);
    return this.#make(replacement);
  }

  #think(): Replacement {
    const kind = this.#random();
    const at = Math.floor(this.#random() * this.text.length);
    if (kind < 0.4) return { start: this.#lineAt(at), removed: '', typed: this.#one(LINES) };
    if (kind < 0.6) return { start: this.#lineAt(at), removed: '', typed: this.#one(HALVES) };
    if (kind < 0.8) return { start: at, removed: '', typed: this.#one(HALVES) };
    return { start: at, removed: this.text.slice(at, at + 1 + Math.floor(this.#random() * 8)), typed: '' };
  }

  #make({ start, removed, typed }: Replacement): RandomEdit {
    const range = { start: placeOf(this.text, start), end: placeOf(this.text, start + removed.length) };
    this.text = this.text.slice(0, start) + typed + this.text.slice(start + removed.length);
    return { change: { range, text: typed }, after: this.text };
  }

  #lineAt(offset: number): number {
    return this.text.lastIndexOf('\n', offset) + 1;
  }

  #one(list: readonly string[]): string {
    return list[Math.floor(this.#random() * list.length)] ?? '';
  }
}

function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  const line = before.split('\n').length - 1;
  return { line, character: offset - (before.lastIndexOf('\n') + 1) };
}
