import { type CodeAction, commands, window, workspace } from 'vscode';
import { isSuppression } from '../suppression-title.ts';

/** Writes the comment that switches a rule off where the cursor stands; where there is a choice, asks. */
export async function disableRule(): Promise<void> {
  const editor = window.activeTextEditor;
  if (editor?.document.languageId !== 'nginx') {
    void window.showInformationMessage('Open an nginx configuration first.');
    return;
  }
  const { document, selection } = editor;
  const range = document.lineAt(selection.active.line).range;
  const found = await commands.executeCommand<readonly CodeAction[] | undefined>(
    'vscode.executeCodeActionProvider',
    document.uri,
    selection.isEmpty ? range : selection,
    'quickfix',
  );
  const actions = (found ?? []).filter(({ title, edit }) => edit !== undefined && isSuppression(title));
  if (actions.length === 0) {
    void window.showInformationMessage('Nothing is reported in this line that a comment could switch off.');
    return;
  }
  const choice = await window.showQuickPick(
    actions.map((action) => ({ label: action.title, action })),
    { placeHolder: 'Which rule?' },
  );
  if (choice?.action.edit !== undefined) await workspace.applyEdit(choice.action.edit);
}
