import { definedHandler } from '../model/handlers.ts';
import type { Occurrence } from '../tree/tree.ts';
import { exceptedBy } from './limit-except.ts';
import { type Exchange, perBlock } from './types.ts';

const handlerOf = perBlock(definedHandler);

/**
 * Puts the configuration of a block in force (ngx_http_update_location_config): that of its `limit_except` where the
 * method is not among the listed ones (F6). A content handler that it defines is remembered (W19).
 */
export function enterBlock(exchange: Exchange, block: Occurrence): void {
  exchange.block = block;
  const excepted = exceptedBy(exchange, block);
  if (excepted !== null) {
    exchange.trace.add('limit-except', `${exchange.method} is not among the methods of limit_except`, excepted, 'F6');
    exchange.block = excepted;
  }
  const handler = handlerOf(exchange.block, exchange.model);
  if (handler !== null) exchange.handler = handler;
}
