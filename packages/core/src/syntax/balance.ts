import type { IToken } from 'chevrotain';
import { point, type Span } from '../text/span.ts';
import { build } from './build.ts';
import { shownBlock, strayClose } from './faults.ts';
import { firstImage, lastTokenStart, splitKnown, Unsure } from './known.ts';
import type { Layout } from './layout.ts';
import type { BlockBody, Directive, SyntaxProblem } from './nodes.ts';
import { Close, inserted, tokenEnd } from './tokens.ts';
import type { Built } from './tree-builder.ts';

/** More braces than this are not one mistake: the indentation does not say what the blocks are. */
const MOST_BRACES = 3;

export interface Balanced {
  readonly tokens: IToken[];
  /** The tree that they make. */
  readonly built: Built;
  readonly problems: readonly SyntaxProblem[];
}

interface Block {
  readonly directive: Directive;
  readonly body: BlockBody;
  readonly indentation: number;
}

/**
 * Puts in or leaves out the braces that keep a text from being balanced, where the indentation shows them: one `}` less
 * makes a block end with the brace of the block around it, one too many makes it end with a brace further in.
 * `first` is the tree of the tokens as they are.
 */
export function balance(text: string, tokens: IToken[], first: Built, layout: Layout): Balanced {
  const problems: SyntaxProblem[] = [];
  let current = tokens;
  let built = first;
  for (let round = 0; round < MOST_BRACES; round++) {
    const kind = built.faults.find(({ kind }) => kind === 'unexpected-close' || kind === 'unclosed-block')?.kind;
    if (kind === undefined) break;
    const stray =
      kind === 'unclosed-block' ? built.faults.find((fault) => fault.kind === 'unexpected-open') : undefined;
    if (stray !== undefined) {
      // A brace without a name opens a block that nobody closes.
      current = without(current, stray.span.start);
      problems.push(strayOpen(stray.span));
      built = build(text, current);
      continue;
    }
    const mended =
      kind === 'unclosed-block' ? addClose(current, built.items, layout) : dropClose(current, built.items, layout);
    if (mended === null) break;
    problems.push(mended.problem);
    current = mended.tokens;
    built = build(text, current);
  }
  return { tokens: current, built, problems };
}

function strayOpen(span: Span): SyntaxProblem {
  return {
    ...span,
    rule: 'unbalanced-block',
    message: 'this "{" has no directive before it; remove it, or name the block',
    nginx: { message: 'unexpected "{"', offset: span.start },
    related: [],
    fix: { title: 'Remove "{"', edit: { span, text: '' }, safe: false },
  };
}

interface OneMended {
  readonly tokens: IToken[];
  readonly problem: SyntaxProblem;
}

/** The innermost block that ends with a brace further out than itself, or not at all, lacks its own. */
function addClose(tokens: IToken[], items: readonly Directive[], layout: Layout): OneMended | null {
  for (const block of blocksInnermostFirst(items, layout)) {
    const { close } = block.body;
    const closing = close === null ? Number.NEGATIVE_INFINITY : layout.indentation(close.start);
    if (closing === null || closing >= block.indentation) continue;
    const before = firstOutdented(block, layout) ?? close?.start ?? null;
    return before === null ? null : insertClose(tokens, block, before);
  }
  return null;
}

/** Where the statements begin that stand no further in than the block itself; what is left of it does not belong to it. */
function firstOutdented({ body, indentation }: Block, layout: Layout): number | null {
  let first: number | null = null;
  for (let at = body.items.length - 1; at >= 0; at--) {
    const item = body.items[at];
    const own = item && layout.indentation(item.start);
    if (item === undefined || own === null || own === undefined) continue;
    if (own > indentation) break;
    first = item.start;
  }
  return first;
}

function insertClose(all: IToken[], { directive, indentation }: Block, before: number): OneMended {
  const tokens = splitKnown(all, before);
  const index = tokens.findIndex((token) => token.startOffset >= before && token.image !== '');
  const previous = tokens[index - 1];
  const following = tokens[index];
  const next = following === undefined ? '}' : firstImage(following);
  const end = previous ? tokenEnd(previous) : before;
  return {
    tokens: tokens.toSpliced(index, 0, inserted(Close, end)),
    problem: {
      start: previous === undefined ? end : lastTokenStart(previous),
      end,
      rule: 'unbalanced-block',
      message: `"}" is missing here: ${shownBlock(directive)} is still open before "${next}"`,
      nginx: null,
      related: [{ ...directive.name, message: 'the block that is not closed' }],
      fix: { title: 'Add "}"', edit: { span: point(end), text: `\n${' '.repeat(indentation)}}` }, safe: false },
    },
  };
}

/** The tokens but for the brace that begins there. */
function without(tokens: readonly IToken[], start: number): IToken[] {
  const left = tokens.filter((token) => token.startOffset !== start || token.image === '');
  // It stands among statements that are one token.
  if (left.length === tokens.length) throw new Unsure();
  return left;
}

/** The first brace that closes a block which begins further out than the brace stands is one too many. */
function dropClose(tokens: IToken[], items: readonly Directive[], layout: Layout): OneMended | null {
  for (const { body, indentation } of blocksInnermostFirst(items, layout)) {
    const closing = body.close === null ? null : layout.indentation(body.close.start);
    if (body.close === null || closing === null || closing <= indentation) continue;
    const { start } = body.close;
    return {
      tokens: without(tokens, start),
      problem: strayClose(body.close),
    };
  }
  return null;
}

/** Blocks that begin a line, in the order in which they end. */
function* blocksInnermostFirst(items: readonly Directive[], layout: Layout): Generator<Block> {
  const open: { readonly items: readonly Directive[]; next: number; readonly block: Directive | null }[] = [
    { items, next: 0, block: null },
  ];
  for (let level = open.at(-1); level !== undefined; level = open.at(-1)) {
    const item = level.items[level.next++];
    if (item !== undefined) {
      if (item.body?.kind === 'block') open.push({ items: item.body.items, next: 0, block: item });
      continue;
    }
    open.pop();
    const { block } = level;
    if (block?.body?.kind !== 'block') continue;
    const indentation = layout.indentation(block.start);
    if (indentation !== null) yield { directive: block, body: block.body, indentation };
  }
}
