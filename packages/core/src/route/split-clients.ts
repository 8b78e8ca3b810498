import { percentOf } from '../nginx/directives/split-clients.ts';
import type { Occurrence } from '../tree/tree.ts';
import { wordBytes } from './bytes.ts';
import { murmurHash2 } from './murmur-hash.ts';
import { compileScript, evaluateScript, type Script } from './script.ts';
import { type Bytes, type Exchange, isUnknown, perBlock, type Value } from './types.ts';

interface Part {
  readonly at: Occurrence;
  /** Hashes below it belong to the part; 0: all that are left. */
  readonly below: number;
  readonly value: Bytes;
}

interface SplitClients {
  readonly key: Script;
  readonly parts: readonly Part[];
}

/** ngx_conf_split_clients_block(): shares are added up in hundredths of a percent, and their ends cut to 32 bits. */
const compiled = perBlock((block, model): SplitClients => {
  const parts: Part[] = [];
  let sum = 0;
  let last = 0;
  for (const at of block.children) {
    const { name, args } = at.node;
    const [value] = args;
    if (value === undefined) continue;
    const percent = name.value === '*' ? 0 : (percentOf(name.value) ?? 0);
    sum = percent === 0 ? 10_000 : sum + percent;
    const rest = percent === 0 || sum === 10_000;
    if (!rest) last = Number(BigInt.asUintN(32, BigInt(last) + (BigInt(percent) * 0xffffffffn) / 10_000n));
    parts.push({ at, below: rest ? 0 : last, value: wordBytes(model, at, value.value) });
  }
  return { key: compileScript(wordBytes(model, block, block.node.args[0]?.value ?? '')), parts };
});

/** The value that `split_clients` gives its variable. Mirrors ngx_http_split_clients_variable(). */
export function evaluateSplitClients(exchange: Exchange, block: Occurrence): Value {
  const { key, parts } = compiled(block, exchange.model);
  const text = evaluateScript(key, exchange);
  if (isUnknown(text)) return text;
  const hash = murmurHash2(text);
  const part = parts.find(({ below }) => hash < below || below === 0);
  const value = part?.value ?? '';
  const name = block.node.args[1]?.value ?? '';
  exchange.trace.add('split_clients', `split_clients gives ${name} the value "${value}"`, part?.at ?? block, 'W24');
  return value;
}
