import type { Occurrence } from '../tree/tree.ts';
import { own } from './blocks.ts';
import type { UpstreamModel, UpstreamParameter, UpstreamServer } from './types.ts';

/** The group that an `upstream` block makes; null where it has no name. */
export function upstreamModel(at: Occurrence): UpstreamModel | null {
  const [name] = at.node.args;
  if (name === undefined) return null;
  const servers = own(at, 'server')
    .map(upstreamServer)
    .filter((server) => server !== null);
  return { at, name, scope: at.context === 'stream' ? 'stream' : 'http', servers };
}

/** One `server` of a group; a parameter given twice counts as its last (`ngx_http_upstream_server`). */
function upstreamServer(at: Occurrence): UpstreamServer | null {
  const [address, ...words] = at.node.args;
  if (address === undefined) return null;
  const parameters = new Map<string, UpstreamParameter>();
  for (const word of words) {
    const equals = word.value.indexOf('=');
    const name = equals === -1 ? word.value : word.value.slice(0, equals);
    parameters.set(name, { word, value: equals === -1 ? null : word.value.slice(equals + 1) });
  }
  return { at, address, down: parameters.has('down'), backup: parameters.has('backup'), parameters };
}
