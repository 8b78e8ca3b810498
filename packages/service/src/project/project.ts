import {
  type ConfigTree,
  type Context,
  createFacts,
  EMPTY_CONFIG,
  type Facts,
  type FileId,
  fileAt,
  folderOf,
  type KnownNames,
  type LintConfig,
  type LoadOptions,
  loadFragment,
  loadTree,
  mergeConfigs,
  type PathMapping,
  parse,
  pathOf,
  type SourceFile,
  UnreadableFile,
  vocabularyOf,
} from '@nginx-lint/core';
import { findConfigFile, loadConfig } from './config-file.ts';
import { Failure } from './failure.ts';
import type { ProjectHost } from './host.ts';
import { Recent } from './recent.ts';
import { remember } from './remember.ts';

/** What the user says about where and for which nginx. Paths are absolute, as {@link pathOf} gives them. */
export interface ProjectOptions {
  readonly host: ProjectHost;
  /** What config files may name; asked where there is one. */
  readonly known: () => Promise<KnownNames>;
  /** A file: that one; null: search; `none`: use none. */
  readonly config: FileId | 'none' | null;
  readonly nginxVersion: string | null;
  readonly prefix: string | null;
  readonly map: readonly PathMapping[];
  /** What counts more than any config file says. */
  readonly over?: LintConfig;
  /** Parses a file, or gives what was parsed before; by default each file is parsed once for a project and its facts. */
  readonly parse?: (file: FileId, bytes: Uint8Array, facts: Facts) => SourceFile;
  /** The facts for a config, where they are kept for longer than this project. */
  readonly factsFor?: (key: string, make: () => Facts) => Facts;
  /** How much text may be kept as trees, in UTF-16 units; what was dropped is read anew. All of it by default. */
  readonly mostText?: number;
}

/** Where paths of the server lead here. Absolute paths. */
export interface Mapping {
  readonly prefix: string | null;
  readonly map: readonly PathMapping[];
}

/** The files of one look at a project, each read, configured and expanded once for as long as it is kept. */
export class Project {
  readonly options: ProjectOptions;
  readonly host: ProjectHost;
  readonly #configs = new Map<FileId, Promise<LintConfig>>();
  readonly #merged = new Map<LintConfig, LintConfig>();
  readonly #configFiles = new Map<string, Promise<FileId | null>>();
  readonly #factsOf = new Map<string, Facts>();
  readonly #sources: Recent<FileId, Promise<SourceFile | null>>;
  readonly #parsers = new Map<Facts, (file: FileId, bytes: Uint8Array) => SourceFile>();
  readonly #trees: Recent<FileId, Promise<ConfigTree>>;
  /** The tree that was read last. */
  #latest: ConfigTree | null = null;
  readonly #mostText: number;

  constructor(options: ProjectOptions) {
    this.options = options;
    this.host = options.host;
    this.#mostText = options.mostText ?? Number.POSITIVE_INFINITY;
    this.#sources = new Recent(this.#mostText);
    this.#trees = new Recent(this.#mostText);
  }

  /** What holds where no config file says anything. */
  readonly defaults: LintConfig = EMPTY_CONFIG;

  /** What holds for a file, by the config file next to it or upwards. @throws Failure where that one is wrong */
  async config(file: FileId): Promise<LintConfig> {
    const path = await this.configFile(file);
    if (path === null) return this.#withOver(EMPTY_CONFIG);
    const load = async () => loadConfig(path, await this.options.known(), this.host);
    return this.#withOver(await remember(this.#configs, path, load));
  }

  #withOver(config: LintConfig): LintConfig {
    const { over } = this.options;
    return over === undefined ? config : remember(this.#merged, config, () => mergeConfigs(config, over));
  }

  /** The config file that holds for a file. */
  async configFile(file: FileId): Promise<FileId | null> {
    const { config } = this.options;
    if (config === 'none') return null;
    if (config !== null) return config;
    const folder = fileAt(folderOf(pathOf(file)), file);
    return remember(this.#configFiles, folder, () => findConfigFile(folder, this.host));
  }

  /** What nginx knows, in the version and with the modules that the configuration is for. */
  facts(config: LintConfig): Facts {
    const version = this.options.nginxVersion ?? config.nginxVersion;
    const { modules, directives } = config;
    const key = JSON.stringify([version, modules, directives]);
    const target = { modules, ...(version === null ? {} : { version }) };
    const make = (): Facts => createFacts(target, directives);
    return remember(this.#factsOf, key, () => this.options.factsFor?.(key, make) ?? make());
  }

  /** The file as nginx's reader sees it; null where it cannot be read. */
  async source(file: FileId): Promise<SourceFile | null> {
    const latest = this.#latest;
    const held = latest?.files.get(file);
    if (held !== undefined && latest?.facts === this.facts(await this.config(file))) return held;
    const source = this.#sources.get(file, async () => {
      const bytes = await this.host.read(file);
      if (typeof bytes === 'string') return null;
      const read = this.#parserFor(this.facts(await this.config(file)))(file, bytes);
      this.#sources.weigh(file, source, read.text.length);
      return read;
    });
    return source;
  }

  /** An entry with everything it includes. @throws Failure where it cannot be read */
  tree(entry: FileId): Promise<ConfigTree> {
    const tree = this.#trees.get(entry, async () => {
      const options = this.#loadOptions(await this.config(entry));
      const read = await this.#readable(entry, loadTree(entry, options));
      this.#trees.weigh(
        entry,
        tree,
        sum(read.files.values(), ({ text }) => text.length),
      );
      this.#latest = read;
      return read;
    });
    return tree;
  }

  /** A fragment alone, in the blocks given, or in those that its own directives ask for. */
  async fragment(file: FileId, context: readonly Context[] | null): Promise<ConfigTree> {
    const options = this.#loadOptions(await this.config(file));
    return this.#readable(file, loadFragment(file, context, options));
  }

  /** What the user says, then what the config file of an entry says. */
  async mapping(entry: FileId): Promise<Mapping> {
    return this.#mapping(await this.config(entry));
  }

  async #readable(file: FileId, loading: Promise<ConfigTree>): Promise<ConfigTree> {
    try {
      return await loading;
    } catch (error) {
      if (error instanceof UnreadableFile)
        throw new Failure(`${this.host.nameOf(file)}: ${this.host.whyUnreadable(file)}`);
      throw error;
    }
  }

  /** Reads each file once, however many trees hold it; what its words mean depends on the facts. */
  #parserFor(facts: Facts): (file: FileId, bytes: Uint8Array) => SourceFile {
    return remember(this.#parsers, facts, () => {
      const { parse: given } = this.options;
      if (given !== undefined) return (file, bytes) => given(file, bytes, facts);
      const vocabulary = vocabularyOf(facts);
      const parsed = new Recent<FileId, SourceFile>(this.#mostText);
      return (file, bytes) => {
        const source = parsed.get(file, () => parse(file, bytes, vocabulary));
        parsed.weigh(file, source, source.text.length);
        return source;
      };
    });
  }

  #loadOptions(config: LintConfig): LoadOptions {
    const facts = this.facts(config);
    return { files: this.host, facts, parse: this.#parserFor(facts), ...this.#mapping(config) };
  }

  #mapping(config: LintConfig): Mapping {
    const { prefix, map } = this.options;
    // Of two mappings of a path the first counts: what the user says.
    return { prefix: prefix ?? config.prefix, map: [...map, ...config.map] };
  }
}

function sum<T>(all: Iterable<T>, of: (one: T) => number): number {
  let total = 0;
  for (const one of all) total += of(one);
  return total;
}
