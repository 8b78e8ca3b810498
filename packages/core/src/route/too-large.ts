import { wordBytes } from './bytes.ts';
import { type Exchange, perBlock } from './types.ts';

/** Is the body that the client announces larger than `client_max_body_size` (ngx_http_core_find_config_phase)? */
export function tooLarge(exchange: Exchange): boolean {
  const length = exchange.request.headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1];
  if (length === undefined || !/^\d+$/.test(length)) return false;
  const limit = limitOf(exchange.block, exchange.model);
  if (limit === 0 || Number(length) <= limit) return false;
  exchange.trace.add('too-large', `a body of ${length} bytes is too large`, exchange.block, 'P1');
  return true;
}

const DEFAULT = 1024 * 1024;
const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1024, m: DEFAULT, g: DEFAULT * 1024 };

const limitOf = perBlock((block, model) => {
  const [setting] = model.effective(block, 'client_max_body_size').values;
  const written = setting === undefined ? '1m' : wordBytes(model, setting, setting.node.args[0]?.value ?? '');
  const [, digits = '', unit = ''] = /^(\d+)([kmg]?)$/i.exec(written) ?? [];
  return digits === '' ? DEFAULT : Number(digits) * (UNITS[unit.toLowerCase()] ?? 1);
});
