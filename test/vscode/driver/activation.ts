import { poll } from './poll.ts';
import type { Session } from './session.ts';

/** How long VS Code says that the extension took to be loaded and activated, in milliseconds. */
export async function activationTime(session: Session, name: string): Promise<number> {
  await session.command('workbench.action.showRuntimeExtensions');
  const row = session.page.locator('.runtime-extensions-editor .monaco-list-row').filter({ hasText: name }).first();
  const time = await poll('the time of the activation', async () => /Activation: (\d+)ms/.exec(await row.innerText()));
  await session.command('workbench.action.closeActiveEditor');
  return Number(time[1]);
}
