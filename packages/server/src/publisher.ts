import type { Diagnostic, FileId } from '@nginx-lint/core';
import type { Snapshot } from '@nginx-lint/service';
import type { Connection } from 'vscode-languageserver';
import { diagnosticsOf } from './convert/diagnostic.ts';
import type { Session } from './session.ts';

/** How long nothing must change before findings are told. Shorter than a person types, longer than a machine does. */
const QUIET = 25;
/** The same while changes come faster than findings can be told. */
const BUSY = 100;

/** What the editor was told of a file. */
interface Told {
  readonly uri: string;
  readonly version: number | null;
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

  constructor(session: Session, connection: Pick<Connection, 'sendDiagnostics'>, onFailure: (error: unknown) => void) {
    this.#session = session;
    this.#connection = connection;
    this.#onFailure = onFailure;
  }

  /** Something changed: findings follow when it is quiet. */
  changed(): void {
    const waiting = this.#timer !== null;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#publish().catch(this.#onFailure), waiting ? BUSY : QUIET);
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
    await new Promise((done) => setTimeout(done, 0));
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
    if (before?.version === version && before.uri === uri && areSame(before.findings, findings)) return;
    const diagnostics = diagnosticsOf(snapshot, file, this.#session);
    const text = JSON.stringify(diagnostics);
    if (before?.version === version && before.uri === uri && before.text === text) return;
    if (before !== undefined && before.uri !== uri)
      void this.#connection.sendDiagnostics({ uri: before.uri, diagnostics: [] });
    if (version === null && diagnostics.length === 0) this.#told.delete(file);
    else this.#told.set(file, { uri, version, findings, text });
    void this.#connection.sendDiagnostics({ uri, diagnostics, ...(version === null ? {} : { version }) });
  }
}

function areSame(a: readonly Diagnostic[], b: readonly Diagnostic[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}
