import type { SourceFile } from '../syntax/nodes.ts';
import { type CodeLine, eachCodeLine } from './code-lines.ts';

/** Nobody nests as deep, and nobody would indent it. */
export const DEEPEST = 50;

export interface Habits {
  /** What most blocks of the file indent their first statement by. */
  readonly unit: string;
  /** What the outermost lines of a piece have in common: all of it may be indented. */
  readonly base: string;
  /** By depth, what its lines begin with; null where lines of one depth differ, or a statement goes on too far left. */
  readonly levels: readonly string[] | null;
}

const FALLBACK = '    ';

/** How a file is indented that nginx's reader accepts. */
export function habitsOf(file: SourceFile): Habits {
  const survey = new Survey(file);
  eachCodeLine(file, (line) => {
    if (line.depth <= DEEPEST) survey.hear(line);
  });
  return survey.result();
}

class Survey {
  readonly #file: SourceFile;
  /** What the first line of each depth begins with. */
  readonly #levels: string[] = [];
  #even = true;
  #base: string | null = null;
  #alike = true;
  readonly #votes = new Map<number, number>();
  readonly #around = { depth: DEEPEST, begin: 0, start: 0 };

  constructor(file: SourceFile) {
    this.#file = file;
  }

  hear(line: CodeLine): void {
    const { kind, depth } = line;
    const file = this.#file;
    const level = this.#levels[depth] ?? indentationOf(file, line);
    this.#levels[depth] = level;
    if (kind === 'goes-on') {
      this.#even &&= line.start - line.begin > level.length && beginsWith(file.text, line.begin, level);
      return;
    }
    this.#even &&= isIndentedBy(file, line, level);
    if (kind === 'comment') return;
    if (depth === 0) {
      this.#base ??= indentationOf(file, line);
      this.#alike &&= isIndentedBy(file, line, this.#base);
    }
    this.#vote(line);
  }

  #vote({ kind, depth, begin, start }: CodeLine): void {
    const around = this.#around;
    if (kind === 'statement' && around.depth === depth - 1) {
      const step = stepOf(this.#file.text, around, { begin, start });
      if (step !== null) this.#votes.set(step, (this.#votes.get(step) ?? 0) + 1);
    }
    // Behind the end of a block nothing is deeper.
    around.depth = kind === 'close' ? DEEPEST : depth;
    around.begin = begin;
    around.start = start;
  }

  result(): Habits {
    const [most] = [...this.#votes].sort(([, one], [, other]) => other - one);
    return {
      unit: most === undefined ? FALLBACK : unitOf(most[0]),
      base: this.#alike ? (this.#base ?? '') : '',
      levels: this.#even ? this.#levels : null,
    };
  }
}

export function indentationOf({ text }: SourceFile, { begin, start }: CodeLine): string {
  return text.slice(begin, start);
}

/** Asked of every line, for which no text is cut out. */
export function isIndentedBy({ text }: SourceFile, { begin, start }: CodeLine, wanted: string): boolean {
  return start - begin === wanted.length && beginsWith(text, begin, wanted);
}

function beginsWith(text: string, from: number, beginning: string): boolean {
  for (let at = 0; at < beginning.length; at++)
    if (text.charCodeAt(from + at) !== beginning.charCodeAt(at)) return false;
  return true;
}

type Blanks = Pick<CodeLine, 'begin' | 'start'>;

const [TAB, SPACE] = [9, 32];

/** How many spaces a line has more than that around it, 0 for one tab; null where it is neither. */
function stepOf(text: string, around: Blanks, { begin, start }: Blanks): number | null {
  const inner = begin + around.start - around.begin;
  if (inner >= start) return null;
  for (let at = begin; at < inner; at++)
    if (text.charCodeAt(at) !== text.charCodeAt(around.begin + at - begin)) return null;
  if (text.charCodeAt(inner) === TAB) return inner + 1 === start ? 0 : null;
  for (let at = inner; at < start; at++) if (text.charCodeAt(at) !== SPACE) return null;
  return start - inner;
}

function unitOf(step: number): string {
  return step === 0 ? '\t' : ' '.repeat(step);
}
