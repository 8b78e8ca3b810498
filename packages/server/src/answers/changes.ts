import { type CodeActionKind, codeActions } from '@nginx-lint/service';
import type { Connection } from 'vscode-languageserver';
import { codeAction } from '../convert/code-action.ts';
import type { Session } from '../session.ts';
import { asking } from './ask.ts';

/** What can be done with a text. */
export function answerChanges(connection: Connection, session: () => Session): void {
  const { inFile } = asking(session);
  connection.onCodeAction(
    inFile((target, { range, context }, current) => {
      const { snapshot, file, source } = target;
      const wants = (kind: CodeActionKind): boolean =>
        context.only === undefined
          ? kind !== 'source.fixAll.nginx-lint'
          : context.only.some((wanted) => kind === wanted || kind.startsWith(`${wanted}.`));
      const found = codeActions(snapshot, file, current.span(source, range), wants);
      return found.map((action) => codeAction(action, target, current));
    }),
  );
}
