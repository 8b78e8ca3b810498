import type { Fault } from '../fault.ts';

/** What the TLS library has against a value. */
export interface Refusal extends Pick<Fault, 'message' | 'nginx'> {
  /** What was most probably meant in the place of a name. */
  readonly instead?: { readonly name: string; readonly near: string };
}
