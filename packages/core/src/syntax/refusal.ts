import type { Directive, SyntaxProblem } from './nodes.ts';
import type { BlockPath, Shape, Vocabulary } from './vocabulary.ts';
import { walk } from './walk.ts';

/** What nginx says of a directive that its reader has accepted (ngx_conf_handler); null where it has nothing to say. */
export function refusalMessage(name: string, words: number, sign: ';' | '{', shape: Shape | null): string | null {
  if (shape === null) return `unknown directive "${name}"`;
  if (shape.block === 'never' && sign === '{') return `directive "${name}" is not terminated by ";"`;
  if (shape.block === 'always' && sign === ';') return `directive "${name}" has no opening "{"`;
  return words > shape.max ? `invalid number of arguments in "${name}" directive` : null;
}

type Refusals = ReadonlyMap<number, NonNullable<SyntaxProblem['nginx']>>;

/** The directives of a tree that nginx refuses, by where they begin, in reading order; those before `end` only. */
export function refusalsIn(items: readonly Directive[], vocabulary: Vocabulary, end: number): Refusals {
  const found = new Map<number, NonNullable<SyntaxProblem['nginx']>>();
  let path = null as BlockPath | null;
  for (const { kind, directive } of walk(items)) {
    if (kind === 'leave') {
      path = path?.outer ?? null;
      continue;
    }
    const { name, args, terminator, stop, body } = directive;
    if (stop >= end) break;
    if (terminator !== null) {
      const message = refusedAs(name.value, args.length, terminator, path, vocabulary);
      if (message !== null) found.set(directive.start, { message, offset: stop });
    }
    if (body?.kind === 'block') path = { name: name.value, outer: path };
  }
  return found;
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
