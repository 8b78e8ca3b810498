import type { Fault } from '../fault.ts';

/** What the TLS library has against a value. */
export type Refusal = Pick<Fault, 'message' | 'nginx'>;
