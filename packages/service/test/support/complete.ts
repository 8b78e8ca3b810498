import { applyEdits } from '@nginx-lint/core';
import { type CompletionItem, type CompletionOptions, completions } from '../../src/features/completion.ts';
import { type Marked, marked } from './marked.ts';

export interface Offered extends Marked {
  readonly items: readonly CompletionItem[];
  /** Those that an editor shows: what is typed of each stands before the cursor. In the order in which they are shown. */
  readonly shown: readonly CompletionItem[];
}

export async function offered(text: string, options: CompletionOptions & { version?: string } = {}): Promise<Offered> {
  const found = await marked(text, options.version === undefined ? {} : { version: options.version });
  const { items } = completions(found.snapshot, found.file, found.offset, options);
  return { ...found, items, shown: shownOf(items, found) };
}

/** Like an editor: letters of the typed text in their order, and all of them sorted by `sortText`. */
export function shownOf(items: readonly CompletionItem[], { texts, file, offset }: Marked): CompletionItem[] {
  const text = texts.get(file) ?? '';
  const fitting = items.filter(({ edit, filterText, label }) =>
    (filterText ?? label).toLowerCase().startsWith(text.slice(edit.span.start, offset).toLowerCase()),
  );
  return fitting.sort((a, b) => (a.sortText < b.sortText ? -1 : a.sortText > b.sortText ? 1 : 0));
}

export function labelsOf({ shown }: Pick<Offered, 'shown'>): string[] {
  return shown.map(({ label }) => label);
}

/** The file after the item of that label was taken; snippets with their defaults, `<|>` where the cursor ends up. */
export async function taken(text: string, label: string, options: CompletionOptions = {}): Promise<string> {
  const { shown, texts, file } = await offered(text, options);
  const item = shown.find((each) => each.label === label);
  if (item === undefined) return `no ${label} in ${shown.slice(0, 8).map((each) => each.label)}`;
  const plain = item.snippet ? asText(item.edit.text) : item.edit.text;
  return applyEdits(texts.get(file) ?? '', [{ span: item.edit.span, text: plain }]);
}

/** What an editor writes for a snippet before anything is filled in: the defaults, `_` where there is none. */
export function asText(snippet: string): string {
  return snippet
    .replace(/\$\{\d+:([^}]*)\}/g, '$1')
    .replace(/\$\{\d+\|([^,}|]*)[^}]*\|\}/g, '$1')
    .replace(/(?<!\\)\$0/g, '<|>')
    .replace(/(?<!\\)\$\d/g, '_')
    .replace(/\\([\\$}])/g, '$1');
}
