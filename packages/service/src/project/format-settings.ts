import {
  decode,
  type Editorconfig,
  editorconfigFormat,
  type FileId,
  type FormatOptions,
  fileAt,
  folderOf,
  joinPath,
  ownIndentation,
  pathOf,
  readEditorconfig,
  type SourceFile,
} from '@nginx-lint/core';
import type { ProjectHost } from './host.ts';
import type { Project } from './project.ts';

/**
 * How a file is to be formatted, by what counts more first: `format` of the config file, `.editorconfig` files, and what
 * the file does itself. @throws Failure where the config file is wrong
 */
export async function formatSettings(project: Project, source: SourceFile): Promise<Partial<FormatOptions>> {
  const { format } = await project.config(source.id);
  const said = await projectFormat(source.id, format, project.host);
  // Tabs without a width, or a width without tabs, are said of the indentation as a whole.
  const own = said.indent === undefined && said.useTabs === undefined ? ownIndentation(source) : {};
  return { ...own, ...said };
}

/** What a project says of a file, for everybody who works in it: `format` of its config file, then `.editorconfig`. */
export async function projectFormat(
  file: FileId,
  format: Partial<FormatOptions>,
  host: Pick<ProjectHost, 'read'>,
): Promise<Partial<FormatOptions>> {
  return { ...(await editorconfigFor(file, host)), ...format };
}

/** What the `.editorconfig` files around a file say, from its folder upwards to one with `root = true`. */
async function editorconfigFor(file: FileId, host: Pick<ProjectHost, 'read'>): Promise<Partial<FormatOptions>> {
  const path = pathOf(file);
  const found: { config: Editorconfig; path: string }[] = [];
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    const bytes = await host.read(fileAt(joinPath(folder, '.editorconfig'), file));
    if (typeof bytes !== 'string') {
      const config = readEditorconfig(decode(bytes).text);
      found.unshift({ config, path: path.slice(folder === '/' ? 1 : folder.length + 1) });
      if (config.root) break;
    }
    if (folder === '/' || folder === folderOf(folder)) break;
  }
  return editorconfigFormat(found);
}
