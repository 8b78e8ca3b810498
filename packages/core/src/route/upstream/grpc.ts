import type { Occurrence } from '../../tree/tree.ts';
import { escapeUri } from '../escape.ts';
import { type Exchange, isUnknown, type Step, type Value } from '../types.ts';
import { withArgs } from '../variables/request.ts';
import { destination, type Schemes } from './destination.ts';
import { grpcHeaders } from './headers.ts';

const SCHEMES: Schemes = {
  known: [
    { name: 'grpc', port: 0 },
    { name: 'grpcs', port: 0 },
  ],
  required: false,
  uriPart: false,
};

/** grpc_pass: mirrors ngx_http_grpc_handler() and ngx_http_grpc_create_request(). */
export function passGrpc(exchange: Exchange, pass: Occurrence): Step {
  const destined = destination(exchange, pass, SCHEMES);
  if ('step' in destined) return destined.step;
  const { backend, group, hostHeader } = destined.to;
  const uri = grpcPath(exchange);
  const headers = grpcHeaders(exchange, hostHeader);
  exchange.trace.add('upstream', `passed to ${group}: ${isUnknown(uri) ? uri.unknown : uri}`, pass, 'X1');
  return { kind: 'upstream', upstream: { backend, group, protocol: 'grpc', method: exchange.method, uri, headers } };
}

function grpcPath(exchange: Exchange): Value {
  const { target, validUnparsedUri, uri, model } = exchange;
  if (target !== null && validUnparsedUri) return target.unparsed;
  return withArgs(exchange, escapeUri(uri, 'uri', model.facts));
}
