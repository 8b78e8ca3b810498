import { type Memento, window } from 'vscode';
import type { RouteAnswer } from '../answers.ts';
import { PagePanel } from '../page-panel.ts';
import { explanationPage } from '../pages/explanation-page.ts';
import { RequestHistory, urlOf } from '../request-history.ts';
import type { Server } from '../server.ts';
import { StepMarks } from '../step-marks.ts';

/** What the command takes; all of it may be left out. Without a URL the user is asked. */
interface Asked {
  readonly url: string | null;
  /** A file of the configuration that is asked. */
  readonly uri: string | null;
}

/** Shows what nginx would do with a request: a page beside the editor, and marks in the files. */
export class ExplainRequest {
  readonly #server: Server;
  readonly #history: RequestHistory;
  readonly #marks = new StepMarks();
  readonly #panel = new PagePanel('nginxLint.explanation', () => this.#marks.clear());

  constructor(server: Server, kept: Memento) {
    this.#server = server;
    this.#history = new RequestHistory(kept);
  }

  async run(argument?: unknown): Promise<void> {
    const { url: given, uri } = askedOf(argument);
    const url = given ?? (await pickUrl(this.#history.urls));
    if (url === null) return;
    await this.#history.add(url);
    try {
      const answer = await this.#server.ask<RouteAnswer>('nginxLint/route', uri === null ? { url } : { url, uri });
      this.#marks.show('problem' in answer ? [] : answer.result.trace);
      this.#panel.show(`Request ${url}`, (nonce) => explanationPage(url, uri, answer, nonce));
    } catch (error) {
      void window.showErrorMessage(`nginx-lint: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  clearMarks(): void {
    this.#marks.clear();
  }

  dispose(): void {
    this.#panel.dispose();
    this.#marks.dispose();
  }
}

function askedOf(argument: unknown): Asked {
  const { url, uri } = (typeof argument === 'object' && argument !== null ? argument : {}) as Partial<Asked>;
  const document = window.activeTextEditor?.document;
  const here = document?.languageId === 'nginx' ? document.uri.toString() : null;
  return { url: typeof url === 'string' ? url : null, uri: typeof uri === 'string' ? uri : here };
}

/** Asks for a URL; the last ones are offered. Null where nothing was wanted. */
function pickUrl(last: readonly string[]): Promise<string | null> {
  const pick = window.createQuickPick();
  const offer = () => {
    const typed = pick.value.trim() === '' ? [] : [urlOf(pick.value)];
    const urls = [...new Set([...typed, ...last])];
    pick.items = urls.map((label) => ({ label, alwaysShow: typed.includes(label) }));
  };
  pick.title = 'Explain a request';
  pick.placeholder = 'https://www.example.com/path?query';
  pick.onDidChangeValue(offer);
  offer();
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]?.label ?? (pick.value.trim() === '' ? null : urlOf(pick.value)));
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(null);
      pick.dispose();
    });
    pick.show();
  });
}
