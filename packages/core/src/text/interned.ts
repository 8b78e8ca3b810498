/**
 * The same text as V8 keeps the names in a program: two such are compared by their addresses. For what is compared with
 * words of ours very often.
 */
export function interned(text: string): string {
  const table: Record<string, true> = Object.create(null);
  table[text] = true;
  return Object.keys(table)[0] ?? text;
}
