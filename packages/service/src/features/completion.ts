import { type FileId, point } from '@nginx-lint/core';
import type { Snapshot } from '../snapshot.ts';
import { argumentOffers, dependsOnTyped } from './completion/arguments.ts';
import { commentOffers } from './completion/comments.ts';
import { directiveOffers } from './completion/directives.ts';
import { entryOffers } from './completion/entries.ts';
import { type CompletionList, itemsOf, type Offer } from './completion/item.ts';
import { readStatement, type Scene, sceneAt } from './completion/scene.ts';
import type { InComment, Statement } from './completion/statement.ts';
import { variableIn } from './completion/variables.ts';

export type { CompletionData, CompletionItem, CompletionKind, CompletionList } from './completion/item.ts';
export { pathCompletions } from './completion/paths.ts';
export { resolveCompletion } from './completion/resolve.ts';

export interface CompletionOptions {
  /** May the text of an edit be a snippet? Yes unless told. */
  readonly snippets?: boolean;
  /** The sign whose typing made the editor ask; undefined where the user asked, or typed a letter. */
  readonly trigger?: string | undefined;
}

const NOTHING: CompletionList = { items: [], incomplete: false };

/** What may be written at an offset, best first. Paths take time and come from `pathCompletions`. */
export function completions(
  snapshot: Snapshot,
  file: FileId,
  offset: number,
  { snippets = true, trigger }: CompletionOptions = {},
): CompletionList {
  const scene = sceneAt(snapshot, file, offset);
  const statement = scene === null ? null : readStatement(scene);
  if (scene === null || statement === null || isIdle(statement, trigger)) return NOTHING;
  if (statement.kind === 'comment')
    return { items: itemsOf(commentOffers(scene, statement), point(scene.spot.offset)), incomplete: false };
  const items = itemsOf(wordOffers(scene, statement, snippets), statement.word.inner);
  return { items, incomplete: dependsOnTyped(scene, statement) };
}

/**
 * Was a sign typed that asks for nothing where it stands? A blank that indents a line, or a brace that opens a block: the
 * Enter that follows would take what a list has first.
 */
function isIdle(statement: Statement | InComment, trigger: string | undefined): boolean {
  if (trigger === undefined) return false;
  if (statement.kind === 'comment') return !/^#\s*nginx-lint/.test(statement.before);
  if (trigger === '{') return variableIn(statement.word) === null;
  return statement.index === -1;
}

function wordOffers(scene: Scene, statement: Statement, snippets: boolean): Offer[] {
  const entries = scene.settings.some((setting) => setting.entries) ? entryOffers(scene, statement, snippets) : [];
  if (statement.index >= 0) return [...entries, ...argumentOffers(scene, statement)];
  // A quote begins no name of a directive.
  return statement.word.quote !== null ? entries : [...entries, ...directiveOffers(scene, statement, snippets)];
}
