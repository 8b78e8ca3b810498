import type { IToken } from 'chevrotain';
import { point } from '../text/span.ts';
import { missingSemicolon } from './faults.ts';
import { directivesOf, isLeftAlone, knownToken, Unsure } from './known.ts';
import type { SyntaxProblem } from './nodes.ts';
import { type Split, type Statement, splitPoint } from './split.ts';
import { Close, inserted, Known, Open, Semicolon, tokenEnd, tokenizePart, Word } from './tokens.ts';
import { type BlockPath, BlockPaths, type Vocabulary } from './vocabulary.ts';

export interface MendOptions {
  readonly text: string;
  readonly vocabulary: Vocabulary;
  /** How many closing braces the text has too many: each may stand for a `{` that was lost. */
  readonly surplus: number;
  /** The blocks around the first token; none by default. */
  readonly path?: BlockPath | null;
}

export interface Mended {
  readonly tokens: IToken[];
  readonly problems: readonly SyntaxProblem[];
}

/** Puts `;` and `{` where a statement shows that its author forgot them. */
export function mendStatements(tokens: readonly IToken[], options: MendOptions): Mended {
  const mender = new Mender(options);
  let words: IToken[] = [];
  const take = (token: IToken): void => {
    if (token.tokenType === Word) words.push(token);
    else if (token.tokenType === Known) {
      if (words.length > 0) throw new Unsure();
      for (const part of mender.known(token)) take(part);
    } else {
      mender.statement(words, token);
      words = [];
    }
  };
  for (const token of tokens) take(token);
  mender.statement(words, null);
  return mender;
}

class Mender implements Mended {
  readonly tokens: IToken[] = [];
  readonly problems: SyntaxProblem[] = [];
  readonly #options: MendOptions;
  readonly #paths = new BlockPaths();
  #path: BlockPath | null;
  #surplus: number;

  constructor(options: MendOptions) {
    this.#options = options;
    this.#surplus = options.surplus;
    this.#path = options.path ?? null;
  }

  /** Words and the sign behind them, or a sign alone; null: the text ends. */
  statement(words: readonly IToken[], sign: IToken | null): void {
    let from = 0;
    for (let split = this.#split(words, from, sign); split !== null; split = this.#split(words, from, sign)) {
      this.#cut(words.slice(from, split.at), split);
      from = split.at;
    }
    const rest = words.slice(from);
    if (sign?.tokenType === Close && this.#lacksOpen(rest)) this.#open(rest, '}', null);
    else this.#keep(rest);
    if (sign === null) return;
    this.tokens.push(sign);
    if (sign.tokenType === Open) this.#enter(rest);
    else if (sign.tokenType === Close) this.#path = this.#path?.outer ?? null;
  }

  /** Takes what nothing is put into; the tokens of the first statement of which that is not certain, and what follows. */
  known(token: IToken): readonly IToken[] {
    const { text, vocabulary } = this.#options;
    const directives = directivesOf(token);
    const around = { text, vocabulary, path: this.#path, paths: this.#paths, lostOpen: this.#surplus > 0 };
    const at = directives.findIndex((directive) => !isLeftAlone(directive, around));
    const doubtful = directives[at];
    if (doubtful === undefined) {
      this.tokens.push(token);
      return [];
    }
    if (at > 0) this.tokens.push(knownToken(text, directives.slice(0, at)));
    const { significant } = tokenizePart(text, doubtful, { endQuotesOnLine: false });
    const rest = directives.slice(at + 1);
    return rest.length > 0 ? [...significant, knownToken(text, rest)] : significant;
  }

  #keep(words: readonly IToken[]): void {
    for (const word of words) this.tokens.push(word);
  }

  #split(words: readonly IToken[], from: number, sign: IToken | null): Split | null {
    const { text, vocabulary } = this.#options;
    const statement: Statement = { text, words, from, sign, end: sign?.startOffset ?? text.length };
    return splitPoint(statement, this.#path, vocabulary, this.#surplus > 0);
  }

  #lacksOpen(words: readonly IToken[]): boolean {
    const name = words[0]?.image;
    return name !== undefined && this.#options.vocabulary.shape(name, this.#path)?.block === 'always';
  }

  #cut(words: readonly IToken[], split: Split): void {
    if (split.opens) {
      this.#surplus--;
      this.#open(words, split.next.image, split.nginx);
      return;
    }
    const last = words.at(-1);
    const end = last ? tokenEnd(last) : 0;
    this.#keep(words);
    this.tokens.push(inserted(Semicolon, end));
    this.problems.push(split.known ? this.#lostSemicolon(words, split) : this.#unknownName(words, split));
  }

  #lostSemicolon(words: readonly IToken[], { next, nginx }: Split): SyntaxProblem {
    const last = words.at(-1);
    const end = last ? tokenEnd(last) : 0;
    return {
      ...missingSemicolon(null, end),
      start: last?.startOffset ?? end,
      message: `";" is missing here, so "${words[0]?.image}" swallows "${next.image}" from the next line`,
      nginx,
    };
  }

  /** A line that is nothing of nginx's: a comment of another language, a template's, a mark of a merge. */
  #unknownName(words: readonly IToken[], { next, nginx }: Split): SyntaxProblem {
    const name = words[0];
    const found = {
      start: name?.startOffset ?? 0,
      end: name ? tokenEnd(name) : 0,
      rule: 'unknown-directive' as const,
      nginx,
      related: [],
    };
    if (name?.startOffset === 0 && name.image.startsWith('\ufeff'))
      return {
        ...found,
        message: `the file begins with a byte order mark, which nobody sees and nginx reads as a part of "${name.image.slice(1)}"; save the file without it`,
        fix: { title: 'Delete the byte order mark', edit: { span: { start: 0, end: 1 }, text: '' }, safe: true },
      };
    return {
      ...found,
      message: `unknown directive "${name?.image}", which swallows "${next.image}" from the next line; remove the line, or write "#" before it if it is a comment`,
      fix: null,
    };
  }

  #open(words: readonly IToken[], next: string, nginx: SyntaxProblem['nginx']): void {
    const last = words.at(-1);
    const end = last ? tokenEnd(last) : 0;
    this.#keep(words);
    this.tokens.push(inserted(Open, end));
    this.problems.push({
      start: last?.startOffset ?? end,
      end,
      rule: 'unbalanced-block',
      message: `"${words[0]?.image}" is a block: "{" is missing before "${next}"`,
      nginx,
      related: [],
      fix: { title: 'Add "{"', edit: { span: point(end), text: ' {' }, safe: false },
    });
    this.#enter(words);
  }

  #enter(words: readonly IToken[]): void {
    this.#path = this.#paths.inside(this.#path, words[0]?.image ?? '');
  }
}
