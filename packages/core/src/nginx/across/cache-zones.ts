import type { Occurrence } from '../../tree/tree.ts';
import { CACHE_PATHS } from '../directives/cache-path.ts';
import type { Fault, ModelCheck } from '../fault.ts';

const PREFIX = 'keys_zone=';

/** Two caches of one module with one zone, which ngx_http_file_cache_set_slot() refuses where the sizes agree. */
export const cacheZones: ModelCheck = function* (model): Generator<Fault> {
  for (const directive of CACHE_PATHS) {
    const zones = new Map<string, { at: Occurrence; zone: string }>();
    for (const at of model.named(directive)) {
      const word = at.node.args.findLast(({ value }) => value.startsWith(PREFIX));
      const zone = word?.value.slice(PREFIX.length) ?? '';
      const name = zone.slice(0, Math.max(0, zone.indexOf(':')));
      if (at.fact === null || word === undefined || name === '') continue;
      const before = zones.get(name);
      if (before === undefined) zones.set(name, { at, zone });
      else if (before.zone === zone)
        yield {
          rule: 'directive-duplicate',
          at,
          span: word,
          message: `the zone "${name}" belongs to another cache already; give each one of its own`,
          nginx: `duplicate zone "${name}"`,
          related: [{ file: before.at.file, span: before.at.node, message: 'uses the zone already' }],
        };
    }
  }
};
