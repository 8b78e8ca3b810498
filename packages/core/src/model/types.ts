import type { Facts } from '../facts/types.ts';
import type { Directive, SourceFile, Word } from '../syntax/nodes.ts';
import type { FileId } from '../text/file-id.ts';
import type { ConfigTree, Occurrence } from '../tree/tree.ts';
import type { Url } from './url.ts';

/** What holds at a place: the occurrences that set it, and the block in which they stand (null: nothing sets it). */
export interface Effective {
  readonly values: readonly Occurrence[];
  /** The block whose own directives these are; null at the main level, or where nothing sets it. */
  readonly setIn: Occurrence | null;
}

export interface ConfigModel {
  readonly entry: FileId;
  readonly tree: ConfigTree;
  readonly facts: Facts;
  /** False where the surroundings of a fragment were guessed: what is absent may stand in the part not seen. */
  readonly certain: boolean;
  readonly roots: readonly Occurrence[];
  /** Servers of http, in reading order. */
  readonly servers: readonly ServerModel[];
  /** Upstream groups of http and stream. */
  readonly upstreams: readonly UpstreamModel[];
  source(file: FileId): SourceFile;
  occurrencesOf(node: Directive): readonly Occurrence[];
  /** All occurrences by their first word, each list in reading order; the entries of `map` and the like too. */
  readonly byName: ReadonlyMap<string, readonly Occurrence[]>;
  /** All occurrences of directives of that name, in reading order. */
  named(directive: string): readonly Occurrence[];
  /**
   * What of a directive holds inside the block `at`, by the inheritance of the facts; mirrors the `merge_loc_conf`
   * functions. `at` is a block (`http`, `server`, `location`, `if`, `limit_except`, `stream`, …).
   */
  effective(at: Occurrence, directive: string): Effective;
  server(at: Occurrence): ServerModel | null;
  location(at: Occurrence): LocationModel | null;
  upstream(name: string, scope: 'http' | 'stream'): UpstreamModel | null;
}

export interface ListenModel {
  readonly at: Occurrence;
  readonly address: Word;
  /** `ssl` or `quic`, or the old `ssl on;` of the server. */
  readonly tls: boolean;
  readonly quic: boolean;
  readonly defaultServer: boolean;
  readonly loopback: boolean;
  readonly unix: boolean;
  readonly port: number | null;
}

export interface ServerModel {
  readonly at: Occurrence;
  /** Empty where the server has no `listen`: nginx then listens on port 80 (8000 without root). */
  readonly listens: readonly ListenModel[];
  readonly names: readonly Word[];
  /** Does one of its listeners speak TLS? */
  readonly tls: boolean;
  /** Those that stand directly in the server. */
  readonly locations: readonly LocationModel[];
  /** All, nested ones too, in reading order. */
  readonly allLocations: readonly LocationModel[];
}

/** `=` exact, none prefix, `^~` prefix-final, `~` and `~*` regex, `@name` named (ngx_http_core_location). */
export type LocationMatch = 'exact' | 'prefix' | 'prefix-final' | 'regex' | 'named';

export interface LocationModel {
  readonly at: Occurrence;
  readonly server: ServerModel;
  readonly parent: LocationModel | null;
  readonly match: LocationMatch;
  /** `~*` */
  readonly caseless: boolean;
  /** Without its modifier. */
  readonly pattern: string;
  /** The word that holds the pattern, the modifier too where both are glued together (`~\.php$`). */
  readonly word: Word;
  readonly children: readonly LocationModel[];
}

export interface UpstreamServer {
  readonly at: Occurrence;
  readonly address: Word;
  /** What nginx reads in the address; null where it refuses it. In http the port is 80 where none is written. */
  readonly url: Url | null;
  readonly down: boolean;
  readonly backup: boolean;
  readonly parameters: UpstreamParameters;
}

/** `max_fails` → the word that holds `max_fails=0`; flags such as `resolve` too. Of several with one name the last. */
export interface UpstreamParameters {
  has(name: string): boolean;
  get(name: string): UpstreamParameter | undefined;
  words(): readonly Word[];
}

export interface UpstreamParameter {
  readonly word: Word;
  /** null for a flag */
  readonly value: string | null;
}

export interface UpstreamModel {
  readonly at: Occurrence;
  readonly name: Word;
  readonly scope: 'http' | 'stream';
  readonly servers: readonly UpstreamServer[];
}
