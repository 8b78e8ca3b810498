import type { Context } from '../facts/types.ts';

/** How messages name a place: `"server"`, `the main level`, `"if" in "location"`. */
export function placeName(context: Context): string {
  if (context === 'main') return 'the main level';
  const nested = /^(\S+) in (\S+)$/.exec(context);
  if (nested) return `"${nested[1]}" in "${nested[2]}"`;
  const [outer, inner] = context.split('.');
  return inner === undefined ? `"${context}"` : `"${inner}" of "${outer}"`;
}

/** `a`, `a or b`, `a, b or c` */
export function either(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} or ${items.at(-1)}`;
}

/** `1 argument`, `3 arguments` */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
