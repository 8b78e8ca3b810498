import type { Exchange } from './types.ts';

/** What a request begins with; the rest has one value at the start (ngx_http_alloc_request). */
export type Beginning = Pick<Exchange, 'model' | 'request' | 'prefix' | 'probe' | 'trace' | 'server' | 'decide'>;

/** A request on its way to the default server, before a byte of it was read. */
export function newExchange(beginning: Beginning): Exchange {
  return {
    ...beginning,
    method: beginning.request.method,
    host: '',
    block: beginning.server.at,
    target: null,
    uri: '',
    args: '',
    internal: false,
    validUnparsedUri: true,
    validLocation: true,
    addUriToAlias: false,
    captures: [],
    quotes: true,
    variables: new Map(),
    cached: new Map(),
    uriChanged: false,
    uriChanges: 11,
    handler: null,
    errorPage: false,
    errStatus: 0,
    location: null,
  };
}
