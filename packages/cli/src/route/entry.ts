import { type ConfigModel, type ConfigTree, createModel, type FileId, mayBeRefused } from '@nginx-lint/core';
import { toFileId } from '@nginx-lint/disk';
import { discover, type Project } from '@nginx-lint/service/project';
import { Failure } from '../failure.ts';
import { namesOf, type ShownNames } from '../targets.ts';

export interface Entry {
  readonly file: FileId;
  readonly model: ConfigModel;
  readonly nameOf: ShownNames;
}

/** More of them help nobody. */
const SHOWN_REFUSALS = 10;

/**
 * The configuration that requests go to: the named one, else `nginx.conf` of the current folder, else the only one
 * below it. A part of a configuration stands for the entry that includes it.
 *
 * @throws Failure where there is none, where there are several, and where nginx would not start with it
 */
export async function openEntry(project: Project, named: string | null, cwd: string): Promise<Entry> {
  const { file, tree } = named === null ? await unnamedEntry(project, cwd) : await namedEntry(project, named, cwd);
  const nameOf = namesOf(new Map(), cwd);
  const model = createModel(tree);
  await checkStart(model, nameOf);
  return { file, model, nameOf };
}

/** @throws Failure where nginx would not start */
async function checkStart(model: ConfigModel, nameOf: ShownNames): Promise<void> {
  if (!mayBeRefused(model)) return;
  // Only what is refused needs the rules, which take longer to load than most answers.
  const { refusals } = await import('./refusals.ts');
  const refused = refusals(model, nameOf);
  if (refused.length === 0) return;
  throw new Failure(
    [
      ...refused.slice(0, SHOWN_REFUSALS),
      `nginx would not start with ${nameOf(model.entry)}, so no request is answered (${counted(refused.length)})`,
    ].join('\n'),
  );
}

interface Found {
  readonly file: FileId;
  readonly tree: ConfigTree;
}

async function namedEntry(project: Project, name: string, cwd: string): Promise<Found> {
  const file = toFileId(name, cwd);
  const { host } = project;
  if (typeof (await host.read(file)) === 'string') throw new Failure(`${name}: ${host.whyUnreadable(file)}`);
  const [job] = (await discover(project, { files: [file], folders: [], context: null })).jobs;
  if (job === undefined || !(job.tree.whole || job.tree.certain))
    throw new Failure(
      `${name}: it is a part of a configuration that no main file around it includes; give the main file, or say in ` +
        'the first line where it stands: # nginx-lint context: http',
    );
  return job;
}

/** @throws Failure where there is none, or more than one */
async function unnamedEntry(project: Project, cwd: string): Promise<Found> {
  const here = toFileId('nginx.conf', cwd);
  if ((await project.host.read(here)) !== 'missing') return { file: here, tree: await project.tree(here) };
  const nameOf = namesOf(new Map(), cwd);
  const { jobs } = await discover(project, { files: [], folders: [toFileId('.', cwd)], context: null });
  const [first, ...others] = jobs.filter(({ tree }) => tree.whole);
  if (first === undefined)
    throw new Failure('no nginx configuration found in the current folder; name its main file with --config');
  if (others.length === 0) return first;
  const names = [first, ...others].map(({ tree }) => nameOf(tree.entry));
  const more = names.length > SHOWN_REFUSALS ? `, … (${names.length})` : '';
  throw new Failure(
    `there are several configurations here: ${names.slice(0, SHOWN_REFUSALS).join(', ')}${more}; choose one with --config`,
  );
}

function counted(count: number): string {
  return count === 1 ? '1 problem' : `${count} problems`;
}
