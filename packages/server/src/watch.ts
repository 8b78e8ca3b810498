import { pathOf } from '@nginx-lint/core';
import type { FileChange } from '@nginx-lint/service';
import {
  type Connection,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type FileEvent,
} from 'vscode-languageserver';
import type { Session } from './session.ts';

/** What may be a part of a configuration, or say how it is to be looked at. */
const WATCHED = [
  '**/*.{conf,nginx,vhost,nginxconf}',
  '**/nginx.conf*',
  '**/{sites-available,sites-enabled,conf.d,snippets,streams-available,streams-enabled,vhosts.d}/*',
  '**/{mime.types,fastcgi_params,fastcgi.conf,proxy_params,scgi_params,uwsgi_params}',
  '**/.nginx-lint.{yaml,yml,json}',
  '**/.gitignore',
];

const KINDS = {
  [FileChangeType.Created]: 'created',
  [FileChangeType.Changed]: 'changed',
  [FileChangeType.Deleted]: 'deleted',
} as const;

/** Asks the editor to say what changes on the disk. False where it cannot. */
export async function watchFiles(connection: Connection, session: Session): Promise<boolean> {
  if (session.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration !== true) return false;
  await connection.client.register(DidChangeWatchedFilesNotification.type, {
    watchers: WATCHED.map((globPattern) => ({ globPattern })),
  });
  return true;
}

/** What an editor tells of the disk; buffers that are open count more than the files under them. */
export function changesOf(events: readonly FileEvent[], session: Session): readonly FileChange[] {
  return events.flatMap(({ uri, type }) => {
    const file = session.uris.file(uri);
    if (pathOf(file).includes('/.git/') || pathOf(file).includes('/node_modules/')) return [];
    return [{ file, kind: KINDS[type] ?? 'changed' }];
  });
}
