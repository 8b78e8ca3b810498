import type { Disjunction, Item, Pattern } from '../ast.ts';

/** Settings that change how fast the library is, not what it finds. */
const HARMLESS = /^(?:UTF8?|NO_AUTO_POSSESS|NO_DOTSTAR_ANCHOR|NO_JIT|NO_START_OPT|LF|BSR_ANYCRLF|BSR_UNICODE)$/;

/** Under UTF only subjects of ASCII are run: there a character is a byte. */
export const NOT_ASCII = /[^\0-\x7f]/;

/** Whether the pattern's settings are understood. */
export function isExecutable(tree: Pattern): boolean {
  return !foldsBeyondAscii(tree) && tree.settings.every((setting) => HARMLESS.test(setting));
}

/** Under UTF, U+212A and the letter k are two cases of one another. */
function foldsBeyondAscii(tree: Pattern): boolean {
  const ignoresCase = tree.caseless || /\(\?[a-zA-Z^]*i/.test(tree.source);
  return tree.utf && ignoresCase && /\\[xoN]|[^\0-\x7f]/.test(tree.source);
}

/**
 * Whether `(*COMMIT)` can be met before a byte is read. The library may pass over such a place because of what it
 * knows of the first byte, and then the verb has no effect there.
 */
export function commitsAtOnce(body: Disjunction): boolean {
  return body.alternatives.some(({ items }) => {
    for (const item of items) {
      if (item.kind === 'verb' && item.name === 'COMMIT') return true;
      if (item.kind === 'group' && commitsAtOnce(item.body)) return true;
      if (mustRead(item)) return false;
    }
    return false;
  });
}

function mustRead(item: Item): boolean {
  switch (item.kind) {
    case 'literal':
    case 'any':
    case 'class':
    case 'newline-sequence':
    case 'grapheme':
      return true;
    case 'repeat':
      return item.min > 0 && mustRead(item.item);
    case 'group':
      return item.body.alternatives.every(({ items }) => items.some(mustRead));
    default:
      return false;
  }
}
