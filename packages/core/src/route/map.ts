import type { Occurrence } from '../tree/tree.ts';
import { lowerBytes, wordBytes } from './bytes.ts';
import { HostTable } from './host-table.ts';
import { matchRegex } from './regexes.ts';
import { compileScript, evaluateScript, type Script } from './script.ts';
import { type Bytes, type Exchange, isUnknown, perBlock, type Unknown, type Value } from './types.ts';

interface MapEntry {
  readonly at: Occurrence;
  readonly value: Script;
}

interface MapExpression extends MapEntry {
  readonly text: string;
  readonly caseless: boolean;
}

interface CompiledMap {
  readonly key: Script;
  readonly hostnames: boolean;
  readonly names: HostTable<MapEntry>;
  readonly expressions: readonly MapExpression[];
  readonly byDefault: MapEntry | null;
}

const compiledMap = perBlock((block, model): CompiledMap => {
  const names = new HostTable<MapEntry>();
  const expressions: MapExpression[] = [];
  let byDefault: MapEntry | null = null;
  let hostnames = false;
  for (const at of block.children) {
    const { name, args } = at.node;
    const [written] = args;
    if (args.length === 0) hostnames ||= name.value === 'hostnames';
    if (written === undefined || name.value === 'include') continue;
    const entry: MapEntry = { at, value: compileScript(wordBytes(model, at, written.value)) };
    if (name.value === 'default') byDefault ??= entry;
    else if (name.value.startsWith('~')) expressions.push({ ...entry, ...expressionOf(name.value) });
    else {
      const key = wordBytes(model, at, name.value.startsWith('\\') ? name.value.slice(1) : name.value);
      // The flag counts for the keys behind it.
      if (hostnames) names.addName(key, entry);
      else names.addExact(key, entry);
    }
  }
  const key = compileScript(wordBytes(model, block, block.node.args[0]?.value ?? ''));
  return { key, hostnames, names, expressions, byDefault };
});

function expressionOf(written: string): { readonly text: string; readonly caseless: boolean } {
  const caseless = written.startsWith('~*');
  return { text: written.slice(caseless ? 2 : 1), caseless };
}

/** Is the value computed anew at each use? Since 1.29.3 for `geo` too. */
export function isVolatile(block: Occurrence): boolean {
  return block.children.some(({ name, node }) => name === 'volatile' && node.args.length === 0);
}

/** The value that a `map` gives its variable. Mirrors ngx_http_map_variable(). */
export function evaluateMap(exchange: Exchange, block: Occurrence): Value {
  const map = compiledMap(block, exchange.model);
  const key = evaluateScript(map.key, exchange);
  if (isUnknown(key)) return key;
  const subject = map.hostnames && key.endsWith('.') ? key.slice(0, -1) : key;
  const found = find(exchange, map, subject);
  if (found !== null && 'unknown' in found) return found;
  const entry = found ?? map.byDefault;
  const value = entry === null ? '' : evaluateScript(entry.value, exchange);
  if (isUnknown(value)) return value;
  const name = block.node.args[1]?.value ?? '';
  exchange.trace.add('map', `map gives ${name} the value "${value}"`, entry?.at ?? block, 'W24');
  return value;
}

/** Mirrors ngx_http_map_find(); null where only the default is left. */
function find(exchange: Exchange, map: CompiledMap, subject: Bytes): MapEntry | Unknown | null {
  const named = map.names.find(lowerBytes(subject));
  if (named !== undefined) return named;
  if (subject === '') return null;
  for (const expression of map.expressions) {
    const matched = matchRegex(exchange, expression.at, expression.text, expression.caseless, subject);
    if (matched === true) return expression;
    if (matched !== false) return matched;
  }
  return null;
}
