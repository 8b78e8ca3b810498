import type { DirectiveFact } from '../facts/types.ts';
import { parseMilliseconds, parseOffset } from '../nginx/units.ts';

/** The words of a directive in a form that is the same for equal values: `1m` and `60s` as times, `1024k` and `1m` as sizes. */
export function comparable(words: readonly string[], fact: DirectiveFact | null): string {
  if (fact?.name === 'listen') return [listened(words[0] ?? ''), ...words.slice(1)].join(' ');
  const kinds = fact?.valueKinds ?? [];
  return words
    .map((word, index) => {
      const kind = kinds[Math.min(index, kinds.length - 1)]?.kind ?? '';
      if (/^time/.test(kind)) return `${parseMilliseconds(word) ?? word}`;
      if (/^(?:size|offset)/.test(kind)) return `${parseOffset(word) ?? word}`;
      return kind === 'flag' ? word.toLowerCase() : word;
    })
    .join(' ');
}

/** What holds where a directive stands nowhere; null where that is nothing, or not known. */
export function defaultOf(fact: DirectiveFact | null): string | null {
  const value = fact?.default;
  return typeof value === 'string' && value !== '' ? value : null;
}

/** `80`, `*:80` and `0.0.0.0:80` are one address. */
function listened(address: string): string {
  if (/^\d+$/.test(address)) return `*:${address}`;
  const shown = address.replace(/^0\.0\.0\.0(?=:|$)/, '*');
  return /^[^:[]+$/.test(shown) ? `${shown}:80` : shown;
}
