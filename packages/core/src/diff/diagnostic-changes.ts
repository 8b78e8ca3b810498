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
  // What a block says now that stood in one around it, or inside, is the same finding.
  const moved = added.filter((diagnostic) => {
    const key = after.keyOf(diagnostic);
    const from = [...gone].find(([, other]) => key.startsWith(`${other}\n`) || other.startsWith(`${key}\n`));
    return from !== undefined && gone.delete(from[0]);
  });
  return {
    gone: old.diagnostics.filter((each) => gone.has(each)),
    added: added.filter((each) => !moved.includes(each)),
  };
}

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
  }

  keyOf({ rule, message, file, span }: Diagnostic): string {
    let innermost: Occurrence | null = null;
    for (const at of this.#blocks.get(file) ?? [])
      if (at.node.start <= span.start && span.start < at.node.end) innermost = at;
    const trail: string[] = [];
    for (let at = innermost; at !== null; at = at.parent) trail.unshift(blockIdentity(this.#calledAs(at)));
    return [rule, message.replaceAll('\n', ' '), ...trail].join('\n');
  }
}
