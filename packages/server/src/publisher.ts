import type { Diagnostic, FileId, SourceFile } from '@nginx-lint/core';
import type { Snapshot } from '@nginx-lint/service';
import type { Connection } from 'vscode-languageserver';
import { diagnosticsOf } from './convert/diagnostic.ts';
import type { Session } from './session.ts';

/** How long nothing must change before findings are told. Shorter than a person types, longer than a machine does. */
const QUIET = 25;
/** They are looked for meanwhile, but what an editor asks together with a change is answered first. */
const SOON = 2;
/** How long nothing must change before they are looked for, while changes come faster than findings can be told. */
const BUSY = 100;

/** What the editor was told of a file. */
interface Told {
  readonly uri: string;
  readonly version: number | null;
  readonly source: SourceFile | null;
  readonly findings: readonly Diagnostic[];
  /** As it was sent: where an edit moved what is found, the same finding is another message. */
  readonly text: string;
}

/** Tells the editor what is wrong, once for each state in which it comes to rest. */
export class Publisher {
  readonly #session: Session;
  readonly #connection: Pick<Connection, 'sendDiagnostics'>;
  readonly #onFailure: (error: unknown) => void;
  readonly #told = new Map<FileId, Told>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #changedAt = 0;

  constructor(session: Session, connection: Pick<Connection, 'sendDiagnostics'>, onFailure: (error: unknown) => void) {
    this.#session = session;
    this.#connection = connection;
    this.#onFailure = onFailure;
  }

  /** Something changed: findings follow when it is quiet. */
  changed(): void {
    const waiting = this.#timer !== null;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#changedAt = performance.now();
    this.#timer = setTimeout(() => void this.#publish().catch(this.#onFailure), waiting ? BUSY : SOON);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  async #publish(): Promise<void> {
    const timer = this.#timer;
    const { workspace } = this.#session;
    const snapshot = await workspace.snapshot();
    // Messages that came meanwhile are heard first: what is old by now is not told.
    await new Promise((done) => setTimeout(done, 0));
    if (this.#timer !== timer || workspace.revision !== snapshot.revision) return;
    for (const file of snapshot.files) snapshot.diagnostics(file);
    const rest = Math.max(0, this.#changedAt + QUIET - performance.now());
    await new Promise((done) => setTimeout(done, rest));
    if (this.#timer !== timer || workspace.revision !== snapshot.revision) return;
    this.#timer = null;
    this.#tellAll(snapshot);
  }

  #tellAll(snapshot: Snapshot): void {
    const seen = new Set<FileId>();
    for (const file of snapshot.files) {
      seen.add(file);
      this.#tell(snapshot, file);
    }
    for (const [file, { uri }] of this.#told) {
      if (seen.has(file)) continue;
      this.#told.delete(file);
      void this.#connection.sendDiagnostics({ uri, diagnostics: [] });
    }
  }

  /** A file that is open hears of each version; another one only where something is new. */
  #tell(snapshot: Snapshot, file: FileId): void {
    const version = this.#session.documents.get(file)?.version ?? null;
    const before = this.#told.get(file);
    const findings = snapshot.diagnostics(file);
    if (version === null && before === undefined && findings.length === 0) return;
    const uri = this.#session.uri(snapshot, file);
    const source = snapshot.source(file);
    const asBefore = before !== undefined && before.version === version && before.uri === uri;
    if (asBefore && before.source === source && areSame(before.findings, findings)) return;
    const diagnostics = diagnosticsOf(snapshot, file, this.#session);
    const text = JSON.stringify(diagnostics);
    if (asBefore && before.text === text) return;
    if (before !== undefined && before.uri !== uri)
      void this.#connection.sendDiagnostics({ uri: before.uri, diagnostics: [] });
    if (version === null && diagnostics.length === 0) this.#told.delete(file);
    else this.#told.set(file, { uri, version, source, findings, text });
    void this.#connection.sendDiagnostics({ uri, diagnostics, ...(version === null ? {} : { version }) });
  }
}

/** Are these findings in the same text the same message? What they point to in other files may have moved. */
function areSame(a: readonly Diagnostic[], b: readonly Diagnostic[]): boolean {
  return a.length === b.length && a.every((one, index) => isSame(one, b[index]));
}

function isSame(a: Diagnostic, b: Diagnostic | undefined): boolean {
  if (a === b || b === undefined) return a === b;
  return (
    a.rule === b.rule &&
    a.message === b.message &&
    a.severity === b.severity &&
    a.fatal === b.fatal &&
    a.span.start === b.span.start &&
    a.span.end === b.span.end &&
    a.related.length + b.related.length === 0 &&
    a.fixes.length > 0 === b.fixes.length > 0
  );
}
