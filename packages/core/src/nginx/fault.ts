import type { ConfigModel } from '../model/types.ts';
import type { Word } from '../syntax/nodes.ts';
import type { Fix, Related } from '../text/report.ts';
import type { Span } from '../text/span.ts';
import type { Occurrence } from '../tree/tree.ts';

/** The rule that reports a fault; each has its file in rules/nginx. */
export type FaultRule = string;

/** Something that nginx refuses, or warns of, when it reads a configuration whose syntax is right. */
export interface Fault {
  readonly rule: FaultRule;
  /** The directive at whose line nginx stops. */
  readonly at: Occurrence;
  /** The culprit word, in the file of `at`. */
  readonly span: Span;
  /** Better than nginx's: the value, what is allowed, the limit, what to write. */
  readonly message: string;
  /** What nginx says, in its words, without the place. */
  readonly nginx: string;
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
  /** The directive, or one word of it, may be taken out; a safe fix where nothing is lost with it. */
  readonly deletion?: { readonly title: string; readonly safe: boolean; readonly word?: Word };
  /** Another directive that may be taken out instead. */
  readonly removal?: { readonly title: string; readonly safe: boolean; readonly of: Occurrence };
  /** The directive belongs before another one of the same block. */
  readonly move?: { readonly title: string; readonly safe: boolean; readonly before: Occurrence };
  /** Statements that mend it at the beginning of a block. */
  readonly insertion?: {
    readonly title: string;
    readonly safe: boolean;
    readonly into: Occurrence;
    readonly statements: readonly string[];
  };
  /** nginx only warns of it. */
  readonly warning?: boolean;
  /** What is missing may stand in a part that is not seen; it is not reported. */
  readonly doubtful?: boolean;
  /** In place of the rule's own severity. */
  readonly severity?: 'error' | 'warning' | 'info';
}

/** A check of one directive, made where its place, shape and number of arguments are right; mirrors its setter. */
export interface DirectiveCheck {
  readonly names: readonly string[];
  /** Where the name means different things: the contexts for which this check is. All of them by default. */
  readonly contexts?: readonly string[];
  /** It looks at more than the words of the directive: at the block around it, what stands beside it or in its block. */
  readonly looksAround?: boolean;
  check(at: Occurrence, model: ConfigModel): Iterable<Fault>;
}

/** A check that needs more than one directive: duplicates, names that something else must define, merges. */
export type ModelCheck = (model: ConfigModel) => Iterable<Fault>;
