import { existsSync } from 'node:fs';
import { dirname, extname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import {
  type ConfigError,
  type ConfigPath,
  decode,
  EMPTY_CONFIG,
  isPreset,
  type KnownNames,
  type LintConfig,
  mergeConfigs,
  readConfig,
} from '@nginx-lint/core';
import type { Document, LineCounter, Node, Pair } from 'yaml';
import { Failure } from './failure.ts';
import { readPath, whyUnreadable } from './node-file-system.ts';

const NAMES = ['.nginx-lint.yaml', '.nginx-lint.yml', '.nginx-lint.json'];

/** The config file that holds for a folder: in it or upwards, to the repository's root. */
export function findConfigFile(folder: string): string | null {
  for (let at = folder; ; at = dirname(at)) {
    const found = NAMES.map((name) => join(at, name)).find((path) => existsSync(path));
    if (found !== undefined) return found;
    if (existsSync(join(at, '.git')) || at === dirname(at)) return null;
  }
}

/** Reads a config file and those that it extends; the paths in it become absolute. @throws Failure */
export async function loadConfig(path: string, known: KnownNames, cwd: string): Promise<LintConfig> {
  return load(path, known, cwd, []);
}

async function load(path: string, known: KnownNames, cwd: string, above: readonly string[]): Promise<LintConfig> {
  const name = shownName(path, cwd);
  if (above.includes(path))
    throw new Failure(`${name}: extends itself: ${[...above, path].map((file) => shownName(file, cwd)).join(' → ')}`);
  const bytes = readPath(path);
  if (typeof bytes === 'string') {
    const by = above.at(-1);
    throw new Failure(`${by === undefined ? '' : `${shownName(by, cwd)}: extends `}${name}: ${whyUnreadable(path)}`);
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
  let base = EMPTY_CONFIG;
  for (const other of config.extends)
    base = isPreset(other)
      ? { ...base, preset: other }
      : mergeConfigs(base, await load(resolve(dirname(path), other), known, cwd, [...above, path]));
  return mergeConfigs(base, rooted({ ...config, preset: null }, dirname(path)));
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
  const absolute = (path: string) => (isAbsolute(path) ? path : join(folder, path));
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

/** As in a `.gitignore`: a glob without a slash means files and folders of that name anywhere below. */
function ignoreGlob(glob: string, folder: string): string {
  const base = folder
    .split(sep)
    .join('/')
    .replace(/[*?[\\!#]/g, '\\$&');
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

function shownName(path: string, cwd: string): string {
  const name = relative(cwd, path);
  return name === '' || name.startsWith('..') || extname(path) === '' ? path : name.split(sep).join('/');
}
