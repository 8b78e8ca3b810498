import { afterAll } from 'vitest';
import { folderWith, removeFolder } from './command.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) removeFolder(folder);
});

/** A folder as `folderWith` makes it, which goes when the tests of the file are done. */
export function site(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = folderWith(files);
  folders.push(folder);
  return folder;
}
