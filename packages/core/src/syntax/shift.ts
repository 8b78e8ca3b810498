import type { Span } from '../text/span.ts';
import type { Body, Directive, SyntaxProblem, Word } from './nodes.ts';

/** Directives as they are when text of `by` UTF-16 units was put in before them. */
export function shiftDirectives(items: readonly Directive[], by: number): readonly Directive[] {
  if (by === 0) return items;
  const shifted: Directive[] = [];
  const open: { readonly from: readonly Directive[]; readonly into: Directive[] }[] = [{ from: items, into: shifted }];
  for (let level = open.pop(); level !== undefined; level = open.pop()) {
    for (const item of level.from) {
      let body: Body | null = null;
      if (item.body?.kind === 'raw') {
        const { start, end, kind, close, text } = item.body;
        body = {
          start: start + by,
          end: end + by,
          kind,
          close: close && shiftSpan(close, by),
          text: shiftSpan(text, by),
        };
      } else if (item.body !== null) {
        const { start, end, kind, close, items: inner } = item.body;
        const into: Directive[] = [];
        body = { start: start + by, end: end + by, kind, close: close && shiftSpan(close, by), items: into };
        open.push({ from: inner, into });
      }
      level.into.push(shiftDirective(item, by, body));
    }
  }
  return shifted;
}

function shiftDirective(
  { start, end, name, args, terminator, stop, damaged }: Directive,
  by: number,
  body: Body | null,
) {
  return {
    start: start + by,
    end: end + by,
    name: shiftWord(name, by),
    args: args.map((word) => shiftWord(word, by)),
    terminator,
    stop: stop + by,
    damaged,
    body,
  };
}

function shiftWord({ start, end, value, quote }: Word, by: number): Word {
  return { start: start + by, end: end + by, value, quote };
}

export function shiftSpan({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

export function shiftProblem<P extends SyntaxProblem>(problem: P, by: number): P {
  if (by === 0) return problem;
  const { nginx, fix } = problem;
  return {
    ...problem,
    start: problem.start + by,
    end: problem.end + by,
    nginx: nginx && { ...nginx, offset: nginx.offset + by },
    related: problem.related.map((one) => ({ ...one, ...shiftSpan(one, by) })),
    fix: fix && { ...fix, edit: { ...fix.edit, span: shiftSpan(fix.edit.span, by) } },
  };
}
