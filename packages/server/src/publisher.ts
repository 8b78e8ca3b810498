import type { Diagnostic, FileId } from '@nginx-lint/core';
import type { EarlyLook, LastLook, Snapshot } from '@nginx-lint/service';
import type { Connection, Diagnostic as Sent } from 'vscode-languageserver';
import { converted } from './convert/diagnostic.ts';
import type { Session } from './session.ts';

/** How long nothing must change before findings are told. Shorter than a person types, longer than a machine does. */
const QUIET = 25;
/** They are looked for meanwhile, but what an editor asks together with a change is answered first. */
const SOON = 2;
/** How long nothing must change before they are looked for, while changes come faster than findings can be told. */
const BUSY = 100;
/** A look that takes longer than this waits for a pause, and what can be said at once is said before. */
const LONG = 15;
/** A look that takes no longer than this found everything known. */
const KNOWN = 2;
/** The pause that it waits for. */
const PAUSE = 150;

/** What the editor was told of a file. */
interface Told {
  readonly uri: string;
  readonly version: number | null;
  /** What was found when everything was looked for. */
  readonly last: LastLook | null;
  /** As it was sent: where an edit moved what is found, the same finding is another message. */
  readonly sent: readonly Sent[];
}

/** A file with what is to be said of it. */
interface Message {
  readonly file: FileId;
  readonly uri: string;
  readonly look: EarlyLook;
  readonly diagnostics: Sent[];
}

/**
 * Tells the editor what is wrong, once for each state in which it comes to rest. Where a whole look takes long, a text
 * that was edited is told at once with what is wrong in its syntax and what was found before, and again after a pause
 * if there was more to say.
 */
export class Publisher {
  readonly #session: Session;
  readonly #connection: Pick<Connection, 'sendDiagnostics'>;
  readonly #onFailure: (error: unknown) => void;
  readonly #told = new Map<FileId, Told>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #pause: ReturnType<typeof setTimeout> | null = null;
  #changedAt = 0;
  /** How long the last whole look took. */
  #took = 0;
  /** What it looked at. */
  #last: Snapshot | null = null;

  constructor(session: Session, connection: Pick<Connection, 'sendDiagnostics'>, onFailure: (error: unknown) => void) {
    this.#session = session;
    this.#connection = connection;
    this.#onFailure = onFailure;
  }

  /** Something changed: findings follow when it is quiet. */
  changed(): void {
    const waiting = this.#timer !== null;
    this.stop();
    this.#changedAt = performance.now();
    this.#timer = setTimeout(() => void this.#publish().catch(this.#onFailure), waiting ? BUSY : SOON);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#pause !== null) clearTimeout(this.#pause);
    this.#pause = null;
  }

  async #publish(): Promise<void> {
    const timer = this.#timer;
    if (this.#took > LONG && (await this.#tellEarly(timer))) return;
    const { workspace } = this.#session;
    const snapshot = await workspace.snapshot();
    // Messages that came meanwhile are heard first: what is old by now is not told.
    await new Promise((done) => setTimeout(done, 0));
    if (this.#timer !== timer || workspace.revision !== snapshot.revision) return;
    this.#look(snapshot);
    await this.#quiet();
    if (this.#timer !== timer || workspace.revision !== snapshot.revision) return;
    this.#timer = null;
    this.#tellAll(snapshot);
  }

  /** False where nothing can be said before everything was looked for. */
  async #tellEarly(timer: ReturnType<typeof setTimeout> | null): Promise<boolean> {
    const snapshot = this.#last;
    const edited = this.#edited();
    if (snapshot === null || edited.length === 0) return false;
    const { workspace } = this.#session;
    const looks = await Promise.all(
      edited.map(async ({ file, last }) => ({ file, look: await workspace.early(file, last) })),
    );
    // Changes that wait already are heard before anything is made of what is old by now.
    await new Promise((done) => setTimeout(done, 0));
    if (this.#timer !== timer) return true;
    const messages = looks.flatMap(({ file, look }) => (look === null ? [] : [this.#message(snapshot, file, look)]));
    await this.#quiet();
    if (this.#timer !== timer) return true;
    this.#timer = null;
    for (const message of messages) this.#send(message, false);
    this.#pause = setTimeout(() => void this.#tellRest().catch(this.#onFailure), PAUSE);
    return true;
  }

  async #tellRest(): Promise<void> {
    const pause = this.#pause;
    const snapshot = await this.#session.workspace.snapshot();
    if (this.#pause !== pause) return;
    this.#pause = null;
    this.#look(snapshot);
    this.#tellAll(snapshot);
  }

  async #quiet(): Promise<void> {
    const rest = Math.max(0, this.#changedAt + QUIET - performance.now());
    await new Promise((done) => setTimeout(done, rest));
  }

  /** Finds everything; what was found before is not looked for again. */
  #look(snapshot: Snapshot): void {
    const start = performance.now();
    for (const file of snapshot.files) snapshot.diagnostics(file);
    const took = performance.now() - start;
    // Where somebody asked before, there was nothing left to do.
    if (took > KNOWN) this.#took = took;
  }

  /** Open texts that the editor has not heard of yet as they are, with what was found in them last. */
  #edited(): readonly { readonly file: FileId; readonly last: LastLook }[] {
    return [...this.#session.documents.all()].flatMap(({ file, version }) => {
      const told = this.#told.get(file);
      return told === undefined || told.last === null || told.version === version ? [] : [{ file, last: told.last }];
    });
  }

  #tellAll(snapshot: Snapshot): void {
    this.#last = snapshot;
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
    const source = snapshot.source(file);
    const asBefore = before?.version === version && before.uri === this.#session.uri(snapshot, file);
    if (asBefore && before.last?.source === source && areSame(before.last?.findings ?? [], findings)) return;
    if (source !== null) this.#send(this.#message(snapshot, file, { source, findings }), true);
  }

  #message(snapshot: Snapshot, file: FileId, look: EarlyLook): Message {
    const diagnostics = converted(look.findings, look.source, snapshot, this.#session);
    return { file, uri: this.#session.uri(snapshot, file), look, diagnostics };
  }

  #send({ file, uri, look, diagnostics }: Message, whole: boolean): void {
    const version = this.#session.documents.get(file)?.version ?? null;
    const before = this.#told.get(file);
    const last = whole ? look : (before?.last ?? null);
    if (version === null && diagnostics.length === 0) this.#told.delete(file);
    else this.#told.set(file, { uri, version, last, sent: diagnostics });
    if (before?.version === version && before.uri === uri && isSameText(before.sent, diagnostics)) return;
    if (before !== undefined && before.uri !== uri)
      void this.#connection.sendDiagnostics({ uri: before.uri, diagnostics: [] });
    void this.#connection.sendDiagnostics({ uri, diagnostics, ...(version === null ? {} : { version }) });
  }
}

function isSameText(a: readonly Sent[], b: readonly Sent[]): boolean {
  return a.length === b.length && JSON.stringify(a) === JSON.stringify(b);
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
