import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { clientHost } from './client-host.ts';
import { serve } from './server.ts';

declare const self: ConstructorParameters<typeof BrowserMessageReader>[0];
/** Set when the bundle is made. */
declare const NGINX_LINT_VERSION: string;

// A worker serves whoever started it; the files come from there too.
serve(createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self)), {
  version: NGINX_LINT_VERSION,
  host: (connection, folders) => clientHost(connection, folders),
});
