import type { Directive, FileId, Occurrence, Span } from '@nginx-lint/core';

export type NameKind =
  | 'variable'
  | 'upstream'
  | 'named-location'
  | 'zone'
  | 'log-format'
  | 'match'
  | 'thread-pool'
  | 'js-module';

/** A name as it is written, whatever configuration it stands in. */
export interface WrittenName {
  readonly kind: NameKind;
  /** As written there. */
  readonly text: string;
  /** Who shares the name: `http`, `stream`, the family of a zone, a server. Names of other scopes are other things. */
  readonly scope: string;
  /** Kind, scope and name as nginx compares it: equal for what it takes for one thing in this configuration. */
  readonly key: string;
  readonly role: 'definition' | 'use';
  /** Gives the thing its value: what defines it, and `set` of one of nginx's own variables. */
  readonly writes: boolean;
  /** A group of an expression, or what refers to it there. */
  readonly group: boolean;
  readonly file: FileId;
  /** The name alone, which a rename replaces. */
  readonly span: Span;
  /** With its signs: `$name`, `${name}`. */
  readonly whole: Span;
  readonly node: Directive;
}

/** A place of one configuration where a name is written. */
export interface Name extends WrittenName {
  /** The directive that it stands in; in one of its places where the file is included several times. */
  readonly at: Occurrence;
}

/** What a finder of names tells of one; the rest follows from where it stands. */
export interface Found {
  readonly kind: NameKind;
  readonly text: string;
  readonly scope: string;
  readonly role: Name['role'];
  readonly writes?: boolean;
  readonly group?: boolean;
}

/** Variables, groups of servers and log formats are compared without case, all else with it. */
export function keyOf(kind: NameKind, scope: string, text: string): string {
  const compared = kind === 'variable' || kind === 'upstream' || kind === 'log-format' ? text.toLowerCase() : text;
  return `${kind}\n${scope}\n${compared}`;
}

/** Does nginx itself define a thing of that name? */
export function isBuiltIn({ kind, text }: Pick<Name, 'kind' | 'text'>): boolean {
  if (kind === 'log-format') return text.toLowerCase() === 'combined';
  return kind === 'thread-pool' && text === 'default';
}
