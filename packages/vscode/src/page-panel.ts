import { ViewColumn, type WebviewPanel, window } from 'vscode';
import { PAGE_COMMANDS } from './pages/page.ts';

/** One page beside the editor, which is used again for the next answer. */
export class PagePanel {
  readonly #kind: string;
  readonly #onDidClose: () => void;
  #panel: WebviewPanel | null = null;

  constructor(kind: string, onDidClose: () => void = () => undefined) {
    this.#kind = kind;
    this.#onDidClose = onDidClose;
  }

  /** `content` makes the page; the nonce that it gets allows its style sheet. */
  show(title: string, content: (nonce: string) => string): void {
    const panel = this.#panel ?? this.#open(title);
    panel.title = title;
    panel.webview.html = content(nonce());
    panel.reveal(undefined, true);
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #open(title: string): WebviewPanel {
    const panel = window.createWebviewPanel(
      this.#kind,
      title,
      { viewColumn: ViewColumn.Beside, preserveFocus: true },
      { enableScripts: false, enableCommandUris: PAGE_COMMANDS, enableFindWidget: true, localResourceRoots: [] },
    );
    panel.onDidDispose(() => {
      this.#panel = null;
      this.#onDidClose();
    });
    this.#panel = panel;
    return panel;
  }
}

function nonce(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
