import type { ExtensionContext } from 'vscode';
import { begin } from './begin.ts';

/** On the desktop and on remote machines. */
export function activate(context: ExtensionContext): void {
  begin(context, async () => (await import('./desktop.ts')).runOnDesktop(context));
}
