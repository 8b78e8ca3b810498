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

/** What people type, whole and half. */
const TYPED = [
  ...['\n', ' ', ';', '}', '{', '$', '"', '#', 'a', '0', '/', '\n    gzip on;\n', 'proxy_pass http://app1;\n'],
  ...['location /new { return 204; }\n', 'add_header X-A "b";\n', '$host', 'server {\n', '    # note\n', 'roott /a;\n'],
];

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

/** Something typed, deleted or undone again. The text keeps about its size and, mostly, its sense. */
export function randomEdit(text: string, random: () => number): RandomEdit {
  const start = Math.floor(random() * text.length);
  const removed = random() < 0.4 ? Math.floor(random() * 12) : 0;
  const end = Math.min(text.length, start + removed);
  const typed = random() < 0.6 ? (TYPED[Math.floor(random() * TYPED.length)] ?? '') : '';
  const after = text.slice(0, start) + typed + text.slice(end);
  return { change: { range: { start: placeOf(text, start), end: placeOf(text, end) }, text: typed }, after };
}

function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  const line = before.split('\n').length - 1;
  return { line, character: offset - (before.lastIndexOf('\n') + 1) };
}
