import type { Directive } from './nodes.ts';
import type { Refused } from './reading.ts';
import { type BlockPath, BlockPaths, type Shape, type Vocabulary } from './vocabulary.ts';
import { directivesAt } from './walk.ts';

/** What nginx says of a directive that its reader has accepted (ngx_conf_handler); null where it has nothing to say. */
export function refusalMessage(name: string, words: number, sign: ';' | '{', shape: Shape | null): string | null {
  if (shape === null) return `unknown directive "${name}"`;
  if (shape.block === 'never' && sign === '{') return `directive "${name}" is not terminated by ";"`;
  if (shape.block === 'always' && sign === ';') return `directive "${name}" has no opening "{"`;
  return words > shape.max ? `invalid number of arguments in "${name}" directive` : null;
}

/** The directives that nginx refuses in a tree but not in the mended one; `around` are the blocks around both. */
export function refusedUnmended(
  strict: readonly Directive[],
  mended: readonly Directive[],
  vocabulary: Vocabulary,
  around: BlockPath | null,
): readonly Refused[] {
  const refused = [...refusalsIn(strict, vocabulary, around)];
  if (refused.length === 0) return refused;
  const still = new Set(Array.from(refusalsIn(mended, vocabulary, around), ({ start }) => start));
  return refused.filter(({ start }) => !still.has(start));
}

/** The first of them that nginx notices before an offset. */
export function firstRefusedUnmended(
  strict: readonly Directive[],
  mended: readonly Directive[],
  vocabulary: Vocabulary,
  before: number,
): Refused | null {
  const isShared = (block: Directive, path: BlockPath | null): boolean => standsIn(mended, block, path);
  for (const refused of refusalsIn(strict, vocabulary, null, isShared)) {
    if (refused.start >= before) return null;
    if (refused.nginx.offset < before && !isRefusedAt(refused.start, mended, vocabulary)) return refused;
  }
  return null;
}

/** Is it the same block in another tree, with blocks of the same names around it? Then nginx says the same of both. */
function standsIn(items: readonly Directive[], block: Directive, path: BlockPath | null): boolean {
  const around = directivesAt(items, block.start);
  if (around.pop() !== block) return false;
  let outer = path;
  for (let at = around.length - 1; at >= 0; at--) {
    if (outer === null || outer.name !== around[at]?.name.value) return false;
    outer = outer.outer;
  }
  return outer === null;
}

/** Does nginx refuse the directive that begins there? */
function isRefusedAt(start: number, items: readonly Directive[], vocabulary: Vocabulary): boolean {
  const around = directivesAt(items, start);
  const found = around.pop();
  if (found?.start !== start || found.terminator === null) return false;
  const path = around.reduce<BlockPath | null>((outer, { name }) => ({ name: name.value, outer }), null);
  return refusedAs(found.name.value, found.args.length, found.terminator, path, vocabulary) !== null;
}

/** The directives of a tree that nginx refuses, in reading order; nothing of blocks that are left out. */
function* refusalsIn(
  items: readonly Directive[],
  vocabulary: Vocabulary,
  around: BlockPath | null,
  isLeftOut: (block: Directive, path: BlockPath | null) => boolean = () => false,
): Generator<Refused> {
  const paths = new BlockPaths();
  const open: { readonly items: readonly Directive[]; next: number; readonly path: BlockPath | null }[] = [
    { items, next: 0, path: around },
  ];
  for (let level = open.at(-1); level !== undefined; level = open.at(-1)) {
    const directive = level.items[level.next++];
    if (directive === undefined) {
      open.pop();
      continue;
    }
    const { name, args, terminator, stop, body } = directive;
    if (body?.kind === 'block' && isLeftOut(directive, level.path)) continue;
    if (terminator !== null) {
      const message = refusedAs(name.value, args.length, terminator, level.path, vocabulary);
      if (message !== null) yield { start: directive.start, nginx: { message, offset: stop } };
    }
    if (body?.kind === 'block') open.push({ items: body.items, next: 0, path: paths.inside(level.path, name.value) });
  }
}

function refusedAs(
  name: string,
  words: number,
  sign: ';' | '{',
  path: BlockPath | null,
  vocabulary: Vocabulary,
): string | null {
  const shape = vocabulary.shape(name, path);
  if (shape !== null && !vocabulary.mayStand(name, path)) return `"${name}" directive is not allowed here`;
  return refusalMessage(name, words, sign, shape);
}
