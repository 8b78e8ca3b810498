import type { Exchange, Step } from './types.ts';

/** `r->method & (NGX_HTTP_GET|NGX_HTTP_HEAD)` */
export function isGetOrHead({ method }: Exchange): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** `r->method & (NGX_HTTP_GET|NGX_HTTP_HEAD|NGX_HTTP_POST)` */
export function isGetHeadOrPost(exchange: Exchange): boolean {
  return isGetOrHead(exchange) || exchange.method === 'POST';
}

export const NOT_ALLOWED: Step = { kind: 'status', status: 405 };
