/** What the server answers to requests of its own; `docs/guide/language-server.md` describes them. */

/** From 0, in UTF-16 units. */
export interface PlainPosition {
  readonly line: number;
  readonly character: number;
}

export interface PlainLocation {
  readonly uri: string;
  readonly range: { readonly start: PlainPosition; readonly end: PlainPosition };
}

/** `nginxLint/route` */
export type RouteAnswer =
  | { readonly entry: string; readonly result: RouteResult }
  | { readonly entry: string | null; readonly problem: string };

/** A line of a file, from 1. */
export interface RoutePlace {
  readonly file: string;
  readonly line: number;
}

/** Bytes that are no UTF-8 come as hexadecimal digits. */
export type RouteText = string | { readonly hex: string };
/** What only a running nginx knows is a noun that says what it is. */
export type RouteValue = RouteText | { readonly unknown: string };

export interface RouteStep {
  readonly step: string;
  readonly text: string;
  readonly at: RoutePlace | null;
  readonly rule: string;
}

/** A way that the story may take. */
export interface RouteBranch {
  readonly condition: string;
  readonly at: RoutePlace | null;
  readonly steps: readonly RouteStory[];
}
export type RouteStory = RouteStep | { readonly fork: readonly RouteBranch[] };

export interface RouteUpstream {
  readonly backend: string | null;
  readonly group?: string;
  readonly protocol: string;
  readonly method?: string;
  readonly uri?: RouteValue;
  readonly headers?: readonly (readonly [name: string, value: RouteValue])[];
  readonly params?: Readonly<Record<string, RouteValue>>;
}

/** As `nginx-lint route --format json` prints it, with URIs for files. */
export interface RouteResult {
  readonly request: {
    readonly url: RouteText | null;
    readonly method: string;
    readonly listen: string;
    readonly clientAddr: string | null;
  };
  readonly server: RoutePlace | null;
  readonly serverReason: string | null;
  readonly locations: readonly (RoutePlace | null)[] | null;
  readonly final: RoutePlace | null;
  readonly uri: RouteText | null;
  readonly args: RouteText | null;
  readonly status: number | null;
  readonly locationHeader: RouteText | null;
  readonly content: string | null;
  readonly requestFilename: RouteText | null;
  readonly filename: RouteText | null;
  readonly upstream: RouteUpstream | null;
  readonly headers: Readonly<Record<string, RouteText | readonly RouteText[]>>;
  readonly body: RouteText | null;
  readonly trace: readonly RouteStory[];
  readonly uncertain: readonly string[];
}

/** `nginxLint/effectiveConfiguration`: one for each place in which the file is included. */
export interface EffectivePlace {
  readonly entry: string;
  readonly blocks: readonly string[];
  readonly settings: readonly EffectiveSetting[];
}

export interface EffectiveSetting {
  readonly name: string;
  readonly module: string;
  readonly inherited: boolean;
  readonly values: readonly { readonly text: string; readonly location: PlainLocation | null }[];
}

/** `nginxLint/includeTree` */
export type TreeNode = FileTreeNode | ServerTreeNode | LocationTreeNode | MissingTreeNode;

export interface FileTreeNode {
  readonly kind: 'entry' | 'fragment' | 'file';
  readonly uri: string;
  readonly from: PlainLocation | null;
  readonly shipped: boolean;
  readonly children: readonly TreeNode[];
}

export interface ServerTreeNode {
  readonly kind: 'server';
  readonly location: PlainLocation | null;
  readonly names: readonly string[];
  readonly listen: readonly string[];
  readonly children: readonly TreeNode[];
}

export interface LocationTreeNode {
  readonly kind: 'location';
  readonly location: PlainLocation | null;
  readonly match: 'exact' | 'prefix' | 'prefix-final' | 'regex' | 'named';
  readonly pattern: string;
  readonly order: number | null;
  readonly children: readonly TreeNode[];
}

export interface MissingTreeNode {
  readonly kind: 'missing';
  readonly location: PlainLocation | null;
  readonly path: string;
  readonly children: readonly TreeNode[];
}

/** `nginxLint/status`: a configuration that holds the file. */
export interface ConfigurationStatus {
  readonly entry: string;
  /** False for a fragment that is looked at alone. */
  readonly whole: boolean;
  /** The nginx that it is judged for. */
  readonly nginxVersion: string;
  readonly files: readonly string[];
}
