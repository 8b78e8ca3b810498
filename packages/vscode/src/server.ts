import { type Event, EventEmitter, type LogOutputChannel, Uri, workspace } from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';
import { type FolderEntry, type ReadAnswer, readFile, readFolder } from './serve-files.ts';

/** The language server: started, asked, started again. */
export class Server {
  readonly #client: BaseLanguageClient;
  readonly #output: LogOutputChannel;
  readonly #state = new EventEmitter<void>();
  #ready: Promise<void> = Promise.resolve();

  /** Something was told to the server that may change its answers. */
  readonly onDidChange: Event<void>;
  /** The server began or ended to run. */
  readonly onDidChangeState = this.#state.event;

  constructor(client: BaseLanguageClient, output: LogOutputChannel, onDidChange: Event<void>) {
    this.#client = client;
    this.#output = output;
    this.onDidChange = onDidChange;
    client.onDidChangeState(() => this.#state.fire());
    type Asked = { readonly uri: string };
    client.onRequest<ReadAnswer, void>('nginxLint/readFile', ({ uri }: Asked) =>
      readFile(workspace.fs, Uri.parse(uri)),
    );
    client.onRequest<readonly FolderEntry[], void>('nginxLint/readFolder', ({ uri }: Asked) =>
      readFolder(workspace.fs, Uri.parse(uri)),
    );
  }

  get running(): boolean {
    return this.#client.state === State.Running;
  }

  /** Resolves when it runs, or cannot. */
  start(): Promise<void> {
    const begun = Date.now();
    this.#ready = this.#client.start().then(
      () => this.#output.info(`the server answers after ${Date.now() - begun} ms`),
      (error: unknown) => this.#output.error(`the server does not start: ${String(error)}`),
    );
    return this.#ready;
  }

  async restart(): Promise<void> {
    await this.#ready;
    if (this.running) await this.#client.stop();
    await this.start();
  }

  /** Asks what only this server answers. @throws where it does not run, or refuses the question */
  async ask<Answer>(method: string, params: object): Promise<Answer> {
    await this.#ready;
    return this.#client.sendRequest<Answer>(method, params);
  }

  dispose(): void {
    this.#state.dispose();
    void this.#client.dispose();
  }
}
