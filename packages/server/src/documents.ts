import type { FileId } from '@nginx-lint/core';
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { Lines, type PositionEncoding } from './positions.ts';

/** The text of an open file, at one version. */
export interface OpenDocument {
  readonly file: FileId;
  readonly version: number;
  readonly lines: Lines;
}

/** What is open, with the edits made one after the other. */
export class Documents {
  readonly #encoding: PositionEncoding;
  readonly #open = new Map<FileId, OpenDocument>();

  constructor(encoding: PositionEncoding) {
    this.#encoding = encoding;
  }

  get(file: FileId): OpenDocument | null {
    return this.#open.get(file) ?? null;
  }

  all(): Iterable<OpenDocument> {
    return this.#open.values();
  }

  open(file: FileId, version: number, text: string): OpenDocument {
    return this.#keep({ file, version, lines: new Lines(text) });
  }

  /** Null for a file that was never opened: the editor has lost count. */
  change(file: FileId, version: number, changes: readonly TextDocumentContentChangeEvent[]): OpenDocument | null {
    const before = this.#open.get(file);
    if (before === undefined) return null;
    let { lines } = before;
    for (const change of changes) lines = new Lines(this.#changed(lines, change));
    return this.#keep({ file, version, lines });
  }

  close(file: FileId): void {
    this.#open.delete(file);
  }

  #changed(lines: Lines, change: TextDocumentContentChangeEvent): string {
    if (!('range' in change)) return change.text;
    const start = lines.offset(change.range.start, this.#encoding);
    const end = Math.max(start, lines.offset(change.range.end, this.#encoding));
    return lines.text.slice(0, start) + change.text + lines.text.slice(end);
  }

  #keep(document: OpenDocument): OpenDocument {
    this.#open.set(document.file, document);
    return document;
  }
}
