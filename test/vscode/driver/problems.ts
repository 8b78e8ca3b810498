import { poll } from './poll.ts';
import { type Row, rowsOf } from './rows.ts';
import type { Session } from './session.ts';

/** A line of the Problems panel. */
export interface Problem {
  readonly file: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly code: string;
  readonly line: number;
  readonly column: number;
}

const PANEL = '.markers-panel-container';

/** What the Problems panel shows, once it shows what is waited for. */
export async function problems(
  session: Session,
  isWanted: (found: readonly Problem[]) => boolean = (found) => found.length > 0,
): Promise<readonly Problem[]> {
  const { page } = session;
  // To read the panel takes a while, as it has to be scrolled; so it is opened when there is something to see.
  await poll('the findings', async () => isWanted(await diagnosed(session)));
  await session.command('workbench.panel.markers.view.focus');
  await page.locator(PANEL).first().waitFor();
  const shown = await poll('the Problems panel', async () => {
    const found = problemsOf(await rowsOf(page, `${PANEL} .monaco-list`));
    if (!isWanted(found)) throw new Error(`it shows ${found.length}: ${JSON.stringify(found.slice(0, 3))}`);
    return found;
  });
  await session.focus();
  return shown;
}

/** What the extension told VS Code. */
function diagnosed(session: Session): Promise<readonly Problem[]> {
  return session.run((api) =>
    api.languages.getDiagnostics().flatMap(([uri, found]) =>
      found.map(({ severity, message, code, range: { start } }) => ({
        file: uri.path.slice(uri.path.lastIndexOf('/') + 1),
        severity: (['error', 'warning', 'info', 'info'] as const)[severity],
        message,
        code: String(typeof code === 'object' ? code.value : code),
        line: start.line + 1,
        column: start.character + 1,
      })),
    ),
  );
}

function problemsOf(rows: readonly Row[]): Problem[] {
  let file = '';
  return rows.flatMap((row) => {
    const place = /\[Ln (\d+), Col (\d+)\]/.exec(row.text);
    if (place === null && row.level === 1) file = row.label;
    if (place === null || row.level !== 2) return [];
    const [message = '', code = ''] = row.text.slice(0, place.index).split(/nginx-lint\(?([a-z0-9-]+)\)?\s*$/);
    const severity = /codicon-(error|warning|info)/.exec(row.icons)?.[1] as Problem['severity'];
    return [{ file, severity, message: message.trim(), code, line: Number(place[1]), column: Number(place[2]) }];
  });
}
