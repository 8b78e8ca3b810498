import type { SourceFile } from '@nginx-lint/core';

/** What is kept of a file when its configuration was looked at: all but its tree, which takes most of the memory. */
export type FileText = Pick<SourceFile, 'id' | 'text' | 'encoding' | 'lines'>;

/** How much text a look at many files keeps as trees, in UTF-16 units: a tree takes about fifteen times as much memory. */
export const MOST_TEXT = 4_000_000;
