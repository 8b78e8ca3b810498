import { wordBytes } from '../bytes.ts';
import { regexOf } from '../regexes.ts';
import { type Bytes, type Exchange, perBlock, type Unknown, type Value } from '../types.ts';

interface Split {
  readonly scriptName: Bytes;
  readonly pathInfo: Bytes;
}

/** What the module remembers of a request (`ngx_http_fastcgi_ctx_t`), which is not asked again while the URI changes. */
const contexts = new WeakMap<Exchange, Split>();

const settings = perBlock((block, model) => {
  const [split] = model.effective(block, 'fastcgi_split_path_info').values;
  const [index] = model.effective(block, 'fastcgi_index').values;
  const expression = split?.node.args[0]?.value;
  return {
    expression:
      split === undefined || expression === undefined
        ? null
        : { text: expression, regex: regexOf(expression, false, model.source(split.file).encoding) },
    index: index === undefined ? '' : wordBytes(model, index, index.node.args[0]?.value ?? ''),
  };
});

/**
 * Forgets what the module knows of the request: internal redirects and named locations clear the contexts of all
 * modules, and `fastcgi_pass` begins anew (ngx_http_fastcgi_handler).
 */
export function forgetFastcgiPath(exchange: Exchange): void {
  contexts.delete(exchange);
}

/** `$fastcgi_script_name` */
export function fastcgiScriptName(exchange: Exchange): Value {
  const split = splitPath(exchange);
  if ('unknown' in split) return split;
  const name = split.scriptName;
  return name.endsWith('/') ? name + settings(exchange.block, exchange.model).index : name;
}

/** `$fastcgi_path_info` */
export function fastcgiPathInfo(exchange: Exchange): Value {
  const split = splitPath(exchange);
  return 'unknown' in split ? split : split.pathInfo;
}

/** ngx_http_fastcgi_split(): its captures are not those of the request. */
function splitPath(exchange: Exchange): Split | Unknown {
  const before = contexts.get(exchange);
  if (before !== undefined) return before;
  const { uri: scriptName } = exchange;
  const { expression } = settings(exchange.block, exchange.model);
  let split: Split = { scriptName, pathInfo: '' };
  if (expression !== null) {
    const match = expression.regex.match(scriptName);
    if (match === 'cannot-evaluate') return { unknown: `whether the expression "${expression.text}" matches` };
    if (match !== null) split = { scriptName: match.groups[1] ?? '', pathInfo: match.groups[2] ?? '' };
  }
  if (split.scriptName !== '') contexts.set(exchange, split);
  return split;
}
