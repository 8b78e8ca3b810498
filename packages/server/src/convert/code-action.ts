import type { CodeAction as Found } from '@nginx-lint/service';
import type { CodeAction } from 'vscode-languageserver';
import type { Session, Target } from '../session.ts';
import { diagnosticOf } from './diagnostic.ts';
import { workspaceEdit } from './edits.ts';

export function codeAction(found: Found, { snapshot, source }: Target, session: Session): CodeAction {
  return {
    title: found.title,
    kind: found.kind,
    ...(found.preferred ? { isPreferred: true } : {}),
    diagnostics: found.diagnostics.map((one) => diagnosticOf(one, source, snapshot, session)),
    edit: workspaceEdit(found.edits, found.create, snapshot, session),
  };
}
