import type { ConfigModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';
import type { Fault } from '../fault.ts';
import { invalidValue } from '../invalid-value.ts';
import { seesOnlyPart } from '../unseen.ts';

/** Mirrors ngx_http_charset_map_block(): two charsets have one map, in whichever order they stand. */
export function* charsetMaps(model: ConfigModel): Generator<Fault> {
  const known = new Map<string, Occurrence>();
  for (const at of model.named('charset_map')) {
    const [from, to] = at.node.args;
    if (at.fact?.source !== 'core' || from === undefined || to === undefined) continue;
    const key = pairOf(from.value, to.value);
    if (key === null) continue;
    const first = known.get(key);
    if (first === undefined) known.set(key, at);
    else {
      yield {
        rule: 'directive-duplicate',
        at,
        span: at.node.name,
        message: `"${from.value}" and "${to.value}" have a "charset_map" already`,
        nginx: `duplicate "charset_map" between "${from.value}" and "${to.value}"`,
        related: [{ file: first.file, span: first.node.name, message: 'the other one' }],
      };
    }
  }
}

/** Equal for both orders; null for a charset and itself. */
function pairOf(from: string, to: string): string | null {
  const pair = [from.toLowerCase(), to.toLowerCase()].sort();
  return pair[0] === pair[1] ? null : pair.join('\n');
}

/** Mirrors ngx_http_charset_merge_loc_conf() and ngx_http_charset_postconfiguration(): what is recoded needs a map. */
export function* recodings(model: ConfigModel): Generator<Fault> {
  const sources = model.named('source_charset');
  if (sources.length === 0) return;
  const maps = new Set(
    model.named('charset_map').map(({ node: { args } }) => pairOf(args[0]?.value ?? '', args[1]?.value ?? '')),
  );
  const told = new Set<string>();
  const blocks = [...sources, ...model.named('charset')].flatMap(({ context, parent }) =>
    parent === null || context === 'http' ? [] : [parent],
  );
  for (const block of new Set([...model.servers.map(({ at }) => at), ...blocks])) {
    const [source] = model.effective(block, 'source_charset').values;
    const [charset] = model.effective(block, 'charset').values;
    const [from, to] = [source?.node.args[0], charset?.node.args[0]];
    if (source === undefined || from === undefined || to === undefined || to.value === 'off') continue;
    if (from.value.startsWith('$') || to.value.startsWith('$')) continue;
    const pair = pairOf(from.value, to.value);
    if (pair === null || maps.has(pair) || told.has(pair)) continue;
    told.add(pair);
    const nginx = `no "charset_map" between the charsets "${from.value}" and "${to.value}"`;
    const message = `Answers in "${from.value}" are to be sent in "${to.value}", but no "charset_map" is between them`;
    yield { ...invalidValue(source, from, nginx, message), ...(seesOnlyPart(model) ? { doubtful: true } : {}) };
  }
}
