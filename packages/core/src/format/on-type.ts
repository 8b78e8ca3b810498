import type { SourceFile, Token } from '../syntax/nodes.ts';
import { directivesAt } from '../syntax/walk.ts';
import { type FormatEdit, formatRange } from './format.ts';
import { DEFAULT_FORMAT, type FormatOptions } from './options.ts';

/**
 * What changes when a character was typed; `offset` lies behind it. `;` formats the lines of its statement and `}` those
 * of its block. A line break formats the line above it and indents the one that it begins. Nothing changes inside of
 * quoted texts, comments and Lua code.
 */
export function formatOnType(
  source: SourceFile,
  offset: number,
  character: '}' | ';' | '\n',
  options?: Partial<FormatOptions>,
): readonly FormatEdit[] {
  if (character === '\n') return onNewline(source, offset, { ...DEFAULT_FORMAT, ...options });
  const typed = directivesAt(source.items, offset - 1).findLast(({ body, stop }) =>
    character === ';' ? stop === offset - 1 && source.text[stop] === ';' : body?.close?.start === offset - 1,
  );
  return typed === undefined ? [] : formatRange(source, typed.start, offset, options);
}

function onNewline(source: SourceFile, offset: number, options: FormatOptions): readonly FormatEdit[] {
  const { text, lines } = source;
  const line = lines.lineAt(offset);
  const before = tokensBefore(source, offset);
  if (before === null || line === 1) return [];
  const start = lines.startOf(line);
  const above = formatRange(source, lines.startOf(line - 1), Math.max(0, start - 1), options);
  const own = /^[ \t]*(?=\r?$|\r?\n)/.exec(text.slice(start, lines.startOf(line + 1)))?.[0];
  if (own === undefined) return [...above, ...formatRange(source, start, start, options)];
  const wanted = indentation(before, options);
  return own === wanted ? above : [...above, { start, end: start + own.length, text: wanted }];
}

/** The words and signs before an offset; null where it lies inside of one, or of a comment. */
function tokensBefore({ tokens }: SourceFile, offset: number): readonly Token[] | null {
  const before: Token[] = [];
  for (const token of tokens) {
    if (token.start >= offset) break;
    const { kind, end } = token;
    if (kind === 'blank') continue;
    if (end > offset || (end === offset && kind === 'comment')) return null;
    if (kind !== 'comment') before.push(token);
  }
  return before;
}

/** Counts braces, as what one is typing is seldom a whole file; a statement that goes on is indented once more. */
function indentation(before: readonly Token[], { indent, useTabs }: FormatOptions): string {
  let depth = 0;
  for (const { kind } of before) {
    if (kind === 'open') depth++;
    else if (kind === 'close') depth = Math.max(0, depth - 1);
  }
  if (before.at(-1)?.kind === 'word') depth++;
  return useTabs ? '\t'.repeat(depth) : ' '.repeat(depth * indent);
}
