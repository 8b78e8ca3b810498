import type { Occurrence } from '../../tree/tree.ts';
import { wordBytes } from '../bytes.ts';
import { regexOf } from '../regexes.ts';
import { type Bytes, type Exchange, perBlock, type Unknown, type Value } from '../types.ts';
import type { BuiltIns } from './built-in.ts';

interface Settings {
  readonly split: Occurrence | null;
  readonly index: Bytes;
}

const settingsOf = perBlock((block, model): Settings => {
  const [index] = model.effective(block, 'fastcgi_index').values;
  return {
    split: model.effective(block, 'fastcgi_split_path_info').values[0] ?? null,
    index: index === undefined ? '' : wordBytes(model, index, index.node.args[0]?.value ?? ''),
  };
});

/** ngx_http_fastcgi_split(): it sets no captures and no variables. */
function split({ model, uri }: Exchange, at: Occurrence | null): readonly [script: Bytes, info: Bytes] | Unknown {
  const text = at?.node.args[0]?.value;
  if (at === null || text === undefined) return [uri, ''];
  const match = regexOf(text, false, model.source(at.file).encoding).matcher.match(uri);
  if (match === 'cannot-evaluate') return { unknown: `whether the expression "${text}" matches` };
  return match === null ? [uri, ''] : [match.groups[1] ?? '', match.groups[2] ?? ''];
}

/** ngx_http_fastcgi_script_name_variable() */
function scriptName(exchange: Exchange): Value {
  const settings = settingsOf(exchange.block, exchange.model);
  const parts = split(exchange, settings.split);
  if ('unknown' in parts) return parts;
  return parts[0].endsWith('/') ? parts[0] + settings.index : parts[0];
}

function pathInfo(exchange: Exchange): Value {
  const parts = split(exchange, settingsOf(exchange.block, exchange.model).split);
  return 'unknown' in parts ? parts : parts[1];
}

export const fastcgiVariables: BuiltIns = { fastcgi_script_name: scriptName, fastcgi_path_info: pathInfo };
