import type { Exchange, Unknown, Value } from '../types.ts';

/** Computes a variable of nginx's own (`v->get_handler`); one that is not found is empty. */
export type BuiltIn = (exchange: Exchange) => Value;

/** Computes a variable by what stands behind the prefix of its family, in lower case. */
export type Family = (exchange: Exchange, suffix: string) => Value;

export type BuiltIns = Readonly<Record<string, BuiltIn>>;
export type Families = Readonly<Record<string, Family>>;

/** Variables that only a running nginx knows. */
export function unknowable(...names: readonly string[]): BuiltIns {
  return Object.fromEntries(names.map((name) => [name, () => unknownValue(name)]));
}

export function unknownValue(name: string): Unknown {
  return { unknown: `the value of $${name}` };
}

/** Variables that are empty unless something holds, and then cannot be known. */
export function emptyUnless(holds: (exchange: Exchange) => boolean, ...names: readonly string[]): BuiltIns {
  return Object.fromEntries(names.map((name) => [name, (exchange) => (holds(exchange) ? unknownValue(name) : '')]));
}
