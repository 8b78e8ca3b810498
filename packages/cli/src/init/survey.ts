import { type ConfigModel, type ConfigTree, createModel, type DirectiveFact, type Occurrence } from '@nginx-lint/core';
import { toFileId } from '@nginx-lint/disk';
import { discover, type Project } from '@nginx-lint/service/project';
import { namesOf, type ShownNames } from '../targets.ts';
import { type Guess, guessMapping } from './mappings.ts';

/** Something found, and the place that shows it. */
export interface Found<T> {
  readonly value: T;
  /** `file:line` */
  readonly at: string;
}

/** What a folder holds, as far as a config file would want to say it. */
export interface Survey {
  /** Relative to the folder. */
  readonly entries: readonly string[];
  /** Absolute includes that lead to nothing, with the folder here that seems to hold them; null: nobody knows. */
  readonly elsewhere: readonly Found<{ readonly path: string; readonly guess: Guess | null }>[];
  /** Third-party and commercial modules whose directives are used. */
  readonly modules: readonly Found<string>[];
  /** What could not be read. */
  readonly unreadable: readonly string[];
}

export async function survey(project: Project, folder: string): Promise<Survey> {
  const root = toFileId('.', folder);
  const nameOf = namesOf(new Map(), folder);
  const { jobs, unreadable } = await discover(project, { files: [], folders: [root], context: null });
  const whole = jobs.filter(({ tree }) => tree.whole).map(({ tree }) => tree);
  const { files } = await project.host.walk(root);
  const own = files.map(nameOf);
  return {
    entries: whole.map(({ entry }) => nameOf(entry)),
    elsewhere: unique(
      whole.flatMap((tree) => lostIncludes(tree, nameOf)),
      ({ path }) => path,
    ).map(({ value: { path, pattern }, at }) => ({ value: { path, guess: guessMapping(path, pattern, own) }, at })),
    modules: unique(
      jobs.flatMap(({ tree }) => modulesOf(createModel(tree), nameOf)),
      (label) => label,
    ),
    unreadable,
  };
}

interface Lost {
  readonly path: string;
  readonly pattern: boolean;
}

/** Includes of absolute paths that lead to no file: on the server there may well be one. */
function lostIncludes(tree: ConfigTree, nameOf: ShownNames): readonly Found<Lost>[] {
  return tree.all.flatMap((at) => {
    const written = at.node.args[0]?.value ?? '';
    if (at.name !== 'include' || !written.startsWith('/')) return [];
    const target = tree.includeTarget(at.node);
    if (target === null || target.files.length > 0) return [];
    return [{ value: { path: written, pattern: target.pattern }, at: placeOf(at, tree, nameOf) }];
  });
}

const THIRD_PARTY = 'third-party:';

function modulesOf(model: ConfigModel, nameOf: ShownNames): readonly Found<string>[] {
  return model.tree.all.flatMap((at) => {
    const label = at.fact === null ? null : labelOf(at.fact);
    return label === null ? [] : [{ value: label, at: placeOf(at, model.tree, nameOf) }];
  });
}

/** How a config file names the module of a directive; null for nginx's own ones. */
function labelOf({ source }: DirectiveFact): string | null {
  if (source === 'core' || source === 'private') return null;
  return source.startsWith(THIRD_PARTY) ? source.slice(THIRD_PARTY.length) : 'nginx-plus';
}

function placeOf({ file, node }: Occurrence, tree: ConfigTree, nameOf: ShownNames): string {
  return `${nameOf(file)}:${tree.files.get(file)?.lines.lineAt(node.start) ?? 1}`;
}

function unique<T>(found: readonly Found<T>[], keyOf: (value: T) => string): readonly Found<T>[] {
  return [...new Map([...found].reverse().map((each) => [keyOf(each.value), each])).values()].reverse();
}
