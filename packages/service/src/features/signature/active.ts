import type { SyntaxLine, SyntaxPart } from './syntax-line.ts';

/** How words fit a line of syntax. */
export interface Fit {
  /** The argument that the last word is, -1 where the line has none for it. */
  readonly active: number;
  /** Words that are written in the line as they stand, and those that have no place in it. */
  readonly score: number;
}

/** Gives each word its argument in the line; the last word is the one that is typed, and may be empty. */
export function fit(line: SyntaxLine, words: readonly string[]): Fit {
  const { parts } = line;
  const used = new Set<SyntaxPart>();
  let active = -1;
  let score = 0;
  let from = 0;
  for (const [index, word] of words.entries()) {
    const typed = index === words.length - 1;
    const literal = parts.find((part) => (part.repeats || !used.has(part)) && saysLiterally(part, word));
    const left = words.length - 1 - index;
    const part = literal ?? positionalFor(parts, used, from, left, typed);
    active = part === undefined ? -1 : parts.indexOf(part);
    if (part === undefined) {
      if (!typed || word !== '') score -= 2;
      continue;
    }
    score += literal === undefined ? worth(part, word, typed) : 3;
    used.add(part);
    if (literal === undefined && !part.repeats && part.positional) from = Math.max(from, active + 1);
  }
  return { active, score };
}

/** Digits stand for codes and amounts; a word that is none of those that must stand there is wrong. */
function worth({ literals, text }: SyntaxPart, word: string, typed: boolean): number {
  if (word === '' || word.startsWith('$')) return 0;
  if (literals.length > 0 && !typed) return -1;
  return /^(?:code|number|size|time)$/.test(text) && !/^\d/.test(word) ? -1 : 0;
}

function saysLiterally({ literals }: SyntaxPart, word: string): boolean {
  return literals.some((literal) => (/[=:]$/.test(literal) ? word.startsWith(literal) : word === literal));
}

/** The next argument that is told by its place; what repeats goes on as long as words are left for those behind it. */
function positionalFor(
  parts: readonly SyntaxPart[],
  used: ReadonlySet<SyntaxPart>,
  from: number,
  left: number,
  typed: boolean,
): SyntaxPart | undefined {
  const open = parts.slice(from).filter((part) => part.repeats || !used.has(part));
  const [first, ...behind] = open.filter((part) => part.positional);
  if (first === undefined) return typed ? parts.find((part) => !used.has(part)) : undefined;
  const needed = behind.filter((part) => !part.optional).length;
  // A list that has a word may end, once the words that follow are those that must follow it.
  if (first.repeats && used.has(first) && !typed && needed > 0 && left < needed)
    return behind.find((part) => !part.optional);
  return first;
}
