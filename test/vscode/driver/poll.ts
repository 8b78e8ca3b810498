/** `E2E_PATIENCE=3` makes all waits three times as long, for a machine that is slow. */
const PATIENCE = Number(process.env['E2E_PATIENCE']) || 1;

/** How long something may take before it counts as not happening, in milliseconds. Only failures take that long. */
export const WAIT = 20_000 * PATIENCE;

/** Asks again until there is an answer that holds. @throws with the last one where none comes in time */
export async function poll<Value>(
  what: string,
  ask: () => Promise<Value>,
  timeout = WAIT,
): Promise<Exclude<Value, null | false | undefined | 0 | ''>> {
  const end = Date.now() + timeout;
  for (;;) {
    let last: unknown;
    try {
      const value = await ask();
      if (value) return value as Exclude<Value, null | false | undefined | 0 | ''>;
      last = value;
    } catch (error) {
      last = error instanceof Error ? error.message : error;
    }
    if (Date.now() > end) throw new Error(`waited ${timeout} ms for ${what}; last: ${String(last)}`);
    await pause(50);
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
