import type { ConfigModel, LocationModel, ServerModel, UpstreamModel } from '../model/types.ts';
import type { PlacementFault } from '../nginx/placement.ts';
import type { SourceFile, SyntaxProblem } from '../syntax/nodes.ts';
import type { FileId } from '../text/file-id.ts';
import type { Span } from '../text/span.ts';
import type { Occurrence, TreeProblem } from '../tree/tree.ts';
import type { Fix, Group, Related, RulePreset, Severity } from './diagnostic.ts';
import type { Suppression } from './suppress.ts';

/** Messages by name; each is a sentence that names the thing in the source's own words and says what to do. */
// biome-ignore lint/suspicious/noExplicitAny: the data of each message is its own; `report` checks it
export type Messages = Record<string, (data: any) => string>;

export interface RuleDocs {
  /** One line for lists. */
  readonly summary: string;
  readonly why: string;
  /** Accepted by a real nginx unless the rule is fatal; makes the rule fire. */
  readonly bad: string;
  /** Accepted by a real nginx; makes no rule of `recommended` that is about the same thing fire. */
  readonly good: string;
  /** The blocks in which both examples stand: `http, server`; `main` for a whole file. */
  readonly context: string;
  /** Where nothing is reported although one might expect it; each item goes on from "Nothing is reported". */
  readonly silent: readonly string[];
  /** The severities besides the rule's own and where they hold; each item begins with one, in back quotes. */
  readonly severities?: readonly string[];
  /** How to fix it by hand. */
  readonly remedy: string;
  readonly links: readonly string[];
}

export interface RuleMeta<M extends Messages, O extends object> {
  readonly id: string;
  readonly group: Group;
  readonly severity: Severity;
  readonly preset: RulePreset;
  /** nginx itself refuses what this rule reports. */
  readonly fatal?: boolean;
  readonly fix: 'none' | 'safe' | 'unsafe';
  /** Reports that something is absent: said more quietly where the surroundings of a fragment are only guessed. */
  readonly absence?: boolean;
  readonly docs: RuleDocs;
  /** Defaults; their types are the types of the options. */
  readonly options: O;
  /** What each option is for, by name. */
  readonly optionDocs?: Readonly<Record<keyof O & string, string>>;
  readonly messages: M;
}

export interface ReportExtra {
  readonly fixes?: readonly Fix[];
  readonly related?: readonly Related[];
  /** In place of the rule's own severity; what the user sets in the config file counts more. */
  readonly severity?: Severity;
  /** False where a rule whose findings are fatal reports something that nginx accepts. */
  readonly fatal?: boolean;
}

export interface RuleContext<M extends Messages, O extends object> {
  readonly options: O;
  readonly model: ConfigModel;
  /** `at` gives the file and the context, `span` lies in that file. */
  report<K extends keyof M>(
    at: Occurrence,
    span: Span,
    message: K,
    data: Parameters<M[K]>[0],
    extra?: ReportExtra,
  ): void;
  /** For what has no occurrence: a file that could not be cut into directives. */
  reportInFile<K extends keyof M>(
    file: FileId,
    span: Span,
    message: K,
    data: Parameters<M[K]>[0],
    extra?: ReportExtra,
  ): void;
}

/** What a rule wants to see; everything comes in nginx's reading order. */
export interface Visitor {
  /** By directive name. Entries of `map`, `types`, … are none, but an `include` among them is. */
  readonly directives?: Readonly<Record<string, (at: Occurrence) => void>>;
  /** Every directive; entries of `map`, `types`, … too. */
  readonly any?: (at: Occurrence) => void;
  /** Each directive that nginx refuses before its module has seen it, and why. */
  readonly refused?: (at: Occurrence, fault: PlacementFault) => void;
  readonly servers?: (server: ServerModel) => void;
  /** Each location, after the servers; those of servers made up around a fragment too. */
  readonly locations?: (location: LocationModel) => void;
  readonly upstreams?: (upstream: UpstreamModel) => void;
  /** Each file of the configuration as it is written; those that nginx ships are left out. */
  readonly files?: (file: SourceFile) => void;
  readonly syntax?: (problem: SyntaxProblem, file: SourceFile) => void;
  readonly tree?: (problem: TreeProblem) => void;
  /** A comment that switches rules off, whether it did or not. Comes after everything else. */
  readonly suppression?: (suppression: Suppression, file: SourceFile) => void;
  /** A comment that switched nothing off; `known` holds the ids of all rules. Comes after everything else. */
  readonly unusedSuppression?: (suppression: Suppression, file: SourceFile, known: ReadonlySet<string>) => void;
  /** Once, after the directives. */
  readonly config?: (model: ConfigModel) => void;
}

/** A rule whose message and option types are forgotten, as the engine sees it. */
export interface Rule extends Omit<RuleMeta<Messages, object>, 'optionDocs'> {
  readonly optionDocs?: Readonly<Record<string, string>>;
  check(context: RuleContext<Messages, object>): Visitor;
}

/** Makes a rule. A wrong message name or field in `report` does not compile. */
export function defineRule<const M extends Messages, O extends object>(
  meta: RuleMeta<M, O>,
  check: (context: RuleContext<M, O>) => Visitor,
): Rule {
  return { ...meta, check: check as unknown as Rule['check'] } as Rule;
}
