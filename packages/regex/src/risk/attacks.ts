import type { ByteSet, Disjunction, Item, Pattern, Repeat, Span } from '../ast.ts';
import { bytesIn, hasByte } from '../byte-set.ts';
import { singleByteSet } from '../match/first-set.ts';

/** A subject that may take long: `prefix`, then `pump` many times, then `suffix`. Byte strings. */
export interface Attack {
  readonly prefix: string;
  readonly pump: string;
  readonly suffix: string;
}

export interface Candidate {
  readonly attack: Attack;
  /** The repetition that is pumped. */
  readonly span: Span;
}

/** A repetition of fewer rounds than this does not take long. */
const MANY = 16;
const MAX_PUMPS = 8;
const MAX_LETTERS = 6;
const MAX_CANDIDATES = 240;
const MAX_LENGTH = 60;

/** Attacks on each repetition that has many rounds, outer ones first. Whether one succeeds must be measured. */
export function attacksOn(tree: Pattern): readonly Candidate[] {
  const visit: Visit = { sets: new Map(), found: [] };
  visitBody(tree.body, '', '', visit);
  if (visit.found.length === 0) return [];
  const sets = [...visit.sets.values()];
  const letters = representatives(sets);
  return visit.found
    .flatMap(({ repeat, before, after }) => candidatesOf(repeat, before, after, letters, sets))
    .slice(0, MAX_CANDIDATES);
}

interface Place {
  readonly repeat: Repeat;
  readonly before: string;
  readonly after: string;
}

interface Visit {
  /** Each only once. */
  readonly sets: Map<string, ByteSet>;
  readonly found: Place[];
}

/** `before` and `after` are what the pattern around it may match. */
function visitBody(body: Disjunction, before: string, after: string, visit: Visit): void {
  for (const { items } of body.alternatives) {
    const samples = items.map((item) => sampleOf(item, null));
    items.forEach((item, i) => {
      const left = before + samples.slice(0, i).join('');
      const right = samples.slice(i + 1).join('') + after;
      visitItem(item, left.slice(-MAX_LENGTH), right.slice(0, MAX_LENGTH), visit);
    });
  }
}

function visitItem(item: Item, before: string, after: string, visit: Visit): void {
  const bytes = singleByteSet(item);
  if (bytes !== null) visit.sets.set(JSON.stringify(bytes), bytes);
  switch (item.kind) {
    case 'repeat':
      if (item.max >= MANY) visit.found.push({ repeat: item, before, after });
      if (item.max > 0) visitItem(item.item, before, after, visit);
      return;
    case 'group':
    case 'lookaround':
    case 'conditional':
      visitBody(item.body, before, after, visit);
      return;
  }
}

/** One byte, readable if possible, for all the bytes that no set of the pattern tells apart. */
function representatives(sets: readonly ByteSet[]): readonly number[] {
  const byMembership = new Map<string, number>();
  for (const byte of READABLE_FIRST) {
    const key = sets.map((set) => (hasByte(set, byte) ? '1' : '0')).join('');
    if (!byMembership.has(key)) byMembership.set(key, byte);
  }
  return [...byMembership.values()];
}

const READABLE_FIRST: readonly number[] = [
  ...Array.from('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/.-_~!', (c) => c.charCodeAt(0)),
  ...bytesIn([
    [0x21, 0x7e],
    [0x00, 0x20],
    [0x7f, 0xff],
  ]),
];

function candidatesOf(
  repeat: Repeat,
  before: string,
  after: string,
  letters: readonly number[],
  sets: readonly ByteSet[],
): readonly Candidate[] {
  const { start, end } = repeat;
  return pumpsOf(repeat.item, letters).flatMap((pump) => {
    const stops = stopsFor(pump, letters, sets);
    const suffixes = new Set([...stops.map((stop) => stop + after), ...stops, after, '']);
    return [...suffixes].map((suffix) => ({ attack: { prefix: before, pump, suffix }, span: { start, end } }));
  });
}

/** What one round may match; for each byte that is told apart, with that byte wherever it can stand. */
function pumpsOf(item: Item, letters: readonly number[]): readonly string[] {
  const pumps = new Set<string>();
  for (const letter of letters) pumps.add(sampleOf(item, letter));
  const set = singleByteSet(item);
  if (set !== null) {
    // Several repetitions, each waiting for another byte, meet all of these bytes again and again.
    const all = letters.filter((letter) => hasByte(set, letter)).slice(0, MAX_LETTERS);
    pumps.add(all.map((letter) => String.fromCharCode(letter)).join(''));
  }
  if (item.kind === 'group') {
    for (const { items } of item.body.alternatives) {
      pumps.add(items.map((each) => sampleOf(each, null)).join(''));
    }
  }
  return [...pumps]
    .filter((pump) => pump !== '' && pump.length <= MAX_LENGTH)
    .sort((a, b) => a.length - b.length)
    .slice(0, MAX_PUMPS);
}

/** Bytes that few sets hold, which may end what the pump has begun. */
function stopsFor(pump: string, letters: readonly number[], sets: readonly ByteSet[]): readonly string[] {
  const others = letters.filter((letter) => !pump.includes(String.fromCharCode(letter)));
  const popularity = (letter: number) => sets.filter((set) => hasByte(set, letter)).length;
  const sorted = [...others].sort((a, b) => popularity(a) - popularity(b));
  return sorted.slice(0, 1).map((letter) => String.fromCharCode(letter));
}

/** Something short that an item may match, with the preferred byte where one fits. What is looked at is not heeded. */
function sampleOf(item: Item, preferred: number | null): string {
  if (item.kind === 'literal' && (preferred === null || !item.caseless)) return String.fromCharCode(item.code & 0xff);
  const bytes = singleByteSet(item);
  if (bytes !== null) {
    if (preferred !== null && hasByte(bytes, preferred)) return String.fromCharCode(preferred);
    const byte = READABLE_FIRST.find((each) => hasByte(bytes, each));
    return byte === undefined ? '' : String.fromCharCode(byte);
  }
  switch (item.kind) {
    case 'group':
    case 'conditional':
      return sampleOfBody(item.body, preferred);
    case 'repeat': {
      const rounds = Math.min(item.max, Math.max(item.min, preferred === null ? 0 : 1), MAX_LENGTH);
      return sampleOf(item.item, preferred).repeat(rounds).slice(0, MAX_LENGTH);
    }
    case 'newline-sequence':
      return '\n';
    default:
      return '';
  }
}

function sampleOfBody(body: Disjunction, preferred: number | null): string {
  const samples = body.alternatives.map(({ items }) => items.map((item) => sampleOf(item, preferred)).join(''));
  if (preferred === null) return samples[0] ?? '';
  const wanted = String.fromCharCode(preferred);
  return samples.find((sample) => sample.includes(wanted)) ?? samples[0] ?? '';
}
