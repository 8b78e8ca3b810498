import { type Directive, type SourceFile, walk } from '@nginx-lint/core';

export interface Damage {
  /** Directives other than the one that lost a character. */
  readonly others: number;
  /** Those of them that keep name, arguments and parent. */
  readonly intact: number;
}

interface Placed {
  readonly directive: Directive;
  readonly parent: Directive | null;
}

function placed(source: SourceFile): Placed[] {
  const found: Placed[] = [];
  const open: Directive[] = [];
  for (const { kind, directive } of walk(source.items)) {
    if (kind === 'leave') {
      open.pop();
      continue;
    }
    found.push({ directive, parent: open.at(-1) ?? null });
    if (directive.body?.kind === 'block') open.push(directive);
  }
  return found;
}

/** What of a tree is left when the character at `offset` is deleted. */
export function damageOf(before: SourceFile, after: SourceFile, offset: number): Damage {
  const moved = (start: number): number => (start > offset ? start - 1 : start);
  const left = new Map(placed(after).map((one) => [one.directive.start, one]));
  const words = ({ name, args }: Directive): string => JSON.stringify([name.value, ...args.map(({ value }) => value)]);
  let others = 0;
  let intact = 0;
  for (const { directive, parent } of placed(before)) {
    if (directive.start <= offset && offset <= directive.stop) continue;
    others++;
    const found = left.get(moved(directive.start));
    if (found === undefined || words(found.directive) !== words(directive)) continue;
    const home = parent === null ? found.parent === null : found.parent?.start === moved(parent.start);
    if (home) intact++;
  }
  return { others, intact };
}
