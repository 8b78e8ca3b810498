import { type FileId, type FormatOptions, isVersion, readConfig, SEVERITIES, type Severity } from '@nginx-lint/core';
import { DEFAULT_SETTINGS, type WorkspaceSettings } from '@nginx-lint/service';
import { isRuleName, readConfigSettings } from './config-settings.ts';
import { fileOfUri } from './uris.ts';

/** What a user sets under `nginxLint`, as far as the server has to do with it. */
export interface ServerSettings {
  readonly workspace: WorkspaceSettings;
  readonly format: Partial<FormatOptions>;
  readonly inlayHints: boolean;
  readonly codeLens: boolean;
}

export const DEFAULTS: ServerSettings = {
  workspace: DEFAULT_SETTINGS,
  format: {},
  inlayHints: true,
  codeLens: true,
};

export interface ReadSettings {
  readonly settings: ServerSettings;
  /** What was not understood, a line each. */
  readonly problems: readonly string[];
}

/** Reads the section `nginxLint`. What is wrong in it is left out and said; paths start from `folder`. */
export function readSettings(section: unknown, folder: FileId | null): ReadSettings {
  const reader = new SectionReader(section, folder);
  const version = reader.text('nginxVersion');
  const ignore = reader.list('ignore');
  const globs = ignore.filter((name) => !isRuleName(name));
  const over = readConfigSettings(reader.section, globs, folder);
  const workspace: WorkspaceSettings = {
    config: reader.flag('noConfig', false) ? 'none' : reader.file('config'),
    nginxVersion: version !== null && !isVersion(version) ? reader.refuse('nginxVersion', '"1.28.0"') : version,
    prefix: reader.path('prefix'),
    map: reader.record('map').flatMap(([from, to]) => {
      const path = reader.resolved(to);
      return from.startsWith('/') && path !== null ? [{ from, to: path }] : [];
    }),
    select: reader.list('select'),
    ignore: ignore.filter(isRuleName),
    severity: new Map(reader.record('severity').flatMap(([id, level]) => reader.level(id, level))),
    over: over.config,
  };
  const settings = {
    workspace,
    format: reader.format('format'),
    inlayHints: reader.flag('inlayHints', DEFAULTS.inlayHints),
    codeLens: reader.flag('codeLens', DEFAULTS.codeLens),
  };
  return { settings, problems: [...reader.problems, ...over.problems] };
}

class SectionReader {
  readonly problems: string[] = [];
  readonly section: Readonly<Record<string, unknown>>;
  readonly #folder: FileId | null;

  constructor(section: unknown, folder: FileId | null) {
    this.section = isRecord(section) ? section : {};
    this.#folder = folder;
  }

  refuse(key: string, expected: string): null {
    this.problems.push(`nginxLint.${key}: expected ${expected}, got ${JSON.stringify(this.section[key])}`);
    return null;
  }

  text(key: string): string | null {
    const value = this.section[key];
    if (value === undefined || value === null || value === '') return null;
    return typeof value === 'string' ? value : this.refuse(key, 'a text');
  }

  flag(key: string, otherwise: boolean): boolean {
    const value = this.section[key];
    if (value === undefined || value === null) return otherwise;
    return typeof value === 'boolean' ? value : (this.refuse(key, 'true or false') ?? otherwise);
  }

  list(key: string): readonly string[] {
    const value = this.section[key];
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) return this.refuse(key, 'a list of texts') ?? [];
    return value.filter((item) => typeof item === 'string');
  }

  record(key: string): readonly [string, unknown][] {
    const value = this.section[key];
    if (value === undefined || value === null) return [];
    return isRecord(value) ? Object.entries(value) : (this.refuse(key, 'an object') ?? []);
  }

  level(id: string, level: unknown): [string, Severity | 'off'][] {
    if (level === 'off' || SEVERITIES.includes(level as Severity)) return [[id, level as Severity | 'off']];
    this.problems.push(`nginxLint.severity: expected off or a severity for ${id}, got ${JSON.stringify(level)}`);
    return [];
  }

  /** With the same values as in a config file. */
  format(key: string): Partial<FormatOptions> {
    const { config, errors } = readConfig({ format: Object.fromEntries(this.record(key)) }, { rules: [] });
    for (const { path, message } of errors) this.problems.push(`nginxLint.${path.join('.')}: ${message}`);
    return config.format;
  }

  path(key: string): string | null {
    return this.resolved(this.text(key));
  }

  file(key: string): FileId | null {
    const path = this.path(key);
    return path === null ? null : fileOfUri(`${this.#root()}${encodePath(path)}`);
  }

  /** An absolute path; relative ones start from the folder. */
  resolved(value: unknown): string | null {
    if (typeof value !== 'string') return null;
    if (value.startsWith('/')) return value;
    if (/^[a-z]:[\\/]/i.test(value)) return `/${value.replaceAll('\\', '/')}`;
    if (this.#folder === null) return null;
    const base = decodeURIComponent(this.#folder.replace(/^[^:]*:\/\/[^/]*/, '')).replace(/\/$/, '');
    return `${base}/${value.replace(/^\.\//, '')}`;
  }

  #root(): string {
    return /^[^:]*:\/\/[^/]*/.exec(this.#folder ?? '')?.[0] ?? 'file://';
  }
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
