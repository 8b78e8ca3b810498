import type { FileId, Span } from '@nginx-lint/core';
import type { Snapshot } from '../snapshot.ts';
import { commentHover } from './hover/comment.ts';
import { directiveHover } from './hover/directive.ts';
import { includeHover } from './hover/include.ts';
import { locationHover } from './hover/location.ts';
import { nameHover } from './hover/name.ts';
import { parameterHover } from './hover/parameter.ts';
import { regexHover } from './hover/regex.ts';
import { listenHover } from './hover/server.ts';
import { serverNameHover } from './hover/server-name.ts';
import { statusHover } from './hover/status.ts';
import { type Finding, type Subject, subjectAt } from './hover/subject.ts';
import { targetHover } from './hover/target.ts';
import { captureHover } from './hover/variable.ts';
import type { Markdown } from './markdown.ts';

export interface Hover {
  /** What it is about: a word, or a name or a variable in one. */
  readonly span: Span;
  readonly markdown: Markdown;
}

/** In this order: what is told of a part of a word comes before what is told of the whole. */
const KINDS: readonly ((subject: Subject) => Finding | null)[] = [
  nameHover,
  captureHover,
  directiveHoverOfName,
  regexHover,
  locationHover,
  includeHover,
  statusHover,
  targetHover,
  parameterHover,
  listenHover,
  serverNameHover,
];

/** What is known of the word at an offset, in all configurations that hold the file; null where nothing is. */
export function hover(snapshot: Snapshot, file: FileId, offset: number): Hover | null {
  const subject = subjectAt(snapshot, file, offset);
  if (subject === null) return commentHover(snapshot, file, offset);
  for (const kind of KINDS) {
    const found = kind(subject);
    if (found !== null) return { span: { start: found.span.start, end: found.span.end }, markdown: found.markdown };
  }
  return null;
}

/** The first word of a line of `map` and its like is no name of a directive. */
function directiveHoverOfName(subject: Subject): Finding | null {
  const [{ at }] = subject.standings;
  return at.fact === null && at.parent?.fact && at.parent.fact.body !== 'directives' ? null : directiveHover(subject);
}
