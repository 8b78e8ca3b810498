import type { FileId, SourceFile, Span } from '@nginx-lint/core';
import {
  type CompletionData,
  completions,
  pathCompletions,
  resolveCompletion,
  type Snapshot,
  signatureHelp,
} from '@nginx-lint/service';
import type { CancellationToken, Connection, Position } from 'vscode-languageserver';
import { completionList, documentation } from './convert/completion.ts';
import { signatureHelpOf } from './convert/signature.ts';
import type { Session, Target } from './session.ts';

/** A place in a text, as most requests name one. */
export interface Spot extends Target {
  readonly offset: number;
}

interface At {
  readonly textDocument: { readonly uri: string };
  readonly position: Position;
}

/** The features of the protocol: each method asks one function of the service and converts what it says. */
export function answerFeatures(connection: Connection, session: () => Session): void {
  /** The answer about a place; nothing where no configuration holds the file, or nobody waits any more. */
  const at =
    <Params extends At, Answer>(answer: (spot: Spot, params: Params, session: Session) => Answer) =>
    async (params: Params, token: CancellationToken): Promise<Awaited<Answer> | null> => {
      const target = await session().target(params.textDocument.uri);
      if (target === null || token.isCancellationRequested) return null;
      const offset = session().offset(target.source, params.position);
      return await answer({ ...target, offset }, params, session());
    };
  connection.onCompletion(
    at(async (spot, _, current) => {
      const { snapshot, file, offset } = spot;
      const snippets = current.capabilities.textDocument?.completion?.completionItem?.snippetSupport === true;
      const found = completions(snapshot, file, offset, { snippets });
      const paths = await pathCompletions(snapshot, file, offset, (folder) => current.workspace.files.list(folder));
      return completionList(found, paths, spot, current);
    }),
  );
  connection.onCompletionResolve(async (item) => {
    const snapshot = await session().workspace.snapshot();
    const resolved = item.data === undefined ? null : resolveCompletion(snapshot, item.data as CompletionData);
    return resolved === null ? item : { ...item, documentation: documentation(resolved.documentation, session()) };
  });
  connection.onSignatureHelp(
    at(({ snapshot, file, offset }, _, current) => signatureHelpOf(signatureHelp(snapshot, file, offset), current)),
  );
}

/** Makes ranges of spans, for one file. */
export type RangeOf = (span: Span) => ReturnType<Session['range']>;

export function rangesOf(source: SourceFile, session: Session): RangeOf {
  return (span) => session.range(source, span);
}

/** Makes locations of spans in any file of a snapshot. */
export function locationsOf(snapshot: Snapshot, session: Session) {
  return (file: FileId, span: Span) => session.location(snapshot, file, span);
}
