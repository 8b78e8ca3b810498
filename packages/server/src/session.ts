import { type FileId, rules, type SourceFile, type Span } from '@nginx-lint/core';
import { type Snapshot, Workspace } from '@nginx-lint/service';
import type { ProjectHost } from '@nginx-lint/service/project';
import type { ClientCapabilities, Position, Range } from 'vscode-languageserver';
import { Documents } from './documents.ts';
import { chosenEncoding, Lines, type PositionEncoding } from './positions.ts';
import { DEFAULTS, type ServerSettings } from './settings.ts';
import { Uris } from './uris.ts';

/** Where a request points to, in the state of its time. */
export interface Target {
  readonly snapshot: Snapshot;
  readonly file: FileId;
  readonly source: SourceFile;
}

/** One editor that is connected: what it has open, what it can, and how it counts. */
export class Session {
  readonly capabilities: ClientCapabilities;
  readonly encoding: PositionEncoding;
  readonly uris = new Uris();
  readonly documents: Documents;
  readonly workspace: Workspace;
  settings: ServerSettings = DEFAULTS;
  readonly #lines = new WeakMap<SourceFile, Lines>();

  constructor(capabilities: ClientCapabilities, host: ProjectHost) {
    this.capabilities = capabilities;
    this.encoding = chosenEncoding(capabilities.general?.positionEncodings);
    this.documents = new Documents(this.encoding);
    this.workspace = new Workspace(host, rules);
  }

  /** Null for a file that is no part of any configuration, and not open. */
  async target(uri: string): Promise<Target | null> {
    const file = this.uris.file(uri);
    const snapshot = await this.workspace.snapshot();
    const source = snapshot.source(file);
    return source === null ? null : { snapshot, file, source };
  }

  offset(source: SourceFile, position: Position): number {
    return this.lines(source).offset(position, this.encoding);
  }

  span(source: SourceFile, range: Range): Span {
    return { start: this.offset(source, range.start), end: this.offset(source, range.end) };
  }

  range(source: SourceFile, span: Span): Range {
    return this.lines(source).range(span, this.encoding);
  }

  /** As the editor spells the file: an open buffer by the name it was opened with. */
  uri(snapshot: Snapshot, file: FileId): string {
    return this.uris.uri(snapshot.shown(file));
  }

  /** Null where the file is no part of the snapshot any more. */
  location(snapshot: Snapshot, file: FileId, span: Span): { uri: string; range: Range } | null {
    const source = snapshot.source(file);
    return source === null ? null : { uri: this.uri(snapshot, file), range: this.range(source, span) };
  }

  lines(source: SourceFile): Lines {
    const known = this.#lines.get(source);
    if (known !== undefined) return known;
    const open = this.documents.get(source.id)?.lines;
    const lines = open?.text === source.text ? open : new Lines(source.text);
    this.#lines.set(source, lines);
    return lines;
  }
}
