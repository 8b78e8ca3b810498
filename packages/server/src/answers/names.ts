import { definitions, highlights, prepareRename, references, rename } from '@nginx-lint/service';
import {
  type Connection,
  type Definition,
  type DefinitionLink,
  DocumentHighlightKind,
  ErrorCodes,
  ResponseError,
} from 'vscode-languageserver';
import { workspaceEdit } from '../convert/edits.ts';
import type { Session } from '../session.ts';
import { asking, type Spot } from './ask.ts';

/** Where names are defined and used, and how they are changed. */
export function answerNames(connection: Connection, session: () => Session): void {
  const { at } = asking(session);
  connection.onDefinition(at((spot, _, current) => definitionOf(spot, current)));
  connection.onReferences(
    at(({ snapshot, file, offset }, { context }, current) =>
      references(snapshot, file, offset, context.includeDeclaration).flatMap(
        (place) => current.location(snapshot, place.file, place.span) ?? [],
      ),
    ),
  );
  connection.onDocumentHighlight(
    at(({ snapshot, file, source, offset }, _, current) =>
      highlights(snapshot, file, offset).map(({ span, access }) => ({
        range: current.range(source, span),
        kind: access === 'write' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
      })),
    ),
  );
  connection.onPrepareRename(
    at(({ snapshot, file, source, offset }, _, current) => {
      const found = prepareRename(snapshot, file, offset);
      if ('refused' in found) throw refusal(found.refused);
      return { range: current.range(source, found.span), placeholder: found.placeholder };
    }),
  );
  connection.onRenameRequest(
    at(({ snapshot, file, offset }, { newName }, current) => {
      const edits = rename(snapshot, file, offset, newName);
      if ('refused' in edits) throw refusal(edits.refused);
      return workspaceEdit(edits, null, snapshot, current);
    }),
  );
}

function definitionOf({ snapshot, file, source, offset }: Spot, session: Session): Definition | DefinitionLink[] {
  const found = definitions(snapshot, file, offset);
  const targets = found?.targets ?? [];
  if (found === null || session.capabilities.textDocument?.definition?.linkSupport !== true)
    return targets.flatMap((target) => session.location(snapshot, target.file, target.selection) ?? []);
  const origin = session.range(source, found.origin);
  return targets.flatMap((target): DefinitionLink[] => {
    const whole = session.location(snapshot, target.file, target.span);
    const name = session.location(snapshot, target.file, target.selection);
    if (whole === null || name === null) return [];
    return [
      {
        originSelectionRange: origin,
        targetUri: whole.uri,
        targetRange: whole.range,
        targetSelectionRange: name.range,
      },
    ];
  });
}

/** Editors show the message of a request that failed. */
function refusal(reason: string): ResponseError {
  return new ResponseError(ErrorCodes.InvalidRequest, reason);
}
