import type { Occurrence } from '../tree/tree.ts';
import { enclosing } from './blocks.ts';
import { type ContentHandler, contentHandler } from './handlers.ts';
import { sentOn } from './redirects.ts';
import type { ConfigModel } from './types.ts';

/** Statuses whose answers carry an `add_header` without `always` (ngx_http_headers_filter). */
const WITHOUT_ALWAYS: ReadonlySet<number> = new Set([200, 201, 204, 206, 301, 302, 303, 304, 307, 308]);

/**
 * What answers the requests that end in a block; null where none does with an answer: all of them go on to another
 * location, the connection is closed by 444, or the server returns before a location is searched.
 */
export function ownAnswer(model: ConfigModel, block: Occurrence): ContentHandler | null {
  const handler = contentHandler(model, block);
  if (handler?.kind !== 'return') return sentOn(model, block) === 'internally' ? null : handler;
  const server = enclosing(block, 'server');
  if (block !== server && handler.at.parent === server) return null;
  return returnedStatus(handler.at) === 444 ? null : handler;
}

/** The status of a `return`; of one with a URL alone 302. */
export function returnedStatus({ node }: Occurrence): number {
  const status = node.args[0]?.value ?? '';
  return /^\d{3}$/.test(status) ? Number(status) : 302;
}

/** Do all answers of a block carry what is added without `always`? Said of a `return` alone, of which it can be known. */
export function needsNoAlways(model: ConfigModel, block: Occurrence): boolean {
  const handler = block.name === 'http' ? null : contentHandler(model, block);
  return handler?.kind === 'return' && WITHOUT_ALWAYS.has(returnedStatus(handler.at));
}
