import type { Span } from '@nginx-lint/core';

/** What a symbol is, in nginx's words. */
export type SymbolKind =
  | 'block'
  | 'server'
  | 'location'
  | 'named-location'
  | 'upstream'
  | 'map'
  | 'condition'
  | 'zone'
  | 'cache'
  | 'log-format'
  | 'match'
  | 'thread-pool'
  | 'module'
  | 'include'
  | 'code'
  | 'variable';

export interface DocumentSymbol {
  /** Never empty: `example.com :443 ssl`, `~ \.php$`, `$host → $backend`. */
  readonly name: string;
  readonly detail: string | null;
  readonly kind: SymbolKind;
  /** The whole directive with its block. */
  readonly span: Span;
  /** What tells it from others of its kind; lies in `span`. */
  readonly selection: Span;
  readonly children: readonly DocumentSymbol[];
}
