import { accessList } from '../model/access.ts';
import { type Cidr, parseCidr } from '../nginx/addresses.ts';
import type { Occurrence } from '../tree/tree.ts';
import type { Verdict } from './access.ts';
import { addressBytes, withoutMapping } from './networks.ts';
import { clientAddress } from './realip.ts';
import { type Exchange, perBlock, type SocketAddress } from './types.ts';

interface Rule {
  readonly at: Occurrence;
  readonly deny: boolean;
  readonly of: Cidr | 'unix' | 'all';
}

/** What the list in force says of addresses (ngx_http_access_rule). */
const rulesOf = perBlock((block, model): readonly Rule[] =>
  accessList(model, block).rules.flatMap((at) => {
    const of = networkOf(at.node.args[0]?.value ?? '');
    return of === null ? [] : [{ at, deny: at.name === 'deny', of }];
  }),
);

function networkOf(text: string): Rule['of'] | null {
  if (text === 'all') return 'all';
  return text === 'unix:' ? 'unix' : parseCidr(text);
}

/** Mirrors ngx_http_access_handler(): the first rule that fits the client decides, and none allows (A1). */
export function addressAllowed(exchange: Exchange): Verdict {
  const rules = rulesOf(exchange.block, exchange.model);
  if (rules.length === 0) return 'declined';
  const client = clientAddress(exchange);
  const unknown = 'unknown' in client;
  const rule = unknown ? ruleByDecision(exchange, rules) : ruleFor(rules, client);
  if (rule === undefined) return 'declined';
  const who = unknown ? 'the client' : client.family === 'unix' ? 'unix:' : client.host;
  const said = rule.deny ? 'denies' : 'allows';
  exchange.trace.add('access', `"${written(rule)}" ${said} ${who}`, rule.at, 'A1');
  return rule.deny ? 403 : 'allowed';
}

function written({ at }: Rule): string {
  return `${at.name} ${at.node.args[0]?.value ?? ''}`;
}

function ruleByDecision(exchange: Exchange, rules: readonly Rule[]): Rule | undefined {
  return rules.find(({ at, of }) => {
    return of === 'all' || exchange.decide(`the client's address fits ${at.node.args[0]?.value ?? ''}`, at);
  });
}

function ruleFor(rules: readonly Rule[], client: SocketAddress): Rule | undefined {
  if (client.family === 'unix') return rules.find(({ of }) => of === 'all' || of === 'unix');
  const full = addressBytes(client) ?? [];
  const plain = withoutMapping(full);
  // "if (alcf->rules && IN6_IS_ADDR_V4MAPPED(…))": without any rule of IPv4 it stays an address of IPv6.
  const hasInet = rules.some(({ of }) => of === 'all' || (of !== 'unix' && of.family === 'inet'));
  const bytes = hasInet ? plain : full;
  return rules.find(({ of }) => of === 'all' || (of !== 'unix' && contains(of, bytes)));
}

function contains({ bytes: start, bits }: Cidr, bytes: readonly number[]): boolean {
  if (start.length !== bytes.length) return false;
  return start.every((byte, at) => {
    const left = Math.min(8, Math.max(0, bits - at * 8));
    return ((bytes[at] ?? 0) & (0xff << (8 - left)) & 0xff) === byte;
  });
}
