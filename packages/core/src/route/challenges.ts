import type { Bytes, Exchange, Value } from './types.ts';

/** A header that asks for a password. */
export type Challenge = readonly [name: 'WWW-Authenticate' | 'Proxy-Authenticate', value: Value];

const challenges = new WeakMap<Exchange, Challenge[]>();

export function challenge(exchange: Exchange, realm: Bytes): 401 | 407 {
  const proxy = exchange.method === 'CONNECT';
  const added: Challenge = [proxy ? 'Proxy-Authenticate' : 'WWW-Authenticate', `Basic realm="${realm}"`];
  challenges.set(exchange, [...(challenges.get(exchange) ?? []), added]);
  return proxy ? 407 : 401;
}

/** `satisfy any` takes them back where another handler lets the request on. */
export function forgetChallenges(exchange: Exchange): void {
  challenges.delete(exchange);
}

/** The headers that ask for a password, in the order in which they were added; internal redirects leave them in place. */
export function challengesOf(exchange: Exchange): readonly Challenge[] {
  return challenges.get(exchange) ?? [];
}
