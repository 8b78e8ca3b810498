import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  type ConfigTree,
  createModel,
  type FileId,
  type LintConfig,
  lint,
  mayBeRefused,
  type NamedSide,
  pathOf,
  relativeTo,
  rules,
} from '@nginx-lint/core';
import { isFolder, nodeHost, toFileId } from '@nginx-lint/disk';
import {
  discover,
  isIgnored,
  Project,
  type ProjectHost,
  type ProjectOptions,
  settingsOf,
} from '@nginx-lint/service/project';
import { Failure } from '../failure.ts';
import { refusals } from '../route/refusals.ts';
import { namesOf, type ShownNames } from '../targets.ts';
import type { World } from '../world.ts';
import { CommitFiles } from './commit-files.ts';
import { Commits } from './git.ts';

/** One side of a comparison, with its files loaded. */
export interface OpenedSide {
  /** As it was given. */
  readonly shown: string;
  readonly tree: ConfigTree;
  readonly nameOf: ShownNames;
  /** What the config file of this side says. */
  readonly config: LintConfig;
}

export type SideOptions = Omit<ProjectOptions, 'host' | 'known'>;

/** @throws Failure where there is no configuration, or more than one */
export async function openSide(given: string, options: SideOptions, world: World): Promise<OpenedSide> {
  const place = await placeOf(given, world);
  const project = new Project({ ...options, host: place.host, known: async () => ({ rules }) });
  const tree = await entryOf(project, given, place.file, place.folder);
  return { shown: given, tree, nameOf: place.nameOf, config: await project.config(tree.entry) };
}

/** Both sides are for the nginx, and judged by the rules, that the new one asks for. */
export function judged({ shown, tree, nameOf, config: own }: OpenedSide, config: LintConfig): NamedSide {
  const model = createModel(tree);
  const refused = mayBeRefused(model) ? refusals(model, nameOf) : [];
  const found = lint(model, rules, settingsOf(config)).diagnostics;
  return { shown, model, nameOf, refused, diagnostics: found.filter(({ file }) => !isIgnored(file, own)) };
}

interface Place {
  readonly host: ProjectHost;
  readonly file: FileId;
  readonly folder: boolean;
  readonly nameOf: ShownNames;
}

/** What is on the disk goes before what may be a reference: `REF:path`, with the path as git reads it. */
async function placeOf(given: string, world: World): Promise<Place> {
  const path = resolve(world.cwd, given);
  const colon = given.indexOf(':');
  if (existsSync(path) || colon < 1) {
    if (!existsSync(path))
      throw new Failure(
        `${given}: there is no such file or folder (a side in git is given as REF:path, such as main:nginx.conf)`,
      );
    return {
      host: nodeHost(world.cwd),
      file: toFileId(path, '/'),
      folder: isFolder(path),
      nameOf: namesOf(new Map(), world.cwd),
    };
  }
  const ref = given.slice(0, colon);
  const below = given.slice(colon + 1);
  const commits = await Commits.around(world.cwd, given, world.env);
  const files = await CommitFiles.of(commits, await commits.commit(ref, given));
  const host = files.host(world.cwd, (name) => `${ref}:${name}`);
  const file = toFileId(
    /^\.\.?(?:\/|$)/.test(below) ? resolve(world.cwd, below) : resolve(commits.root, below.replace(/^\/+/, '')),
    '/',
  );
  const found = await host.read(file);
  if (found === 'missing' || relativeTo(pathOf(toFileId(commits.root, '/')), `${pathOf(file)}/`) === null)
    throw new Failure(`${given}: there is no "${below}" in ${ref}`);
  return { host, file, folder: found === 'folder', nameOf: (one) => host.nameOf(one) };
}

const SHOWN_ENTRIES = 10;

/** The configuration of a file, or the one of a folder: its `nginx.conf`, or the only one below it. */
async function entryOf(project: Project, given: string, file: FileId, folder: boolean): Promise<ConfigTree> {
  if (!folder) {
    if (typeof (await project.host.read(file)) === 'string')
      throw new Failure(`${given}: ${project.host.whyUnreadable(file)}`);
    const [job] = (await discover(project, { files: [file], folders: [], context: null })).jobs;
    if (job?.tree.whole || job?.tree.certain) return job.tree;
    throw new Failure(
      `${given}: it is a part of a configuration that no main file around it includes; give the main file, or say in ` +
        'the first line where it stands: # nginx-lint context: http',
    );
  }
  const usual = `${file.replace(/\/$/, '')}/nginx.conf` as FileId;
  if (typeof (await project.host.read(usual)) !== 'string') return project.tree(usual);
  const { jobs } = await discover(project, { files: [], folders: [file], context: null });
  const whole = jobs.filter(({ tree }) => tree.whole);
  const [first] = whole;
  if (first !== undefined && whole.length === 1) return first.tree;
  if (first === undefined) throw new Failure(`${given}: no nginx configuration found below it; name its main file`);
  const names = whole.slice(0, SHOWN_ENTRIES).map(({ tree }) => project.host.nameOf(tree.entry));
  throw new Failure(`${given}: there are several configurations below it: ${names.join(', ')}; name one`);
}
