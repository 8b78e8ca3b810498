import {
  type ConfigError,
  type ConfigPath,
  decode,
  EMPTY_CONFIG,
  type FileId,
  fileAt,
  folderOf,
  isPreset,
  joinPath,
  type KnownNames,
  type LintConfig,
  mergeConfigs,
  normalisePath,
  pathOf,
  readConfig,
} from '@nginx-lint/core';
import type { Document, LineCounter, Node, Pair } from 'yaml';
import { Failure } from './failure.ts';
import type { ProjectHost } from './host.ts';

/** The names of a config file, in the order in which they are looked for. */
export const CONFIG_NAMES = ['.nginx-lint.yaml', '.nginx-lint.yml', '.nginx-lint.json'] as const;

/** The config file that holds for a folder: in it or upwards, to the repository's root. */
export async function findConfigFile(folder: FileId, host: ProjectHost): Promise<FileId | null> {
  for (let at = pathOf(folder); ; at = folderOf(at)) {
    for (const name of CONFIG_NAMES) {
      const file = fileAt(joinPath(at, name), folder);
      if ((await host.read(file)) !== 'missing') return file;
    }
    if (at === '/' || (await host.read(fileAt(joinPath(at, '.git'), folder))) !== 'missing') return null;
  }
}

/** Reads a config file and those that it extends; the paths in it become absolute. @throws Failure */
export async function loadConfig(file: FileId, known: KnownNames, host: ProjectHost): Promise<LintConfig> {
  return load(file, { known, host }, []);
}

interface Reading {
  readonly known: KnownNames;
  readonly host: ProjectHost;
}

async function load(file: FileId, reading: Reading, above: readonly FileId[]): Promise<LintConfig> {
  const { known, host } = reading;
  const name = host.nameOf(file);
  if (above.includes(file))
    throw new Failure(`${name}: extends itself: ${[...above, file].map((one) => host.nameOf(one)).join(' → ')}`);
  const bytes = await host.read(file);
  if (typeof bytes === 'string') {
    const by = above.at(-1);
    throw new Failure(`${by === undefined ? '' : `${host.nameOf(by)}: extends `}${name}: ${host.whyUnreadable(file)}`);
  }
  const { LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const text = decode(bytes).text.replace(/^\ufeff/, '');
  // JSON is YAML too; so both have the same errors and the same places.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const [broken] = document.errors;
  if (broken !== undefined)
    throw new Failure(`${placed(name, lines, broken.pos[0])}: ${broken.message.split('\n')[0]}`);
  const { config, errors } = readConfig(plainOf(document, name), known);
  if (errors.length > 0) throw new Failure(errors.map((error) => errorLine(error, document, lines, name)).join('\n'));
  const folder = folderOf(pathOf(file));
  let base = EMPTY_CONFIG;
  for (const other of config.extends)
    base = isPreset(other)
      ? { ...base, preset: other }
      : mergeConfigs(base, await load(fileAt(joinPath(folder, other), file), reading, [...above, file]));
  return mergeConfigs(base, rooted({ ...config, preset: null }, folder));
}

function plainOf(document: Document, name: string): unknown {
  try {
    // The default limit of aliases stops documents that would unfold without end.
    return document.toJS();
  } catch (error) {
    throw new Failure(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Paths of a config file start from its folder. */
function rooted(config: LintConfig, folder: string): LintConfig {
  const absolute = (path: string) => normalisePath(joinPath(folder, portable(path)));
  return {
    ...config,
    entries: config.entries.map(absolute),
    overrides: config.overrides.map(({ files, rules }) => ({
      files: files.map((glob) => ignoreGlob(glob, folder)),
      rules,
    })),
    ignore: config.ignore.map((glob) => ignoreGlob(glob, folder)),
    map: config.map.map(({ from, to }) => ({ from, to: absolute(to) })),
    prefix: config.prefix === null ? null : absolute(config.prefix),
  };
}

/** `C:\conf` as the path of a file id has it. */
function portable(path: string): string {
  return /^[a-z]:[\\/]/i.test(path) ? `/${path.replaceAll('\\', '/')}` : path;
}

/** As in a `.gitignore`: a glob without a slash means files and folders of that name anywhere below. */
function ignoreGlob(glob: string, folder: string): string {
  const base = (folder === '/' ? '' : folder).replace(/[*?[\\!#]/g, '\\$&');
  const negated = glob.startsWith('!') ? '!' : '';
  const pattern = glob.slice(negated.length).replace(/^\.\//, '/');
  const inside = pattern.replace(/\/$/, '').includes('/') ? pattern.replace(/^\//, '') : `**/${pattern}`;
  return `${negated}${base}/${inside}`;
}

function errorLine(error: ConfigError, document: Document, lines: LineCounter, name: string): string {
  const where = error.path.length === 0 ? '' : `${error.path.join('.')}: `;
  return `${placed(name, lines, offsetOf(document, error.path, error.at))}: ${where}${error.message}`;
}

/** Where a key or a value stands; where the path ends early, the place of what holds it. */
function offsetOf(document: Document, path: ConfigPath, at: 'key' | 'value'): number {
  for (let length = path.length; length > 0; length--) {
    const part = path.slice(0, length);
    const key = keyNode(document, part);
    const value = document.getIn(part, true) as Node | undefined;
    const node = at === 'key' || length < path.length ? (key ?? value) : (value ?? key);
    if (node?.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}

function keyNode(document: Document, path: ConfigPath): Node | null {
  const holder = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (typeof holder !== 'object' || holder === null || !('items' in holder) || !Array.isArray(holder.items))
    return null;
  const name = path.at(-1);
  const pair = holder.items.find((item: Partial<Pair<Node>> | null) => {
    const key = item?.key;
    return typeof key === 'object' && key !== null && 'value' in key && String(key.value) === name;
  }) as Pair<Node> | undefined;
  return pair?.key ?? null;
}

function placed(name: string, lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `${name}:${line}:${col}`;
}
