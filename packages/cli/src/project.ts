import { dirname } from 'node:path';
import {
  type ConfigTree,
  type Context,
  createFacts,
  EMPTY_CONFIG,
  type Facts,
  type FileId,
  type FileSystem,
  type KnownNames,
  type LintConfig,
  type LoadOptions,
  loadFragment,
  loadTree,
  type PathMapping,
  parse,
  type SourceFile,
  UnreadableFile,
  vocabularyOf,
} from '@nginx-lint/core';
import { findConfigFile, loadConfig } from './config-file.ts';
import { Failure } from './failure.ts';
import { toFileId, whyUnreadable } from './node-file-system.ts';

/** What the command line says about where and for which nginx. Paths are absolute. */
export interface ProjectOptions {
  readonly cwd: string;
  readonly files: FileSystem;
  /** What config files may name; asked where there is one. */
  readonly known: () => Promise<KnownNames>;
  /** A path: that file; null: search; `none`: use none. */
  readonly config: string | 'none' | null;
  readonly nginxVersion: string | null;
  readonly prefix: string | null;
  readonly map: readonly PathMapping[];
}

/** The files of one run, each read, configured and expanded once. */
export class Project {
  readonly options: ProjectOptions;
  readonly #configs = new Map<string, Promise<LintConfig>>();
  readonly #factsOf = new Map<string, Facts>();
  readonly #sources = new Map<string, Promise<SourceFile | null>>();
  readonly #parsers = new Map<Facts, (file: FileId, bytes: Uint8Array) => SourceFile>();
  readonly #trees = new Map<string, Promise<ConfigTree>>();

  constructor(options: ProjectOptions) {
    this.options = options;
  }

  /** What holds where no config file says anything. */
  readonly defaults: LintConfig = EMPTY_CONFIG;

  /** What holds for a file, by the config file next to it or upwards. @throws Failure where that one is wrong */
  config(path: string): Promise<LintConfig> {
    const { config, known, cwd } = this.options;
    if (config === 'none') return Promise.resolve(EMPTY_CONFIG);
    const file = config ?? findConfigFile(dirname(path));
    if (file === null) return Promise.resolve(EMPTY_CONFIG);
    return remember(this.#configs, file, async () => loadConfig(file, await known(), cwd));
  }

  /** What nginx knows, in the version and with the modules that the configuration is for. */
  facts(config: LintConfig): Facts {
    const version = this.options.nginxVersion ?? config.nginxVersion;
    const { modules, directives } = config;
    const key = JSON.stringify([version, modules, directives]);
    const target = { modules, ...(version === null ? {} : { version }) };
    return remember(this.#factsOf, key, () => createFacts(target, directives));
  }

  /** The file as nginx's reader sees it; null where it cannot be read. */
  source(path: string): Promise<SourceFile | null> {
    return remember(this.#sources, path, async () => {
      const id = this.id(path);
      const bytes = await this.options.files.read(id);
      return typeof bytes === 'string' ? null : this.#parserFor(this.facts(await this.config(path)))(id, bytes);
    });
  }

  tree(entry: string): Promise<ConfigTree> {
    return remember(this.#trees, entry, async () => {
      const options = this.#loadOptions(await this.config(entry));
      return this.#readable(entry, loadTree(this.id(entry), options));
    });
  }

  /** A fragment alone, in the blocks given, or in those that its own directives ask for. */
  async fragment(path: string, context: readonly Context[] | null): Promise<ConfigTree> {
    const options = this.#loadOptions(await this.config(path));
    return this.#readable(path, loadFragment(this.id(path), context, options));
  }

  /** Where paths of the server lead here: by the command line, then by the config file of an entry. Absolute paths. */
  async mapping(entry: string): Promise<{ readonly prefix: string | null; readonly map: readonly PathMapping[] }> {
    return this.#mapping(await this.config(entry));
  }

  id(path: string): FileId {
    return toFileId(path, this.options.cwd);
  }

  async #readable(path: string, loading: Promise<ConfigTree>): Promise<ConfigTree> {
    try {
      return await loading;
    } catch (error) {
      if (error instanceof UnreadableFile) throw new Failure(`${path}: ${whyUnreadable(path)}`);
      throw error;
    }
  }

  /** Reads each file once, however many trees hold it; what its words mean depends on the facts. */
  #parserFor(facts: Facts): (file: FileId, bytes: Uint8Array) => SourceFile {
    return remember(this.#parsers, facts, () => {
      const vocabulary = vocabularyOf(facts);
      const parsed = new Map<FileId, SourceFile>();
      return (file, bytes) => remember(parsed, file, () => parse(file, bytes, vocabulary));
    });
  }

  #loadOptions(config: LintConfig): LoadOptions {
    const { prefix, map } = this.#mapping(config);
    const facts = this.facts(config);
    return {
      files: this.options.files,
      facts,
      parse: this.#parserFor(facts),
      prefix: prefix === null ? null : this.id(prefix),
      map: map.map(({ from, to }) => ({ from, to: this.id(to) })),
    };
  }

  #mapping(config: LintConfig): { readonly prefix: string | null; readonly map: readonly PathMapping[] } {
    const { prefix, map } = this.options;
    // Of two mappings of a path the first counts: what the command line says.
    return { prefix: prefix ?? config.prefix, map: [...map, ...config.map] };
  }
}

function remember<K, V>(cache: Map<K, V>, key: K, make: () => V): V {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const made = make();
  cache.set(key, made);
  return made;
}
