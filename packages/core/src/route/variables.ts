import { askOnce } from '../model/ask-once.ts';
import type { ConfigModel } from '../model/types.ts';
import { evaluateGeo } from './geo.ts';
import { evaluateMap, isVolatile } from './map.ts';
import { evaluateSplitClients } from './split-clients.ts';
import { type Exchange, isUnknown, type Value } from './types.ts';
import { type Definition, definitionsOf } from './variables/definitions.ts';
import { changeArgs } from './variables/request.ts';
import { sizeOf } from './variables/sizes.ts';
import { builtInFamilies, builtInVariables } from './variables/tables.ts';

/** How a name gets its value where the request has none of its own. */
interface Getter {
  evaluate(exchange: Exchange): Value;
  /** Is the value kept for the rest of the request? */
  readonly cacheable: boolean;
  /** Its key in `Exchange.cached`. */
  readonly key: string;
}

/** NGX_HTTP_VARIABLES_DEPTH: how deep variables may lead to each other. */
const DEEPEST = 100;
let depth = 0;

/**
 * The value of a variable, whose name may be in any case. Mirrors ngx_http_get_flushed_variable() and, for who computes
 * it, ngx_http_variables_init_vars(). Empty where nginx finds none; unknown for a name that nobody defines, with which
 * nginx does not start.
 */
export function variableValue(exchange: Exchange, name: string): Value {
  const lower = name.toLowerCase();
  const own = exchange.variables.get(lower);
  if (own !== undefined) return own;
  const getter = getterOf(exchange.model, lower);
  if (!getter.cacheable) return evaluate(exchange, getter, lower);
  const known = exchange.cached.get(getter.key);
  if (known !== undefined) return known;
  const value = evaluate(exchange, getter, lower);
  exchange.cached.set(getter.key, value);
  return value;
}

function evaluate(exchange: Exchange, getter: Getter, name: string): Value {
  if (depth >= DEEPEST) return { unknown: `the value of $${name}, which leads to itself` };
  depth++;
  try {
    return getter.evaluate(exchange);
  } finally {
    depth--;
  }
}

/**
 * What `set` does: some variables of nginx change the request instead of taking a value (`v->set_handler`). The name may
 * be in any case.
 */
export function setVariable(exchange: Exchange, name: string, value: Value): void {
  const lower = name.toLowerCase();
  const setter = SETTERS[lower];
  if (setter !== undefined && Object.hasOwn(SETTERS, lower)) setter(exchange, value);
  else exchange.variables.set(lower, value);
}

const SETTERS: Readonly<Record<string, (exchange: Exchange, value: Value) => void>> = {
  args: setArgs,
  limit_rate: (exchange, value) => {
    const rate = isUnknown(value) ? value : sizeOf(value);
    if (rate !== null) exchange.variables.set('limit_rate', typeof rate === 'bigint' ? String(rate) : rate);
  },
};

/** ngx_http_variable_set_args() */
function setArgs(exchange: Exchange, value: Value): void {
  exchange.validUnparsedUri = false;
  changeArgs(exchange, value);
}

const getterOf = askOnce(findGetter);

/** What a configuration defines comes before nginx's own; a name that is only `set` has the value of its family before. */
function findGetter(model: ConfigModel, name: string): Getter {
  const definition = definitionsOf(model).get(name);
  const key = `$${name}`;
  if (definition !== undefined && definition.kind !== 'set') return defined(definition, name, key);
  const fact = model.facts.variable(name, 'http');
  if (fact === null || fact.source !== 'core') {
    const value: Value = definition === undefined ? { unknown: `the value of $${name}` } : '';
    return { evaluate: () => value, cacheable: false, key };
  }
  const cacheable = fact.cacheable !== false;
  if (fact.prefix === true) {
    const family = builtInFamilies()[fact.name];
    const suffix = name.slice(fact.name.length);
    if (family !== undefined) return { evaluate: (exchange) => family(exchange, suffix), cacheable, key };
  } else {
    const builtIns = builtInVariables();
    const builtIn = builtIns[name];
    if (builtIn !== undefined && Object.hasOwn(builtIns, name)) return { evaluate: builtIn, cacheable, key };
  }
  return { evaluate: () => ({ unknown: `the value of $${name}` }), cacheable, key };
}

function defined({ kind, at }: Definition, name: string, key: string): Getter {
  switch (kind) {
    case 'map':
      return { evaluate: (exchange) => evaluateMap(exchange, at), cacheable: !isVolatile(at), key };
    case 'geo':
      return { evaluate: (exchange) => evaluateGeo(exchange, at), cacheable: !isVolatile(at), key };
    case 'split_clients':
      return { evaluate: (exchange) => evaluateSplitClients(exchange, at), cacheable: true, key };
    case 'foreign':
      return { evaluate: () => ({ unknown: `the value of $${name}` }), cacheable: false, key };
    default:
      return { evaluate: () => '', cacheable: false, key };
  }
}
