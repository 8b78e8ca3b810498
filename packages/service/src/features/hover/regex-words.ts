import type { Anchor, Disjunction, Group, Item, Lookaround, Pattern, Repeat } from '@nginx-lint/regex';
import { code } from '../markdown.ts';
import { classWords, either, signsOf } from './class-words.ts';

/** What a part of an expression matches, and the parts in it that do not fit on its line. */
interface Part {
  readonly text: string;
  readonly inside: readonly Part[];
}

const MOST_LINES = 24;
const DEEPEST = 4;
/** What is shorter stands on the line of its group. */
const SHORT = 80;

/** What an expression matches, part by part, as a list of Markdown. */
export function patternWords(tree: Pattern): string {
  const lines: string[] = [];
  const add = (parts: readonly Part[], depth: number): void => {
    for (const { text, inside } of parts) {
      if (lines.length === MOST_LINES) return;
      const cut = inside.length > 0 && depth === DEEPEST;
      lines.push(`${'  '.repeat(depth)}- ${text}${cut ? ' …' : ''}`);
      if (!cut) add(inside, depth + 1);
    }
  };
  const parts = new Words(!tree.caseless).either(tree.body);
  add(parts, 0);
  if (lines.length === 0) return '- nothing: it matches everywhere';
  return lines.length === MOST_LINES ? [...lines, '- …'].join('\n') : lines.join('\n');
}

const line = (text: string): Part => ({ text, inside: [] });

class Words {
  /** Does it say of letters that they match in either case? */
  readonly #marksCase: boolean;

  constructor(marksCase: boolean) {
    this.#marksCase = marksCase;
  }

  either({ alternatives }: Disjunction): readonly Part[] {
    const [only] = alternatives;
    if (alternatives.length === 1 && only !== undefined) return this.#sequence(only.items);
    const parts = alternatives.map(({ items }) => asOne(this.#sequence(items)));
    const flat = parts.every(({ text, inside }) => inside.length === 0 && !text.includes(', then '));
    const text = either(parts.map((part) => part.text));
    return flat && text.length <= SHORT ? [line(text)] : [{ text: 'one of', inside: parts }];
  }

  #sequence(items: readonly Item[]): readonly Part[] {
    const parts: Part[] = [];
    let literals: Literal[] = [];
    for (const item of items) {
      if (isLiteral(item)) {
        literals.push(item);
        continue;
      }
      if (literals.length > 0) parts.push(this.#text(literals));
      literals = [];
      const part = this.#item(item);
      if (part !== null) parts.push(part);
    }
    return literals.length > 0 ? [...parts, this.#text(literals)] : parts;
  }

  #text(literals: readonly Literal[]): Part {
    const text = signsOf(literals.map(({ code: each }) => each));
    const marked = this.#marksCase && literals.some(({ caseless }) => caseless) && /[a-z]/i.test(text);
    return line(`${code(text)}${marked ? ' in either case' : ''}`);
  }

  /** Null where it matches nothing by itself. */
  #item(item: Item): Part | null {
    switch (item.kind) {
      case 'literal':
        return this.#text([item]);
      case 'repeat':
        return this.#repeat(item);
      case 'group':
        return this.#group(item, '');
      case 'lookaround':
        return titled(lookaroundText(item), this.either(item.body));
      case 'conditional':
        return titled('by a condition', this.either(item.body));
      case 'class':
        return line(classWords(item));
      default:
        return plainText(item);
    }
  }

  #group({ index, name, body }: Group, times: string): Part {
    const number = code(`$${index ?? 0}`);
    const title = index === null ? '' : name === null ? `group ${number}` : `group ${code(`$${name}`)}, ${number}`;
    const parts = this.either(body);
    if (title !== '') return titled(`${title}${times}`, parts);
    const one = asOne(parts);
    if (times === '') return one;
    if (one.inside.length > 0) return { text: `${one.text}${times}`, inside: one.inside };
    return line(one.text.includes(',') || one.text.includes(' or ') ? `(${one.text})${times}` : `${one.text}${times}`);
  }

  #repeat({ item, min, max, mode }: Repeat): Part | null {
    if (min === 1 && max === 1) return this.#item(item);
    const few = mode === 'lazy' ? ', as few as possible' : mode === 'possessive' ? ', never given back' : '';
    const times = ` (${timesOf(min, max)}${few})`;
    if (item.kind === 'group') return this.#group(item, times);
    const part = this.#item(item);
    return part === null ? null : { text: `${part.text}${times}`, inside: part.inside };
  }
}

type Literal = Extract<Item, { kind: 'literal' }>;
const isLiteral = (item: Item): item is Literal => item.kind === 'literal';

/** Several parts as one: on one line where they are short. */
function asOne(parts: readonly Part[]): Part {
  const [only] = parts;
  if (only === undefined) return line('nothing');
  if (parts.length === 1) return only;
  const text = parts.map((part) => part.text).join(', then ');
  // What follows a colon reaches to the end of its line.
  const flat = parts.every((part) => part.inside.length === 0 && !part.text.includes(': '));
  return flat && text.length <= SHORT ? line(text) : { text: 'this', inside: parts };
}

function titled(title: string, parts: readonly Part[]): Part {
  const one = asOne(parts);
  const isOne = parts.length === 1 || one.inside.length === 0;
  return isOne ? { text: `${title}: ${one.text}`, inside: one.inside } : { text: title, inside: parts };
}

function lookaroundText({ direction, negated }: Lookaround): string {
  return `${negated ? 'not ' : ''}${direction === 'ahead' ? 'followed' : 'preceded'} by`;
}

const ANCHORS: Readonly<Record<Anchor['at'], string>> = {
  'subject-start': 'the beginning',
  'subject-end': 'the very end',
  'subject-end-or-newline': 'the end',
  'line-start': 'the beginning of a line',
  'line-end': 'the end of a line',
  'word-boundary': 'the beginning or the end of a word',
  'not-word-boundary': 'no beginning or end of a word',
  'word-start': 'the beginning of a word',
  'word-end': 'the end of a word',
  'match-start': 'the beginning of the match',
};

/** Items that hold no others. */
function plainText(item: Item): Part | null {
  switch (item.kind) {
    case 'any':
      return line(item.newline ? 'any sign, line feeds too' : 'any sign');
    case 'anchor':
      return line(ANCHORS[item.at]);
    case 'backreference':
      return line(`what group ${code(`$${item.to}`)} matched`);
    case 'recursion':
      return line(item.to === 0 ? 'the whole expression again' : `group ${code(`$${item.to}`)} again`);
    case 'newline-sequence':
      return line('a line end');
    case 'grapheme':
      return line('a character with its marks');
    case 'reset-start':
      return line('from here on it counts as matched');
    case 'verb':
      return line(`the verb ${code(`(*${item.name})`)}`);
    default:
      return null;
  }
}

function timesOf(min: number, max: number): string {
  const open = max === Number.POSITIVE_INFINITY;
  if (min === 0 && max === 1) return 'optional';
  if (min === 0 && open) return 'any number of times';
  if (min === 1 && open) return 'once or more';
  if (open) return `${min} times or more`;
  return min === max ? `${min} times` : `${min} to ${max} times`;
}
