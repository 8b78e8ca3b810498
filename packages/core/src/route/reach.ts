import type { LocationModel } from '../model/types.ts';
import type { Occurrence } from '../tree/tree.ts';
import type { Bytes } from './types.ts';

/** Why no request gets into a location. */
export type ReachProof =
  /** No path that a client can ask for has that name, or is matched by that expression. */
  | { readonly kind: 'no-such-path' }
  /** A prefix or exact location inside a regex location, which nginx never looks for (C6). */
  | { readonly kind: 'inside-expression'; readonly expression: LocationModel }
  /** The locations of `takenBy` come first for everything that it matches. */
  | { readonly kind: 'taken' }
  /** `return` or `rewrite` of the server answers before a location is looked for (W2). */
  | { readonly kind: 'server-answers'; readonly stop: Occurrence }
  /** A `rewrite` of the server changes, or redirects, all paths that it matches. */
  | { readonly kind: 'rewritten'; readonly rewrite: Occurrence }
  /** `internal`, and nothing redirects to it. */
  | { readonly kind: 'internal' }
  /** A named location that nothing names. */
  | { readonly kind: 'unnamed' }
  /** A named location behind one of the same name. */
  | { readonly kind: 'same-name' };

/** What can get to a location; samples are URIs (decoded), and were looked up with the real search. */
export type Reach =
  /** A client that asks for `sample`, as far as no `if` of the server is in its way. Named locations: something names them, `sample` is that name. */
  | {
      readonly kind: 'reachable';
      readonly sample: Bytes;
      /** Where only paths with a line feed (`%0A`) get there: the locations that take all others; else null. */
      readonly lineFeedOnly: readonly LocationModel[] | null;
    }
  /** Its slash redirect (F1c) only: what it holds is not used. */
  | { readonly kind: 'only-slash'; readonly sample: Bytes; readonly takenBy: readonly LocationModel[] }
  /** No path of a client as it is; `sample` is a URI that a rewrite or an internal redirect could make of it. */
  | { readonly kind: 'only-internal'; readonly sample: Bytes; readonly takenBy: readonly LocationModel[] }
  | { readonly kind: 'unreachable'; readonly proof: ReachProof; readonly takenBy: readonly LocationModel[] }
  | { readonly kind: 'unknown'; readonly reason: string };
