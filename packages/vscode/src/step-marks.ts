import { Disposable, MarkdownString, Range, type TextEditor, ThemeColor, Uri, window, workspace } from 'vscode';
import type { RouteStory } from './answers.ts';
import { type LineMark, marksOf } from './line-marks.ts';

/** Marks the steps of a request in the editors that show the files. */
export class StepMarks {
  readonly #taken = window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new ThemeColor('editor.hoverHighlightBackground'),
    overviewRulerColor: new ThemeColor('charts.blue'),
    after: { color: new ThemeColor('editorCodeLens.foreground'), margin: '0 0 0 2em' },
  });
  readonly #tried = window.createTextEditorDecorationType({
    isWholeLine: true,
    after: { color: new ThemeColor('editorCodeLens.foreground'), margin: '0 0 0 2em' },
  });
  readonly #listening: Disposable;
  #marks = new Map<string, readonly LineMark[]>();

  constructor() {
    this.#listening = Disposable.from(
      window.onDidChangeVisibleTextEditors((editors) => {
        for (const editor of editors) this.#mark(editor);
      }),
      // Lines that moved would be marked wrongly.
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && this.#marks.has(document.uri.toString())) this.clear();
      }),
    );
  }

  show(story: readonly RouteStory[]): void {
    const byFile = new Map<string, LineMark[]>();
    for (const mark of marksOf(story)) {
      const uri = Uri.parse(mark.uri).toString();
      byFile.set(uri, [...(byFile.get(uri) ?? []), mark]);
    }
    this.#marks = byFile;
    for (const editor of window.visibleTextEditors) this.#mark(editor);
  }

  clear(): void {
    this.show([]);
  }

  dispose(): void {
    this.#listening.dispose();
    this.#taken.dispose();
    this.#tried.dispose();
  }

  #mark(editor: TextEditor): void {
    const marks = this.#marks.get(editor.document.uri.toString()) ?? [];
    const shown = (taken: boolean) => marks.filter((mark) => mark.taken === taken).map(decoration);
    editor.setDecorations(this.#taken, shown(true));
    editor.setDecorations(this.#tried, shown(false));
  }
}

function decoration({ line, label, steps }: LineMark) {
  const hover = new MarkdownString();
  for (const step of steps) hover.appendText(`${step}\n`);
  return { range: new Range(line, 0, line, 0), hoverMessage: hover, renderOptions: { after: { contentText: label } } };
}
