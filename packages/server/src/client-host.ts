import { type FileId, type FolderEntry, pathOf, type ReadFailure } from '@nginx-lint/core';
import { matchListing, type ProjectHost, walkListing } from '@nginx-lint/service/project';
import type { Connection } from 'vscode-languageserver';

/** What the client answers to `nginxLint/readFile`: the content in base64, or why there is none. */
type ReadAnswer = { readonly content: string } | { readonly failure: ReadFailure };

/** The files of the editor's workspace, asked for over the connection: for servers that see no disk, as in a browser. */
export function clientHost(connection: Connection, folders: () => readonly FileId[]): ProjectHost {
  const host: ProjectHost = {
    async read(file) {
      try {
        const answer = await connection.sendRequest<ReadAnswer>('nginxLint/readFile', { uri: file });
        return 'content' in answer ? bytesOf(answer.content) : answer.failure;
      } catch {
        return 'failed';
      }
    },
    async list(folder) {
      try {
        return await connection.sendRequest<readonly FolderEntry[]>('nginxLint/readFolder', { uri: folder });
      } catch {
        return [];
      }
    },
    realFile: async (file) => file,
    walk: (folder) => walkListing(host, folder),
    async match(globs) {
      const found = await Promise.all(folders().map((folder) => matchListing(host, folder, globs)));
      return found.flat();
    },
    nameOf: pathOf,
    whyUnreadable: () => 'it cannot be read',
  };
  return host;
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
