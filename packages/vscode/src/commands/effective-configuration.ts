import { window } from 'vscode';
import type { EffectivePlace } from '../answers.ts';
import { PagePanel } from '../page-panel.ts';
import { effectivePage } from '../pages/effective-page.ts';
import type { Server } from '../server.ts';

/** Shows everything that is set where the cursor stands, with the places that set it. */
export class EffectiveConfiguration {
  readonly #server: Server;
  readonly #panel = new PagePanel('nginxLint.effectiveConfiguration');

  constructor(server: Server) {
    this.#server = server;
  }

  async run(): Promise<void> {
    const editor = window.activeTextEditor;
    if (editor?.document.languageId !== 'nginx') {
      void window.showInformationMessage('Open an nginx configuration first.');
      return;
    }
    const { document, selection } = editor;
    const { line, character } = selection.active;
    const places = await this.#server.ask<readonly EffectivePlace[]>('nginxLint/effectiveConfiguration', {
      textDocument: { uri: document.uri.toString() },
      position: { line, character },
    });
    const where = `${document.uri.path.split('/').at(-1)}:${line + 1}`;
    this.#panel.show(`What holds at ${where}`, (nonce) => effectivePage(where, places, nonce));
  }

  dispose(): void {
    this.#panel.dispose();
  }
}
