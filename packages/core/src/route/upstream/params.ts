import type { ConfigModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';
import { wordBytes } from '../bytes.ts';
import { evaluateText } from '../script.ts';
import { type Bytes, type Exchange, perBlock, type Value } from '../types.ts';

interface Param {
  readonly name: Bytes;
  readonly value: Bytes;
  /** `if_not_empty` */
  readonly skipEmpty: boolean;
}

const ofFastcgi = perBlock((block, model) => readParams(block, model, 'fastcgi_param'));
const ofUwsgi = perBlock((block, model) => readParams(block, model, 'uwsgi_param'));
const ofScgi = perBlock((block, model) => readParams(block, model, 'scgi_param'));
const PARAMS = { fastcgi: ofFastcgi, uwsgi: ofUwsgi, scgi: ofScgi };

/** Those that stand for headers of the client are left out, as are these headers themselves. */
function readParams(block: Occurrence, model: ConfigModel, directive: string): readonly Param[] {
  return model.effective(block, directive).values.flatMap((at) => {
    const [name = '', value = '', flag] = at.node.args.map((word) => wordBytes(model, at, word.value));
    return name.startsWith('HTTP_') ? [] : [{ name, value, skipEmpty: flag === 'if_not_empty' }];
  });
}

/** The parameters that a backend gets; of several with one name the last. Mirrors ngx_http_fastcgi_create_request(). */
export function gatewayParams(exchange: Exchange, protocol: keyof typeof PARAMS): Readonly<Record<string, Value>> {
  const params: Record<string, Value> = {};
  for (const { name, value, skipEmpty } of PARAMS[protocol](exchange.block, exchange.model)) {
    const result = evaluateText(exchange, value);
    if (result !== '' || !skipEmpty) params[name] = result;
  }
  return params;
}
