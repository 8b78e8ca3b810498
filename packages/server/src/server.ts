import type { FileId } from '@nginx-lint/core';
import type { ProbeFor } from '@nginx-lint/service';
import type { ProjectHost } from '@nginx-lint/service/project';
import {
  type Connection,
  DidChangeConfigurationNotification,
  ErrorCodes,
  type InitializeParams,
  type InitializeResult,
  ResponseError,
} from 'vscode-languageserver';
import { answerChanges } from './answers/changes.ts';
import { answerFormatting } from './answers/formatting.ts';
import { answerNames } from './answers/names.ts';
import { answerOutline } from './answers/outline.ts';
import { answerReading } from './answers/reading.ts';
import { answerTyping } from './answers/typing.ts';
import { capabilitiesFor } from './capabilities.ts';
import { Publisher } from './publisher.ts';
import { answerPulls } from './pull.ts';
import { answerRequests } from './requests.ts';
import { Session } from './session.ts';
import { readSettings } from './settings.ts';
import { fileOfUri } from './uris.ts';
import { changesOf, watchFiles } from './watch.ts';

/** What the place where the server runs brings along. */
export interface Environment {
  readonly version: string;
  /** The files of the workspace; they may lie on a disk or with the editor. */
  host(connection: Connection, folders: () => readonly FileId[]): ProjectHost;
  /** Asks the disk for files that requests lead to; without it, they may be there or not. */
  readonly probeFor?: ProbeFor;
}

/** How long it must be quiet before what is wrong outside of the configuration is told, in milliseconds. */
const COMPLAIN_AFTER = 300;

/** Serves one editor until it says goodbye. */
export function serve(connection: Connection, environment: Environment): void {
  let session: Session | null = null;
  let server: RunningServer | null = null;
  const current = (): Session => {
    if (session === null) throw new ResponseError(ErrorCodes.ServerNotInitialized, 'the server is not initialised');
    return session;
  };
  connection.onInitialize((params): InitializeResult => {
    session = new Session(
      params.capabilities,
      environment.host(connection, () => current().workspace.folders),
    );
    server = new RunningServer(connection, session, params);
    return {
      capabilities: capabilitiesFor(session, wantsPush(params)),
      serverInfo: { name: 'nginx-lint', version: environment.version },
    };
  });
  connection.onInitialized(() => server?.start());
  connection.onDidOpenTextDocument(({ textDocument: { uri, version, text } }) => server?.open(uri, version, text));
  connection.onDidChangeTextDocument(({ textDocument, contentChanges }) =>
    server?.change(textDocument.uri, textDocument.version, contentChanges),
  );
  connection.onDidCloseTextDocument(({ textDocument }) => server?.close(textDocument.uri));
  connection.onDidSaveTextDocument(() => server?.saved());
  connection.onDidChangeWatchedFiles(({ changes }) => server?.changedOnDisk(changes));
  connection.onDidChangeConfiguration(({ settings }) => server?.configured(settings));
  connection.onShutdown(() => server?.stop());
  answerPulls(connection, current);
  answerTyping(connection, current);
  answerReading(connection, current);
  answerOutline(connection, current);
  answerNames(connection, current);
  answerChanges(connection, current);
  answerFormatting(connection, current);
  answerRequests(connection, current, environment.probeFor);
  connection.listen();
}

/** What the server does of its own accord: follow what changes, and tell what it finds. */
class RunningServer {
  readonly #connection: Connection;
  readonly #session: Session;
  readonly #publisher: Publisher | null;
  #folders: readonly string[];
  #watching = false;
  #complaints = '';
  #complaining: ReturnType<typeof setTimeout> | undefined;

  constructor(connection: Connection, session: Session, params: InitializeParams) {
    this.#connection = connection;
    this.#session = session;
    this.#publisher = wantsPush(params) ? new Publisher(session, connection, (error) => this.#fault(error)) : null;
    const root = params.rootUri ?? null;
    this.#folders = params.workspaceFolders?.map(({ uri }) => uri) ?? (root === null ? [] : [root]);
    this.#setFolders();
    this.#configure(sectionOf(params.initializationOptions));
  }

  async start(): Promise<void> {
    const { workspace } = this.#session.capabilities;
    if (workspace?.workspaceFolders === true)
      this.#connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => uri));
        this.#folders = [...this.#folders.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)];
        this.#setFolders();
        this.#changed();
      });
    if (workspace?.didChangeConfiguration?.dynamicRegistration === true)
      await this.#connection.client.register(DidChangeConfigurationNotification.type, { section: 'nginxLint' });
    this.#watching = await watchFiles(this.#connection, this.#session);
    if (workspace?.configuration === true) await this.#pullSettings();
    await this.#scan();
    this.#changed();
  }

  open(uri: string, version: number, text: string): void {
    this.#take(this.#session.documents.open(this.#session.uris.file(uri), version, text));
    if (!this.#watching) this.#session.workspace.forgetDisk();
  }

  change(uri: string, version: number, changes: Parameters<Session['documents']['change']>[2]): void {
    const changed = this.#session.documents.change(this.#session.uris.file(uri), version, changes);
    if (changed === null) this.#connection.console.warn(`${uri} was changed before it was opened`);
    else this.#take(changed);
  }

  close(uri: string): void {
    const file = this.#session.uris.file(uri);
    this.#session.documents.close(file);
    this.#session.workspace.close(file);
    this.#changed();
  }

  saved(): void {
    if (this.#watching) return;
    this.#session.workspace.forgetDisk();
    this.#changed();
  }

  changedOnDisk(events: Parameters<typeof changesOf>[0]): void {
    this.#session.workspace.changed(changesOf(events, this.#session));
    this.#changed();
  }

  /** Editors that can be asked send nothing of use here. */
  async configured(settings: unknown): Promise<void> {
    if (this.#session.capabilities.workspace?.configuration === true) await this.#pullSettings();
    else this.#configure(sectionOf(settings));
    this.#changed();
  }

  stop(): void {
    clearTimeout(this.#complaining);
    this.#publisher?.stop();
  }

  #take({ file, version, lines }: ReturnType<Session['documents']['open']>): void {
    this.#session.workspace.update({ file, version, text: lines.text });
    this.#changed(false);
  }

  #setFolders(): void {
    this.#session.workspace.setFolders(this.#folders.map(fileOfUri));
  }

  async #pullSettings(): Promise<void> {
    this.#configure(await this.#connection.workspace.getConfiguration('nginxLint'));
  }

  #configure(section: unknown): void {
    const folder = this.#folders[0];
    const { settings, problems } = readSettings(section, folder === undefined ? null : fileOfUri(folder));
    this.#session.settings = settings;
    this.#session.workspace.configure(settings.workspace);
    for (const problem of problems) this.#connection.console.warn(problem);
  }

  /** The first look at everything, with progress where the editor can show it. */
  async #scan(): Promise<void> {
    const shown = this.#session.capabilities.window?.workDoneProgress === true;
    const progress = shown ? await this.#connection.window.createWorkDoneProgress() : null;
    progress?.begin('nginx-lint: reading configurations');
    try {
      await this.#session.workspace.snapshot();
    } finally {
      progress?.done();
    }
  }

  /** `beyond`: more than the buffer that an editor, which asks for findings itself, knows to have changed. */
  #changed(beyond = true): void {
    if (this.#publisher !== null) this.#publisher.changed();
    else if (beyond && this.#session.capabilities.workspace?.diagnostics?.refreshSupport === true)
      this.#connection.languages.diagnostics.refresh();
    clearTimeout(this.#complaining);
    this.#complaining = setTimeout(() => void this.#complain().catch((error) => this.#fault(error)), COMPLAIN_AFTER);
  }

  /** Says once what keeps the server from doing what it should, such as a broken config file. */
  async #complain(): Promise<void> {
    await this.#session.workspace.snapshot();
    const text = this.#session.workspace.failures.join('\n');
    if (text === this.#complaints) return;
    this.#complaints = text;
    if (text !== '') this.#connection.window.showErrorMessage(`nginx-lint: ${text}`);
  }

  #fault(error: unknown): void {
    this.#connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

/** Of both ways to give findings, one: an editor that asks for them would show twice what it is also told. */
function wantsPush({ capabilities, initializationOptions }: InitializeParams): boolean {
  const said = (initializationOptions as { diagnostics?: unknown } | null | undefined)?.diagnostics;
  if (said === 'push' || said === 'pull') return said === 'push';
  return capabilities.textDocument?.diagnostic === undefined;
}

function sectionOf(settings: unknown): unknown {
  if (typeof settings !== 'object' || settings === null) return null;
  return 'nginxLint' in settings ? settings.nginxLint : settings;
}
