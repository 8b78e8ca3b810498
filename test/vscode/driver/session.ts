import { mkdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import type * as vscode from 'vscode';
import type { Calls } from './calls.ts';
import { poll } from './poll.ts';

type Api = typeof vscode;

export interface SessionParts {
  readonly page: Page;
  readonly calls: Calls;
  readonly workspace: string;
  /** What the URIs of files of the workspace begin with. */
  readonly root: string;
  readonly close: () => Promise<void>;
}

/** What the workbench itself complains of, with or without the extension. */
const NOISE =
  /bad HTTP response|vsda|Failed to load resource|[Ss]ervice ?[Ww]orker|same-origin|allow-scripts|net::ERR|ResizeObserver|Canceled|authentication provider|navigator\.vibrate|preload/;

/** One window of VS Code. Lines and columns are counted from 1, as its status bar shows them. */
export class Session {
  readonly page: Page;
  readonly workspace: string;
  readonly root: string;
  readonly close: () => Promise<void>;
  /** Errors that the window wrote to its console. */
  readonly errors: string[] = [];
  readonly #calls: Calls;

  constructor({ page, calls, workspace, root, close }: SessionParts) {
    this.page = page;
    this.workspace = workspace;
    this.root = root;
    this.close = close;
    this.#calls = calls;
    page.on('console', (message) => {
      if (message.type() === 'error' && !NOISE.test(message.text())) this.errors.push(message.text());
    });
    page.on('pageerror', (error) => {
      if (!NOISE.test(String(error))) this.errors.push(String(error));
    });
  }

  /** Runs a function, which may use nothing but its arguments, in the extension host. */
  async run<Args extends readonly unknown[], Result>(
    call: (api: Api, ...args: Args) => Result | PromiseLike<Result>,
    ...args: Args
  ): Promise<Result> {
    return (await this.#calls.run(call.toString(), args)) as Result;
  }

  uri(name: string): string {
    return `${this.root}${name}`;
  }

  onDisk(name: string): string {
    return readFileSync(join(this.workspace, name), 'utf8');
  }

  async command(id: string, ...args: readonly unknown[]): Promise<void> {
    await this.run(async (api, name, rest) => void (await api.commands.executeCommand(name, ...rest)), id, args);
  }

  /** Opens a file of the workspace and waits until its text is on the screen. */
  async open(name: string): Promise<void> {
    await this.run(async (api, uri) => void (await api.window.showTextDocument(api.Uri.parse(uri))), this.uri(name));
    await this.page
      .locator(`.tab.active[data-resource-name="${basename(name)}"]`)
      .first()
      .waitFor();
    await this.page.locator('.editor-group-container.active .monaco-editor .view-line').first().waitFor();
    await this.focus();
  }

  /** Gives the keyboard to the editor. */
  async focus(): Promise<void> {
    await this.command('workbench.action.focusActiveEditorGroup');
    const focused = () =>
      this.page.evaluate(() => document.activeElement?.closest('.part.editor .monaco-editor') != null);
    await poll('the keyboard in the editor', focused);
  }

  /** What the active editor holds, and where its cursor is. */
  editor(): Promise<{ uri: string; language: string; text: string; line: number; column: number } | null> {
    return this.run((api) => {
      const editor = api.window.activeTextEditor;
      if (editor === undefined) return null;
      const { document, selection } = editor;
      const { line, character } = selection.active;
      const place = { line: line + 1, column: character + 1 };
      return { uri: document.uri.toString(), language: document.languageId, text: document.getText(), ...place };
    });
  }

  async text(): Promise<string> {
    return (await this.editor())?.text ?? '';
  }

  /** Puts the cursor before the first place where a text stands in the editor, or so many characters behind. */
  async goTo(text: string, offset = 0): Promise<void> {
    await this.focus();
    const place = await this.run(
      (api, wanted, more) => {
        const editor = api.window.activeTextEditor;
        const at = editor?.document.getText().indexOf(wanted) ?? -1;
        if (editor === undefined || at < 0) return null;
        const position = editor.document.positionAt(at + more);
        editor.selection = new api.Selection(position, position);
        editor.revealRange(new api.Range(position, position), api.TextEditorRevealType.InCenterIfOutsideViewport);
        return `Ln ${position.line + 1}, `;
      },
      text,
      offset,
    );
    if (place === null) throw new Error(`${text} is not in the editor`);
    const status = this.page.locator('[id="status.editor.selection"]');
    await poll(`the cursor at ${text}`, async () => (await status.innerText()).includes(place));
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text, { delay: 20 });
  }

  async save(): Promise<void> {
    await this.press('Control+s');
    await poll('the file to be saved', async () => (await this.page.locator('.tab.active.dirty').count()) === 0);
  }

  /** Changes a setting of the user; without a value it gets its default. */
  async set(key: string, value?: unknown): Promise<void> {
    await this.run(
      async (api, name, wanted) => {
        const where = api.ConfigurationTarget.Global;
        await api.workspace.getConfiguration().update(name, wanted ?? undefined, where);
      },
      key,
      value ?? null,
    );
  }

  async screenshot(file: string): Promise<void> {
    mkdirSync(dirname(file), { recursive: true });
    await this.page.screenshot({ path: file });
  }
}
