import {
  type CompletionData,
  completions,
  pathCompletions,
  resolveCompletion,
  signatureHelp,
} from '@nginx-lint/service';
import type { Connection } from 'vscode-languageserver';
import { completionList, documentation } from '../convert/completion.ts';
import { signatureHelpOf } from '../convert/signature.ts';
import type { Session } from '../session.ts';
import { asking } from './ask.ts';

/** What helps while one types. */
export function answerTyping(connection: Connection, session: () => Session): void {
  const { at } = asking(session);
  connection.onCompletion(
    at(async (spot, request, current) => {
      const { snapshot, file, offset } = spot;
      const trigger = request.context?.triggerCharacter;
      const snippets = current.capabilities.textDocument?.completion?.completionItem?.snippetSupport === true;
      const found = completions(snapshot, file, offset, { snippets, trigger });
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
