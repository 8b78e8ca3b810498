import type { Frame } from 'playwright-core';
import { poll } from './poll.ts';
import { type Row, rowsOf } from './rows.ts';
import type { Session } from './session.ts';

/** The lines of the Outline, once this one is among them. */
export async function outlineWith(session: Session, label: string): Promise<readonly Row[]> {
  await session.command('outline.focus');
  const rows = await rowsWith(session, '.outline-tree .monaco-list', label);
  await session.focus();
  return rows;
}

/** The lines of a tree of the extension, once this one is among them. */
export function treeWith(session: Session, label: string): Promise<readonly Row[]> {
  return rowsWith(session, '.sidebar .customview-tree .monaco-list', label);
}

function rowsWith({ page }: Session, selector: string, label: string): Promise<readonly Row[]> {
  return poll(`${label} in ${selector}`, async () => {
    const rows = await rowsOf(page, selector);
    if (!rows.some((row) => row.label === label))
      throw new Error(`there are: ${rows.map((row) => row.label).join(', ')}`);
    return rows;
  });
}

/** What stands above the editor: the folders and the file, and the blocks around the cursor. */
export async function breadcrumbs({ page }: Session): Promise<readonly string[]> {
  const items = await page.locator('.editor-group-container.active .monaco-breadcrumb-item').allInnerTexts();
  return items.map((text) => text.trim());
}

/** The page that an extension shows, once it holds a text. It stands in a frame of a frame. */
export function pageWith({ page }: Session, text: string): Promise<Frame> {
  return poll(`a page with ${text}`, async () => {
    for (const frame of page.frames()) {
      const body = await frame.evaluate(() => document.body?.innerText ?? '').catch(() => '');
      if (frame !== page.mainFrame() && body.includes(text)) return frame;
    }
    return null;
  });
}

/** What VS Code says of the text where the cursor stands: the scopes of its grammar, and the semantic token. */
export async function tokenHere(session: Session): Promise<string> {
  await session.command('editor.action.inspectTMScopes');
  const widget = session.page.locator('.token-inspect-widget');
  await widget.locator('table').first().waitFor();
  const text = await widget.innerText();
  await session.focus();
  await session.press('Escape');
  await widget.waitFor({ state: 'hidden' });
  return text;
}

/** Messages that popped up, by their texts. */
export function notifications({ page }: Session): Promise<readonly string[]> {
  return page.locator('.notifications-toasts .notification-list-item-message').allInnerTexts();
}
