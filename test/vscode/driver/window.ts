import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, inject, it } from 'vitest';
import { type Launch, launch } from './launch.ts';
import type { Session } from './session.ts';

const PLAYGROUND = fileURLToPath(new URL('../../../fixtures/playground', import.meta.url));
const FAILURES = fileURLToPath(new URL('../../../node_modules/.cache/vscode-failures', import.meta.url));

type Step = (session: Session) => Promise<void>;
type Wanted = Pick<Launch, 'files' | 'settings' | 'size' | 'sharpness'>;

/**
 * Steps in one window, from the first to the last, over a copy of the playground. Where one fails, what the window showed is
 * kept in `node_modules/.cache/vscode-failures`.
 */
export function inWindow(
  host: Launch['host'],
  title: string,
  wanted: Wanted,
  steps: (step: (name: string, run: Step) => void) => void,
): void {
  const prepared = inject('prepared');
  if ('missing' in prepared) {
    it.skip(`${title} (skipped: ${prepared.missing})`);
    return;
  }
  describe(title, () => {
    let session: Session;
    beforeAll(async () => {
      session = await launch({ ...prepared, ...wanted, host, workspace: PLAYGROUND });
    });
    afterAll(() => session?.close());
    steps((name, run) => {
      it(name, async () => {
        try {
          await run(session);
        } catch (error) {
          mkdirSync(FAILURES, { recursive: true });
          await session.screenshot(`${FAILURES}/${host}-${name.replace(/\W+/g, '-')}.png`).catch(() => {});
          throw error;
        }
      });
    });
  });
}
