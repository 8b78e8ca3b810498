/** A stretch of a text in UTF-16 units; `end` is exclusive. Words, directives and problems are spans themselves. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** An edit of one text: what the span holds becomes `text`. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** An empty span: the place of something that is not there. */
export function point(offset: number): Span {
  return { start: offset, end: offset };
}

export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
