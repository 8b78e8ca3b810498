import type { Bytes } from './types.ts';

/** Outside of groups: literal characters, sets, what stands for no or for any character, repetitions. */
const PIECE =
  /([\w/:,;=&%~@!"'<> -]+)|\\([!-/:-@[-`{-~])|\[\^?\]?(?:[^\]\\[]|\\[^QE])*\]|[.^$]|\\[dDwWsSbBAzZ]|(\{\d*,?\d*\}|[*?])|(\+)|(\()/y;

/** What of a group tells where it ends; `(?#` and settings such as `(?i)` are taken for what is not understood. */
const INSIDE = /[^()[\]\\]+|\\[^QE]|\[\^?\]?(?:[^\]\\[]|\\[^QE])*\]|\((?:\?(?:[:=!|>]|<[=!\w]|P<))?(?![?*])|\)/y;

/**
 * A text that each match of an expression holds, so that most subjects can be passed over without reading it; the longest
 * that a first look finds, and empty where it finds none or does not understand the expression. Letters are as written.
 */
export function requiredText(pattern: string): Bytes {
  let best = '';
  let run = '';
  let at = 0;
  const endRun = (): void => {
    if (run.length > best.length) best = run;
    run = '';
  };
  while (at < pattern.length) {
    PIECE.lastIndex = at;
    const piece = PIECE.exec(pattern);
    if (piece === null) return '';
    const [whole, plain, escaped, mayLack, repeated, group] = piece;
    at += whole.length;
    const character = plain ?? escaped;
    if (character !== undefined) run += character;
    else if (mayLack !== undefined) {
      run = run.slice(0, -1);
      endRun();
    } else if (repeated === undefined && group !== undefined) {
      endRun();
      at = groupEnd(pattern, at - 1);
      if (at < 0) return '';
    } else endRun();
  }
  endRun();
  return best;
}

/** Where the group ends that begins at an offset; -1 where that is not understood. */
function groupEnd(pattern: string, start: number): number {
  let depth = 0;
  for (let at = start; at < pattern.length; ) {
    INSIDE.lastIndex = at;
    const [part] = INSIDE.exec(pattern) ?? [];
    if (part === undefined) return -1;
    at += part.length;
    if (part.startsWith('(')) depth++;
    else if (part === ')' && --depth === 0) return at;
  }
  return -1;
}
