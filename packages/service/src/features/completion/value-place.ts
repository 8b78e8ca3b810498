import type { Span, ValueKind } from '@nginx-lint/core';
import type { Offer } from './item.ts';
import type { Command, Scene } from './scene.ts';
import type { Statement } from './statement.ts';

/** An argument that is being typed, as one of its directive's meanings sees it. */
export interface ValuePlace {
  readonly scene: Scene;
  readonly statement: Statement;
  readonly command: Command;
  readonly index: number;
  /** null where the facts say nothing of it. */
  readonly kind: ValueKind | null;
}

export type ValueSource = (place: ValuePlace) => readonly Offer[];

/** The part of the word that begins so many characters before the cursor, to the end of the word or the first sign of `until`. */
export function partAt({ statement: { word }, scene }: ValuePlace, length: number, until?: RegExp): Span {
  const { offset } = scene.spot;
  const end = until === undefined ? -1 : word.after.search(until);
  return { start: offset - length, end: end === -1 ? word.inner.end : offset + end };
}

/** What is typed of the word. */
export function typedOf({ statement }: ValuePlace): string {
  return statement.word.before;
}

/** What the first argument is at the moment. */
export function ownValue({ scene, command }: ValuePlace): string | null {
  const { directive } = scene.spot;
  return directive?.name.value === command.name ? (directive.args[0]?.value ?? null) : null;
}

/** A text as a word of its own; inside quotes it is written as it is. */
export function asWord(text: string, { statement }: ValuePlace): string {
  if (statement.word.quote !== null || (text !== '' && !/[\s;{}"']/.test(text.replace(/\$\{\w+\}/g, '')))) return text;
  return text.includes('"') ? `'${text}'` : `"${text}"`;
}

/** The values of the directive's arguments in front of the cursor. */
export function argumentsBefore({ statement }: ValuePlace): readonly string[] {
  return statement.earlier.slice(1).map(({ value }) => value);
}
