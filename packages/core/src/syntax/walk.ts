import type { Span } from '../text/span.ts';
import type { Directive } from './nodes.ts';

/** A step through a tree: a directive as it begins, or the end of its block; a Lua body has no steps. */
export type Step =
  | { readonly kind: 'enter'; readonly directive: Directive; readonly depth: number }
  | { readonly kind: 'leave'; readonly directive: Directive; readonly depth: number; readonly close: Span | null };

/** All directives in the order of the text, without recursion: nginx accepts blocks nested thousands deep. */
export function* walk(items: readonly Directive[]): Generator<Step> {
  const open: { items: readonly Directive[]; next: number; directive: Directive | null }[] = [
    { items, next: 0, directive: null },
  ];
  for (let level = open.at(-1); level; level = open.at(-1)) {
    const directive = level.items[level.next++];
    if (directive !== undefined) {
      yield { kind: 'enter', directive, depth: open.length - 1 };
      if (directive.body?.kind === 'block') open.push({ items: directive.body.items, next: 0, directive });
      continue;
    }
    open.pop();
    const body = level.directive?.body;
    if (level.directive && body)
      yield { kind: 'leave', directive: level.directive, depth: open.length - 1, close: body.close };
  }
}

/** What {@link visitDirectives} does with a directive. */
export type Hear = (directive: Directive) => void;

/** As {@link walk}, for those who look at every directive and want no object for each step. */
export function visitDirectives(items: readonly Directive[], enter: Hear, leave?: Hear): void {
  const open: Directive[] = [];
  const nexts: number[] = [];
  let level = items;
  let next = 0;
  for (;;) {
    const directive = level[next++];
    if (directive !== undefined) {
      enter(directive);
      if (directive.body?.kind !== 'block') continue;
      open.push(directive);
      nexts.push(next);
      level = directive.body.items;
      next = 0;
      continue;
    }
    const block = open.pop();
    if (block === undefined) return;
    leave?.(block);
    const around = open.at(-1)?.body;
    level = around?.kind === 'block' ? around.items : items;
    next = nexts.pop() ?? 0;
  }
}

/** The directives around an offset, outermost first; the last one holds it. */
export function directivesAt(items: readonly Directive[], offset: number): Directive[] {
  const around: Directive[] = [];
  let level = items;
  for (;;) {
    const found = lastBefore(level, offset);
    if (found === null || offset > found.end) return around;
    around.push(found);
    if (found.body?.kind !== 'block' || offset <= found.body.start) return around;
    level = found.body.items;
  }
}

/** The last of some directives, which stand in order, that begins at an offset or before it. */
function lastBefore(items: readonly Directive[], offset: number): Directive | null {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return items[low - 1] ?? null;
}
