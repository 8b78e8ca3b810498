import {
  type Context,
  type Facts,
  type FileId,
  GROUPS,
  isVersion,
  type PathMapping,
  pathOf,
  type Rule,
  SEVERITIES,
  type Severity,
} from '@nginx-lint/core';
import { toFileId } from '@nginx-lint/disk';
import type { Project } from '@nginx-lint/service/project';
import type { OptionValues } from './args.ts';
import { didYouMean } from './did-you-mean.ts';
import { Failure } from './failure.ts';
import type { ColorChoice } from './world.ts';

export type LintFormat = 'pretty' | 'compact' | 'json' | 'sarif' | 'github' | 'gitlab' | 'junit' | 'checkstyle';

/** What the command line asks of a lint, checked. Paths are absolute. */
export interface LintOptions {
  readonly format: LintFormat;
  readonly color: ColorChoice;
  readonly quiet: boolean;
  readonly stats: boolean;
  /** Which fixes are to be made; null: none. */
  readonly fix: 'safe' | 'unsafe' | null;
  /** Print what the fixes would change, and change nothing. */
  readonly diff: boolean;
  readonly select: readonly string[];
  readonly ignore: readonly string[];
  readonly severity: ReadonlyMap<string, Severity | 'off'>;
  readonly failOn: 'error' | 'warning' | 'info';
  readonly maxWarnings: number | null;
  /** The file of known problems, as it was given. */
  readonly baseline: string | null;
  readonly updateBaseline: boolean;
  /** A reference of git. */
  readonly changedSince: string | null;
  readonly config: FileId | 'none' | null;
  readonly stdinFilename: string | null;
  readonly nginxVersion: string | null;
  readonly prefix: string | null;
  readonly map: readonly PathMapping[];
  /** The blocks around the given files; null: find out. */
  context(project: Project): readonly Context[] | null;
}

/** @throws Failure where a value makes no sense */
export function readLintOptions(options: OptionValues, cwd: string, rules: readonly Rule[]): LintOptions {
  const ids = rules.map((rule) => rule.id);
  const names = (option: string) => options.all(option).map((name) => knownName(name, [...ids, ...GROUPS], option));
  const maxWarnings = numberOf(options, 'max-warnings');
  const config = options.one('config');
  if (config !== null && options.flag('no-config')) throw new Failure('--config and --no-config exclude each other');
  return {
    format: (options.one('format') ?? 'pretty') as LintOptions['format'],
    color: (options.one('color') ?? 'auto') as ColorChoice,
    quiet: options.flag('quiet'),
    stats: options.flag('stats'),
    fix: options.flag('fix-unsafe') ? 'unsafe' : options.flag('fix') || options.flag('diff') ? 'safe' : null,
    diff: options.flag('diff'),
    select: names('select'),
    ignore: names('ignore'),
    severity: new Map(options.all('severity').map((value) => readSeverity(value, ids))),
    // Whoever lets some warnings pass does not want the first of them to fail.
    failOn: (options.one('fail-on') ?? (maxWarnings === null ? 'warning' : 'error')) as LintOptions['failOn'],
    maxWarnings,
    ...readNarrowing(options),
    config: options.flag('no-config') ? 'none' : config === null ? null : toFileId(config, cwd),
    stdinFilename: options.one('stdin-filename'),
    context: (project) => readContext(options.all('context'), project),
    ...readTarget(options, cwd),
  };
}

/** @throws Failure for what makes no sense together */
function readNarrowing(options: OptionValues): Pick<LintOptions, 'baseline' | 'updateBaseline' | 'changedSince'> {
  const baseline = options.one('baseline');
  const updateBaseline = options.flag('update-baseline');
  const changedSince = options.one('changed-since');
  if (updateBaseline && baseline === null) throw new Failure('--update-baseline needs to know which: --baseline FILE');
  for (const other of ['changed-since', 'fix', 'fix-unsafe', 'diff'])
    if (updateBaseline && options.flag(other)) throw new Failure(`--update-baseline and --${other} exclude each other`);
  return { baseline, updateBaseline, changedSince };
}

/** The options about the nginx that a configuration is for. @throws Failure */
export function readTarget(
  options: OptionValues,
  cwd: string,
): { nginxVersion: string | null; prefix: string | null; map: readonly PathMapping[] } {
  const nginxVersion = options.one('nginx-version');
  if (nginxVersion !== null && !isVersion(nginxVersion))
    throw new Failure(`--nginx-version ${nginxVersion}: expected three numbers, such as 1.28.0`);
  const prefix = options.one('prefix');
  const map = options.all('map').map((value) => readMapping(value, cwd));
  return { nginxVersion, prefix: prefix === null ? null : absolute(prefix, cwd), map };
}

/** A whole number from 0; null where the option is not given. @throws Failure */
export function numberOf(options: OptionValues, name: string): number | null {
  const value = options.one(name);
  if (value === null) return null;
  if (!/^\d{1,9}$/.test(value)) throw new Failure(`--${name} ${value}: expected a whole number from 0`);
  return Number(value);
}

function readMapping(value: string, cwd: string): PathMapping {
  const equals = value.indexOf('=');
  const from = value.slice(0, equals);
  const to = value.slice(equals + 1);
  if (equals < 1 || to === '') throw new Failure(`--map ${value}: expected FROM=TO, such as /etc/nginx=./nginx`);
  if (!from.startsWith('/')) throw new Failure(`--map ${value}: ${from} must be an absolute path of the server`);
  return { from, to: absolute(to, cwd) };
}

/** As the path of a file id has it, on every system. */
function absolute(path: string, cwd: string): string {
  return pathOf(toFileId(path, cwd));
}

function knownName(name: string, known: readonly string[], option: string): string {
  if (known.includes(name)) return name;
  throw new Failure(
    `--${option}: there is no rule or group "${name}"; ${didYouMean(name, known, 'see nginx-lint rules')}`,
  );
}

const LEVELS = ['off', ...SEVERITIES] as const;

function readSeverity(value: string, ids: readonly string[]): [string, Severity | 'off'] {
  const equals = value.indexOf('=');
  if (equals < 1) throw new Failure(`--severity ${value}: expected RULE=LEVEL`);
  const id = value.slice(0, equals);
  const word = value.slice(equals + 1);
  if (!ids.includes(id))
    throw new Failure(`--severity: there is no rule "${id}"; ${didYouMean(id, ids, 'see nginx-lint rules')}`);
  const level = LEVELS.find((candidate) => candidate === word);
  if (level !== undefined) return [id, level];
  throw new Failure(`--severity ${value}: ${didYouMean(word, LEVELS, `expected one of ${LEVELS.join(', ')}`)}`);
}

/** Checks that each block can stand in the one before it, as nginx would. */
function readContext(names: readonly string[], project: Project): readonly Context[] | null {
  if (names.length === 0) return null;
  const blocks = names[0] === 'main' ? names.slice(1) : names;
  const facts = project.facts(project.defaults);
  let context: Context = 'main';
  for (const name of blocks) {
    const opened = openedBy(name, context, facts);
    if (opened === null) {
      const known = facts.namesIn(context).filter((other) => openedBy(other, context, facts) !== null);
      const hint = didYouMean(name, known, `there are ${known.join(', ')}`);
      throw new Failure(`--context ${names.join(',')}: no block "${name}" stands in ${context}; ${hint}`);
    }
    context = opened;
  }
  return blocks;
}

function openedBy(name: string, context: Context, facts: Facts): Context | null {
  const placement = facts.place(name, context);
  const [fact] = placement.kind === 'known' ? placement.facts : [];
  return fact?.block ? facts.opens(fact, context) : null;
}

const FAILING: Readonly<Record<LintOptions['failOn'], readonly Severity[]>> = {
  error: ['error'],
  warning: ['error', 'warning'],
  info: ['error', 'warning', 'info'],
};

/** The severities of which one is enough for exit code 1. */
export function failing({ failOn }: Pick<LintOptions, 'failOn'>): readonly Severity[] {
  return FAILING[failOn];
}
