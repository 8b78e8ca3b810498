import type { Page } from 'playwright-core';
import { pause } from './poll.ts';

/** What stands in a row of a list. */
export interface Row {
  readonly level: number;
  /** The names in it, as they are set off from one another. */
  readonly label: string;
  readonly description: string;
  readonly text: string;
  /** The names of its icons. */
  readonly icons: string;
}

/** All rows of a list, of which the page holds those alone that are seen: it is scrolled from its top to its end. */
export async function rowsOf(page: Page, selector: string): Promise<readonly Row[]> {
  const list = page.locator(selector).filter({ visible: true }).first();
  if ((await list.count()) === 0) return [];
  const found = new Map<number, Row>();
  const look = async () => {
    const seen = await list.evaluate(readRows);
    for (const [index, row] of seen.rows) found.set(index, row);
    return seen;
  };
  const box = await list.boundingBox();
  const first = await look();
  if (box === null || (first.atTop && first.atEnd)) return sorted(found);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  for (let turns = 0; turns < 100 && !(await look()).atTop; turns++) await page.mouse.wheel(0, -5_000);
  // How far the wheel turns a list differs between versions: the next step is made of what the last one did.
  let step = box.height / 3;
  for (let seen = await look(), turns = 0; turns < 400 && !seen.atEnd; turns++) {
    const { top } = seen;
    await page.mouse.wheel(0, step);
    await pause(20);
    seen = await look();
    if (seen.top > top) step = Math.min(step * 2, (step * box.height * 0.7) / (seen.top - top));
  }
  await page.mouse.move(2, 2);
  return sorted(found);
}

function sorted(found: ReadonlyMap<number, Row>): readonly Row[] {
  return [...found].sort(([a], [b]) => a - b).map(([, row]) => row);
}

/** Runs in the page. Rows that stay at the top while a list is scrolled are elsewhere. */
function readRows(list: Element): { rows: [number, Row][]; top: number; atTop: boolean; atEnd: boolean } {
  const box = list.querySelector<HTMLElement>('.monaco-list-rows');
  const top = -Number.parseFloat(box?.style.top || '0');
  const height = list.querySelector<HTMLElement>('.monaco-scrollable-element')?.offsetHeight ?? 0;
  const rows = [...(box?.querySelectorAll(':scope > .monaco-list-row') ?? [])].map((row): [number, Row] => [
    Number(row.getAttribute('data-index')),
    {
      level: Number(row.getAttribute('aria-level') ?? 1),
      label: row.querySelector('.label-name')?.textContent?.trim() ?? '',
      description: row.querySelector('.label-description')?.textContent?.trim() ?? '',
      text: row.textContent?.trim() ?? '',
      icons: [...row.querySelectorAll('.codicon')].map((icon) => icon.className).join(' '),
    },
  ]);
  return { rows, top, atTop: top < 2, atEnd: top + height > (box?.offsetHeight ?? 0) - 2 };
}
