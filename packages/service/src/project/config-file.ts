import {
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
import { Failure } from './failure.ts';
import type { ProjectHost } from './host.ts';
import { readPlacedYaml } from './placed-yaml.ts';

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
  const document = await readPlacedYaml(bytes, name);
  const { config, errors } = readConfig(document.value, known);
  if (errors.length > 0) throw new Failure(errors.map(document.errorLine).join('\n'));
  const folder = folderOf(pathOf(file));
  let base = EMPTY_CONFIG;
  for (const other of config.extends)
    base = isPreset(other)
      ? { ...base, preset: other }
      : mergeConfigs(base, await load(fileAt(joinPath(folder, other), file), reading, [...above, file]));
  return mergeConfigs(base, rootedConfig({ ...config, preset: null }, folder));
}

/** With the paths and globs of a config file starting from its folder, an absolute path. */
export function rootedConfig(config: LintConfig, folder: string): LintConfig {
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
