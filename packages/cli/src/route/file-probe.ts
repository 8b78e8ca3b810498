import type { FileId, FileProbe } from '@nginx-lint/core';
import { everythingExists, nothingExists, probeFor } from '@nginx-lint/disk';
import type { Project } from '@nginx-lint/service/project';
import type { FilesChoice } from './route-options.ts';

/** Who is asked for files: the disk, by the mappings of the command line and the config file, or nobody. */
export async function fileProbe(choice: FilesChoice, project: Project, entry: FileId): Promise<FileProbe> {
  if (choice === 'exist') return everythingExists;
  if (choice === 'missing') return nothingExists;
  return probeFor(entry, await project.mapping(entry));
}
