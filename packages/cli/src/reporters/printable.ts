import { type Bytes, shownBytes } from '@nginx-lint/core';
import { visible } from '../visible.ts';

/** Bytes as they are read, with `\xfc` for those that are no UTF-8. */
export function printable(bytes: Bytes): string {
  const shown = shownBytes(bytes);
  if (typeof shown === 'string') return visible(shown);
  return visible(bytes.replace(/[\x80-\xff]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`));
}
