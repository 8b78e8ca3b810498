import type { FileId } from './file-id.ts';
import type { Span } from './span.ts';

export interface FileEdit {
  readonly file: FileId;
  readonly span: Span;
  readonly text: string;
}

/** All edits of a fix are made together or not at all. A safe one never changes what was meant. */
export interface Fix {
  readonly title: string;
  readonly safe: boolean;
  readonly edits: readonly FileEdit[];
}

/** Another place that has to do with a finding. */
export interface Related {
  readonly file: FileId;
  readonly span: Span;
  readonly message: string;
}
