import type { Diagnostic } from '../lint/diagnostic.ts';
import { isBlock } from '../model/blocks.ts';
import type { ConfigModel } from '../model/types.ts';
import type { FileId } from '../text/file-id.ts';
import type { Occurrence } from '../tree/tree.ts';
import { blockIdentity } from './block-identity.ts';
import type { MatchedBlocks } from './match-blocks.ts';

export interface DiagnosticChanges {
  readonly gone: readonly Diagnostic[];
  readonly added: readonly Diagnostic[];
}

/** What a linter says of one configuration alone: by rule, message and block, wherever the lines are now. */
export function diagnosticChanges(
  old: { readonly model: ConfigModel; readonly diagnostics: readonly Diagnostic[] },
  next: { readonly model: ConfigModel; readonly diagnostics: readonly Diagnostic[] },
  blocks: MatchedBlocks,
): DiagnosticChanges {
  const before = new Places(old.model, (at) => at);
  // A block is called what it was called.
  const after = new Places(next.model, (at) => blocks.byNew.get(at)?.old ?? at);
  const left = new Map<string, Diagnostic[]>();
  for (const diagnostic of old.diagnostics) {
    const key = before.keyOf(diagnostic);
    left.set(key, [...(left.get(key) ?? []), diagnostic]);
  }
  const added = next.diagnostics.filter((diagnostic) => left.get(after.keyOf(diagnostic))?.shift() === undefined);
  const gone = new Map([...left].flatMap(([key, all]) => all.map((each) => [each, key] as const)));
  const sameWords = new Map<string, [Diagnostic, string][]>();
  for (const [each, key] of gone) {
    const words = wordsOf(each);
    sameWords.set(words, [...(sameWords.get(words) ?? []), [each, key]]);
  }
  // What a block says now that stood in one around it, or inside, is the same finding.
  const moved = added.filter((diagnostic) => {
    const key = after.keyOf(diagnostic);
    const from = sameWords
      .get(wordsOf(diagnostic))
      ?.find(([each, other]) => gone.has(each) && (key.startsWith(`${other}\n`) || other.startsWith(`${key}\n`)));
    return from !== undefined && gone.delete(from[0]);
  });
  return {
    gone: old.diagnostics.filter((each) => gone.has(each)),
    added: added.filter((each) => !moved.includes(each)),
  };
}

const wordsOf = ({ rule, message }: Diagnostic): string => `${rule}\n${message}`;

class Places {
  readonly #blocks = new Map<FileId, Occurrence[]>();
  readonly #calledAs: (at: Occurrence) => Occurrence;

  constructor(model: ConfigModel, calledAs: (at: Occurrence) => Occurrence) {
    this.#calledAs = calledAs;
    for (const at of model.tree.all) {
      if (!isBlock(at)) continue;
      const known = this.#blocks.get(at.file);
      if (known === undefined) this.#blocks.set(at.file, [at]);
      else known.push(at);
    }
    for (const blocks of this.#blocks.values()) blocks.sort((a, b) => a.node.start - b.node.start);
  }

  keyOf({ rule, message, file, span }: Diagnostic): string {
    const innermost = innermostAt(this.#blocks.get(file) ?? [], span.start);
    const trail: string[] = [];
    for (let at = innermost; at !== null; at = at.parent) trail.unshift(blockIdentity(this.#calledAs(at)));
    return [rule, message.replaceAll('\n', ' '), ...trail].join('\n');
  }
}

/** Of the blocks of a file in their order, the innermost around an offset. */
function innermostAt(blocks: readonly Occurrence[], offset: number): Occurrence | null {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle]?.node.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const last = blocks[low - 1] ?? null;
  let at = last;
  while (at !== null && at.file === last?.file && offset >= at.node.end) at = at.parent;
  return at;
}
