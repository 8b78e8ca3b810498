import type { SourceFile } from '../syntax/nodes.ts';
import { walk } from '../syntax/walk.ts';
import { DEFAULT_FORMAT, type FormatOptions } from './options.ts';

/** What most blocks of a file indent their first statement by; empty for a file that shows no nesting. */
export function ownIndentation({ text, items }: SourceFile): Partial<FormatOptions> {
  const votes = new Map<string, number>();
  for (const step of walk(items)) {
    const body = step.directive.body;
    if (step.kind !== 'enter' || body?.kind !== 'block') continue;
    const inner = body.items[0];
    const around = blanksBefore(text, step.directive.start);
    const own = inner === undefined ? null : blanksBefore(text, inner.start);
    if (around === null || own === null || !own.startsWith(around)) continue;
    const more = own.slice(around.length);
    if (/^(?:\t| {1,8})$/.test(more)) votes.set(more, (votes.get(more) ?? 0) + 1);
  }
  const [most] = [...votes].sort(([, one], [, other]) => other - one)[0] ?? [];
  if (most === undefined) return {};
  return most === '\t' ? { useTabs: true, indent: DEFAULT_FORMAT.indent } : { useTabs: false, indent: most.length };
}

/** The blanks before an offset on its line; null where more stands there. */
function blanksBefore(text: string, offset: number): string | null {
  let start = offset;
  while (start > 0 && ' \t'.includes(text.charAt(start - 1))) start--;
  return start === 0 || text.charAt(start - 1) === '\n' ? text.slice(start, offset) : null;
}
