import type { CompletionKind, CompletionItem as Offered, CompletionList as Offers } from '@nginx-lint/service';
import {
  type CompletionItem,
  CompletionItemKind,
  CompletionItemTag,
  type CompletionList,
  InsertTextFormat,
  type MarkupContent,
  MarkupKind,
} from 'vscode-languageserver';
import type { Session, Target } from '../session.ts';

const KINDS: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  directive: CompletionItemKind.Property,
  block: CompletionItemKind.Class,
  parameter: CompletionItemKind.Field,
  value: CompletionItemKind.Value,
  variable: CompletionItemKind.Variable,
  upstream: CompletionItemKind.Module,
  zone: CompletionItemKind.Struct,
  format: CompletionItemKind.Struct,
  location: CompletionItemKind.Function,
  cache: CompletionItemKind.Struct,
  file: CompletionItemKind.File,
  folder: CompletionItemKind.Folder,
  address: CompletionItemKind.Reference,
  header: CompletionItemKind.Constant,
  rule: CompletionItemKind.EnumMember,
  snippet: CompletionItemKind.Snippet,
};

export function completionList(
  { items, incomplete }: Offers,
  paths: readonly Offered[],
  target: Target,
  session: Session,
): CompletionList {
  return {
    isIncomplete: incomplete,
    items: [...items, ...paths].map((item) => completionItem(item, target, session)),
  };
}

export function completionItem(item: Offered, { source }: Target, session: Session): CompletionItem {
  const { label, kind, edit, snippet, sortText, additionalEdits, commitCharacters, data } = item;
  const textEdit = { range: session.range(source, edit.span), newText: edit.text };
  return {
    label,
    kind: KINDS[kind],
    sortText,
    textEdit,
    insertTextFormat: snippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    ...(item.detail === undefined ? {} : { detail: item.detail }),
    ...(item.filterText === undefined ? {} : { filterText: item.filterText }),
    ...(item.preselect === undefined ? {} : { preselect: item.preselect }),
    ...(item.deprecated === true ? { tags: [CompletionItemTag.Deprecated] } : {}),
    ...(commitCharacters === undefined ? {} : { commitCharacters: [...commitCharacters] }),
    ...(additionalEdits === undefined
      ? {}
      : {
          additionalTextEdits: additionalEdits.map(({ span, text }) => ({
            range: session.range(source, span),
            newText: text,
          })),
        }),
    ...(item.retrigger === true ? { command: { title: 'Suggest', command: 'editor.action.triggerSuggest' } } : {}),
    ...(data === undefined ? {} : { data }),
  };
}

/** Markdown, or the same as plain text where the editor shows none. */
export function documentation(markdown: string, session: Session): MarkupContent {
  const formats = session.capabilities.textDocument?.completion?.completionItem?.documentationFormat;
  const plain = formats !== undefined && !formats.includes(MarkupKind.Markdown);
  return { kind: plain ? MarkupKind.PlainText : MarkupKind.Markdown, value: markdown };
}
