import type { ConfigModel } from './types.ts';

/**
 * Does the text of any file match? A cheap question before a dear one: what no file writes, no word holds. Comments match
 * as well, so that only a "no" tells something.
 */
export function isWritten(model: ConfigModel, pattern: RegExp): boolean {
  for (const { text } of model.tree.files.values()) if (pattern.test(text)) return true;
  return false;
}
