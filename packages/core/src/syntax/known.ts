import type { IToken } from 'chevrotain';
import type { Directive } from './nodes.ts';
import { refusalMessage } from './refusal.ts';
import { Known, tokenEnd } from './tokens.ts';
import type { BlockPath, BlockPaths, Vocabulary } from './vocabulary.ts';

/**
 * A token for statements that stand side by side and were read before, each whole and with nothing in it to be mended.
 * Wherever the braces around put them, they mean the same in themselves, so that a text whose braces are broken is read
 * anew around the mistake alone.
 */
interface KnownToken extends IToken {
  readonly directives: readonly Directive[];
}

/** What is at hand does not tell how the text is to be read; all of it has to be. */
export class Unsure extends Error {
  override readonly name = 'Unsure';
}

export function knownToken(text: string, directives: readonly Directive[]): IToken {
  const start = directives[0]?.start ?? 0;
  const end = directives.at(-1)?.end ?? start;
  const image = text.slice(start, end);
  return {
    tokenType: Known,
    tokenTypeIdx: Known.tokenTypeIdx ?? 0,
    image,
    startOffset: start,
    directives,
  } as KnownToken;
}

export function directivesOf(token: IToken): readonly Directive[] {
  return token.tokenType === Known ? (token as KnownToken).directives : [];
}

/** Does it end with a sign that stands in the text? */
export function isSound(item: Directive | undefined): boolean {
  return (
    item !== undefined && !item.damaged && item.terminator !== null && (item.body === null || item.body.close !== null)
  );
}

/** Are they sound, with all that is in their blocks? */
export function areSound(items: readonly Directive[]): boolean {
  const levels = [items];
  for (let level = levels.pop(); level !== undefined; level = levels.pop())
    for (const item of level) {
      if (!isSound(item)) return false;
      if (item.body?.kind === 'block' && item.body.items.length > 0) levels.push(item.body.items);
    }
  return true;
}

/** The first of the tokens that it stands for, as it is written. */
export function firstImage(token: IToken): string {
  const name = directivesOf(token)[0]?.name;
  return name === undefined ? token.image : token.image.slice(0, name.end - name.start);
}

/** Where the last of the tokens begins that it stands for. */
export function lastTokenStart(token: IToken): number {
  const last = directivesOf(token).at(-1);
  if (last === undefined) return token.startOffset;
  if (last.body === null) return last.stop;
  return last.body.kind === 'raw' ? last.body.start : (last.body.close?.start ?? last.stop);
}

/** The tokens with one that ends before an offset and one that begins there. @throws {Unsure} where a block is in the way */
export function splitKnown(tokens: IToken[], offset: number): IToken[] {
  const index = tokens.findIndex((token) => token.startOffset < offset && offset < tokenEnd(token));
  const token = tokens[index];
  if (token === undefined) return tokens;
  const directives = directivesOf(token);
  const at = directives.findIndex(({ start }) => start >= offset);
  if (directives[at]?.start !== offset) throw new Unsure();
  const cut = offset - token.startOffset;
  const part = (image: string, startOffset: number, directives: readonly Directive[]): IToken =>
    ({ ...token, image, startOffset, directives }) as KnownToken;
  return tokens.toSpliced(
    index,
    1,
    part(
      token.image.slice(0, (directives[at - 1]?.end ?? offset) - token.startOffset),
      token.startOffset,
      directives.slice(0, at),
    ),
    part(token.image.slice(cut), offset, directives.slice(at)),
  );
}

export interface Surroundings {
  readonly text: string;
  readonly vocabulary: Vocabulary;
  /** The names of the blocks around, as they are written. */
  readonly path: BlockPath | null;
  readonly paths: BlockPaths;
  /** Does a `}` too many follow somewhere? */
  readonly lostOpen: boolean;
}

/** Would mending put nothing into a statement, in the blocks in which it stands now? When in doubt, it might. */
export function isLeftAlone(directive: Directive, { text, vocabulary, path, paths, lostOpen }: Surroundings): boolean {
  const levels: { readonly items: readonly Directive[]; readonly path: BlockPath | null }[] = [
    { items: [directive], path },
  ];
  for (let level = levels.pop(); level !== undefined; level = levels.pop())
    for (const { start, stop, name, args, terminator, body } of level.items) {
      const plain = name.quote === null && name.value.length === name.end - name.start;
      const written = plain ? name.value : text.slice(name.start, name.end);
      if (args.length > 0) {
        const shape = vocabulary.shape(written, level.path);
        const sign = terminator === ';' ? ';' : '{';
        if (lostOpen && sign === ';' && shape?.block === 'either') return false;
        if (refusalMessage(written, args.length, sign, shape) !== null) {
          if (shape?.block === 'always' && body?.kind !== 'block') return false;
          if (text.slice(start, stop).includes('\n')) return false;
        }
      }
      if (body?.kind === 'block' && body.items.length > 0)
        levels.push({ items: body.items, path: paths.inside(level.path, written) });
    }
  return true;
}
