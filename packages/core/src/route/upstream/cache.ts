import type { ConfigModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';
import { wordBytes } from '../bytes.ts';
import { evaluateText } from '../script.ts';
import { type Bytes, type Exchange, isUnknown, perBlock, type Step } from '../types.ts';

interface CacheSetting {
  readonly at: Occurrence;
  /** The name of a zone, perhaps with variables. */
  readonly zone: Bytes;
  /** In capitals. */
  readonly methods: ReadonlySet<string>;
}

const MODULES = ['proxy', 'fastcgi', 'uwsgi', 'scgi'] as const;
export type CachingModule = (typeof MODULES)[number];

const settings = perBlock((block, model): ReadonlyMap<CachingModule, CacheSetting> => {
  const found = new Map<CachingModule, CacheSetting>();
  for (const module of MODULES) {
    const setting = settingOf(block, model, module);
    if (setting !== null) found.set(module, setting);
  }
  return found;
});

function settingOf(block: Occurrence, model: ConfigModel, module: CachingModule): CacheSetting | null {
  const [at] = model.effective(block, `${module}_cache`).values;
  if (at === undefined) return null;
  const also = model.effective(block, `${module}_cache_methods`).values.flatMap(({ node }) => node.args);
  const methods = new Set(['GET', 'HEAD', ...also.map(({ value }) => value.toUpperCase())]);
  return { at, zone: wordBytes(model, at, at.node.args[0]?.value ?? ''), methods };
}

/**
 * May a response be answered from a cache and kept in it (`u->cacheable`)? nginx then asks the backend for all of it,
 * whatever the client wants. Mirrors the beginning of ngx_http_upstream_cache(): variables that name no cache are 500.
 */
export function mayCache(exchange: Exchange, module: CachingModule): boolean | Extract<Step, { kind: 'status' }> {
  const { model, block, method } = exchange;
  const setting = settings(block, model).get(module);
  if (setting?.methods.has(method) !== true) return false;
  const { at, zone: written } = setting;
  const zone = evaluateText(exchange, written);
  if (isUnknown(zone)) return exchange.decide(`${zone.unknown} names a cache`, at);
  if (zone === '' || zone === 'off') return false;
  if (!written.includes('$') || zonesOf(model, module).includes(zone)) return true;
  exchange.trace.add('upstream-refused', `there is no cache "${zone}": 500`, at, 'X8');
  return { kind: 'status', status: 500 };
}

/** `keys_zone=NAME:SIZE` of a module's cache paths. */
function zonesOf(model: ConfigModel, module: CachingModule): readonly Bytes[] {
  return model.named(`${module}_cache_path`).flatMap((at) =>
    at.node.args.flatMap(({ value }) => {
      const zone = /^keys_zone=([^:]*):/.exec(value)?.[1];
      return zone === undefined ? [] : [wordBytes(model, at, zone)];
    }),
  );
}
