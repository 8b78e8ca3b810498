import type { ServerModel } from '../model/types.ts';
import type { Occurrence } from '../tree/tree.ts';
import type { Bytes, RouteRequest, ServerReason, TraceStep, UpstreamRequest } from './types.ts';

export type ContentKind = 'static' | 'autoindex' | 'inline' | 'upstream' | 'builtin';

/** A place where the story depends on what cannot be known, and what follows in each case. */
export interface Fork {
  readonly condition: string;
  readonly at: Occurrence | null;
  readonly steps: readonly StoryStep[];
}
export type StoryStep = TraceStep | { readonly fork: readonly Fork[] };

/**
 * What a request comes to. A field is null where there is no such thing, and where it differs between the branches of
 * an uncertain result.
 */
export interface RouteOutcome {
  readonly request: RouteRequest;
  /** Null where nothing listens at the address. */
  readonly server: ServerModel | null;
  readonly serverReason: ServerReason | null;
  /** The configurations that searches and named locations selected, in order; the server where no location matched. */
  readonly locations: readonly Occurrence[] | null;
  readonly final: Occurrence | null;
  readonly uri: Bytes | null;
  readonly args: Bytes | null;
  readonly parsedUri: Bytes | null;
  readonly parsedArgs: Bytes | null;
  /** Null where the upstream decides. */
  readonly status: number | null;
  readonly locationHeader: Bytes | null;
  /** Null where the connection is closed without an answer. */
  readonly content: ContentKind | null;
  readonly requestFilename: Bytes | null;
  readonly filename: Bytes | null;
  readonly upstream: UpstreamRequest | null;
  /** What nginx itself adds: names in lower case. */
  readonly headers: readonly (readonly [string, Bytes])[];
  readonly body: Bytes | null;
  readonly trace: readonly StoryStep[];
  readonly uncertain: readonly string[];
  /** What is null, or lacks something, because nobody can know it: names of fields, and `headers.x-name` of one header. */
  readonly open: ReadonlySet<string>;
}
