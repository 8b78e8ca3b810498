/** V8 keeps parts of a text as references from this length on. */
const SHORTEST_PART = 13;

/** The same text in memory of its own: a part of a text keeps the whole text alive. For what outlives a configuration. */
export function detached(part: string): string {
  return part.length < SHORTEST_PART ? part : `${part} `.slice(0, -1);
}
