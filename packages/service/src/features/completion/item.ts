import type { Context, FileId, Span, TextEdit } from '@nginx-lint/core';

export type CompletionKind =
  | 'directive'
  | 'block'
  | 'parameter'
  | 'value'
  | 'variable'
  | 'upstream'
  | 'zone'
  | 'format'
  | 'location'
  | 'cache'
  | 'file'
  | 'folder'
  | 'address'
  | 'header'
  | 'rule'
  | 'snippet';

/** What documentation is asked about once an item is looked at: plain JSON, which makes its way to a client and back. */
export type CompletionData =
  | { readonly of: 'directive'; readonly file: FileId; readonly name: string; readonly context: Context }
  | { readonly of: 'variable'; readonly file: FileId; readonly name: string; readonly scope: 'http' | 'stream' }
  | {
      readonly of: 'parameter';
      readonly file: FileId;
      readonly directive: string;
      readonly name: string;
      readonly context: Context;
    }
  | { readonly of: 'rule'; readonly id: string }
  | { readonly of: 'text'; readonly markdown: string };

export interface CompletionItem {
  readonly label: string;
  readonly kind: CompletionKind;
  /** The span begins on the line of the cursor and holds it. */
  readonly edit: TextEdit;
  /** Is the text of the edit in the syntax of LSP's snippets? */
  readonly snippet: boolean;
  readonly detail?: string;
  /** Items are shown in the order of these texts. */
  readonly sortText: string;
  /** What is compared with the text between the edit's start and the cursor; the label without it. */
  readonly filterText?: string;
  readonly preselect?: boolean;
  readonly commitCharacters?: readonly string[];
  readonly deprecated?: boolean;
  readonly additionalEdits?: readonly TextEdit[];
  /** Whoever takes it goes on typing where completion has something to say: it should be asked again. */
  readonly retrigger?: boolean;
  readonly data?: CompletionData;
}

export interface CompletionList {
  readonly items: readonly CompletionItem[];
  /** More would be found with more typed. */
  readonly incomplete: boolean;
}

/** An item before it is known where it goes. */
export interface Offer {
  readonly label: string;
  readonly kind: CompletionKind;
  /** From 0, which is shown first, to 9. */
  readonly rank: number;
  /** What is written; the label without it. */
  readonly text?: string;
  readonly snippet?: boolean;
  readonly detail?: string | undefined;
  readonly filterText?: string;
  readonly deprecated?: boolean;
  readonly retrigger?: boolean;
  readonly preselect?: boolean;
  readonly data?: CompletionData;
  /** Where it goes, where that is not the part that is being typed. */
  readonly span?: Span;
  /** The place in its rank, for offers that have an order of their own; by label without it. */
  readonly order?: number | undefined;
}

/** Makes items of offers; of several with one label the one that ranks first stays. */
export function itemsOf(offers: readonly Offer[], span: Span): CompletionItem[] {
  const best = new Map<string, Offer>();
  for (const offer of offers) {
    const before = best.get(offer.label);
    if (before === undefined || offer.rank < before.rank) best.set(offer.label, offer);
  }
  return [...best.values()].map((offer) => itemOf(offer, span)).sort(bySortText);
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

// Lists have thousands of items: fields one by one take a third of the time of spreading them.
function itemOf(offer: Offer, span: Span): CompletionItem {
  const { label, kind, rank, text = label, snippet = false, order } = offer;
  const place = order === undefined ? label : `${String(order).padStart(3, '0')} ${label}`;
  const { start, end } = offer.span ?? span;
  const item: Mutable<CompletionItem> = {
    label,
    kind,
    edit: { span: { start, end }, text },
    snippet,
    sortText: `${rank}${place}`,
  };
  if (offer.detail !== undefined) item.detail = offer.detail;
  if (offer.filterText !== undefined) item.filterText = offer.filterText;
  if (offer.deprecated === true) item.deprecated = true;
  if (offer.retrigger === true) item.retrigger = true;
  if (offer.preselect === true) item.preselect = true;
  if (offer.data !== undefined) item.data = offer.data;
  return item;
}

function bySortText(a: CompletionItem, b: CompletionItem): number {
  return a.sortText < b.sortText ? -1 : a.sortText > b.sortText ? 1 : 0;
}

/** A text as a snippet says it: nothing in it has a meaning. */
export function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
