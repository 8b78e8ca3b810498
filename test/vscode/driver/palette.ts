import { poll } from './poll.ts';
import type { Session } from './session.ts';

const ROWS = '.quick-input-widget:visible .quick-input-list .monaco-list-row';

/** Types into the box at the top of the window. */
export async function fillPalette({ page }: Session, text: string): Promise<void> {
  await page.locator('.quick-input-widget:visible .quick-input-box input').fill(text);
}

/** Takes the entry of the box whose name is this. Entries come and change places while one looks for it. */
export async function pickEntry({ page }: Session, name: string): Promise<void> {
  const wanted = name.toLowerCase();
  await poll(`the entry ${name}`, async () => {
    const rows = await page.$$eval('.quick-input-widget .quick-input-list .monaco-list-row', (found) =>
      found.map((row) => ({
        text: (row.querySelector('.label-name') ?? row).textContent?.trim() ?? '',
        focused: row.classList.contains('focused'),
      })),
    );
    const at = rows.findIndex(({ text }) => text.toLowerCase() === wanted);
    const now = rows.findIndex(({ focused }) => focused);
    if (at < 0) throw new Error(`there are: ${rows.map(({ text }) => text).join(' | ')}`);
    if (at === now) return true;
    await page.keyboard.press(at > now ? 'ArrowDown' : 'ArrowUp');
    return false;
  });
  await page.keyboard.press('Enter');
}

/** Runs a command by the title that the palette shows, as a person does. */
export async function runCommand(session: Session, title: string): Promise<void> {
  await session.press('F1');
  await fillPalette(session, `>${title}`);
  await pickEntry(session, title);
}

/** Opens a file by a part of its path, as a person does. */
export async function quickOpen(session: Session, path: string, name: string): Promise<void> {
  await session.press('Control+p');
  await fillPalette(session, path);
  await session.page.locator(ROWS).first().waitFor();
  await pickEntry(session, name);
  await session.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
}
