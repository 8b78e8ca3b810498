import { pause, poll } from './poll.ts';
import { rowsOf } from './rows.ts';
import type { Session } from './session.ts';

/** What the hover shows where the cursor stands. */
export async function hover(session: Session): Promise<string> {
  const { page } = session;
  const shown = page.locator('.monaco-hover:not(.hidden) .hover-contents').filter({ visible: true });
  const text = await poll('a hover', async () => {
    if ((await shown.count()) === 0) {
      await session.press('Control+k', 'Control+i');
      await shown.first().waitFor({ timeout: 2_000 });
    }
    const parts = await shown.allInnerTexts();
    return parts.some((part) => part.startsWith('Loading')) ? '' : parts.join('\n').trim();
  });
  return text;
}

/** Takes away what floats above the editor. */
export async function dismiss(session: Session): Promise<void> {
  const floating = session.page
    .locator('.quick-input-widget, .suggest-widget.visible, .action-widget, .rename-box, .monaco-hover:not(.hidden)')
    .filter({ visible: true });
  await poll('nothing above the editor', async () => {
    if ((await floating.count()) === 0) return true;
    await session.press('Escape');
    await pause(50);
    return false;
  });
}

const SUGGESTIONS = '.suggest-widget.visible .monaco-list';

/** The names that are offered after typing, once this one is among them. */
export async function suggestionsWith(session: Session, name: string): Promise<readonly string[]> {
  return poll(`${name} among the suggestions`, async () => {
    const names = (await rowsOf(session.page, SUGGESTIONS)).map(({ label }) => label);
    if (!names.includes(name)) throw new Error(`there are ${names.length}: ${names.slice(0, 10).join(', ')}`);
    return names;
  });
}

/** Takes one of the suggestions. */
export async function accept(session: Session, name: string): Promise<void> {
  const focused = session.page.locator('.suggest-widget.visible .monaco-list-row.focused .label-name');
  await poll(`${name} to be chosen`, async () => {
    if ((await focused.textContent()) === name) return true;
    await session.press('ArrowDown');
    return false;
  });
  const before = await session.text();
  await session.press('Enter');
  await poll('the suggestion in the text', async () => (await session.text()) !== before);
}

/** The titles of the quick fixes where the cursor stands. The menu stays open. */
export async function quickFixes(session: Session): Promise<readonly string[]> {
  const rows = session.page.locator('.action-widget .monaco-list-row.action .title');
  return poll('quick fixes', async () => {
    if ((await rows.count()) === 0) {
      await session.press('Control+.');
      await rows.first().waitFor({ timeout: 3_000 });
    }
    const titles = await rows.allInnerTexts();
    return titles.length > 0 && titles;
  });
}

/** Applies a quick fix of where the cursor stands; all of their titles. */
export async function applyQuickFix(session: Session, title: string): Promise<readonly string[]> {
  const titles = await quickFixes(session);
  if (!titles.includes(title)) throw new Error(`no ${title}; there are: ${titles.join(' | ')}`);
  const before = await session.text();
  const focused = session.page.locator('.action-widget .monaco-list-row.action.focused .title');
  await poll(`${title} to be chosen`, async () => {
    if ((await focused.innerText()) === title) return true;
    await session.press('ArrowDown');
    return false;
  });
  await session.press('Enter');
  await poll('the fix in the text', async () => (await session.text()) !== before);
  return titles;
}

/** F2 where the cursor stands, a new name, Enter; the old name. */
export async function rename(session: Session, name: string): Promise<string> {
  const input = session.page.locator('.rename-box input').filter({ visible: true }).first();
  await poll('the box for the new name', async () => {
    if ((await input.count()) > 0) return true;
    await session.press('F2');
    await input.waitFor({ timeout: 3_000 });
    return true;
  });
  const old = await input.inputValue();
  const before = await session.text();
  await input.fill(name);
  await session.press('Enter');
  await poll('the new name in the text', async () => (await session.text()) !== before);
  return old;
}
