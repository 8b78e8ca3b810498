import type { ExtensionContext } from 'vscode';
import { begin } from './begin.ts';

/** In a browser. */
export function activate(context: ExtensionContext): void {
  begin(context, async () => (await import('./web.ts')).runOnWeb(context));
}
