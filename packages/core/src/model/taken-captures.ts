import type { Word } from '../syntax/nodes.ts';
import type { Occurrence } from '../tree/tree.ts';
import { isVulnerable } from './advisories.ts';
import { numberedFrom } from './captures.ts';
import { allBehind, CAPTURE_ORDER, type CapturingMap, capturingMaps, variablesIn } from './capturing-maps.ts';
import { highestGroup } from './missing-captures.ts';
import { type Reference, referencesIn } from './references.ts';
import type { ConfigModel } from './types.ts';
import { programs } from './variable-sources.ts';

/** A `$1` whose group is another one's by the time it is read. */
export interface Taken {
  readonly capture: Reference;
  /** The variable of the same text whose map matches expressions, without its dollar sign. */
  readonly variable: string;
  readonly map: CapturingMap;
  /** Where the group stands that is meant. */
  readonly by: Occurrence;
}

/**
 * nginx evaluates a text with variables twice, for its length and for its bytes (`ngx_http_complex_value`), and a map
 * whose expression matches puts its captures in the place of all others (`ngx_http_regex_exec`), so that it does not
 * matter which of the two stands first. A variable that was asked for before has its value already and matches nothing.
 */
export function takenCapture(model: ConfigModel, at: Occurrence, word: Word, own: number | null): Taken | null {
  const maps = capturingMaps(model);
  if (maps.every(({ matching }) => matching.length === 0)) return null;
  const references = referencesIn(model.source(at.file), word);
  const capture = references.find(({ name }) => /^[1-9]$/.test(name));
  if (capture === undefined || !isDirect(model, at)) return null;
  const by = own === null ? giver(model, at, Number(capture.name)) : own >= Number(capture.name) ? at : null;
  if (by === null) return null;
  for (const { name, before } of references) {
    const map = allBehind(maps, 'http', name).find(({ matching }) => matching.length > 0);
    if (map === undefined || isAskedBefore(model, at, name)) continue;
    // There it is a buffer that overflows, which is said as such.
    const isOverflow = before.length > capture.before.length && map.entries.length > 0;
    if (isOverflow && isVulnerable(model.facts.target.version, CAPTURE_ORDER)) return null;
    return { capture, variable: name, map, by };
  }
  return null;
}

/** The directive whose expression has the group that `$n` seems to be. */
function giver(model: ConfigModel, at: Occurrence, n: number): Occurrence | null {
  const from = numberedFrom(model, at);
  return from !== null && (highestGroup(from.tree) ?? 0) >= n ? from.at : null;
}

/** Do requests come from clients to where `at` stands? Variables of redirected ones may have their values. */
function isDirect(model: ConfigModel, at: Occurrence): boolean {
  if (at.context.startsWith('stream') || at.parent === null) return false;
  const location = model.location(at);
  return location?.match !== 'named' && model.effective(at.parent, 'internal').values.length === 0;
}

/** Has the rewrite module, which runs first, asked for the variable? Also through another one. */
function isAskedBefore(model: ConfigModel, at: Occurrence, variable: string): boolean {
  const maps = capturingMaps(model);
  return programs(at).some(({ block, before }) => {
    const end = before === null ? block.children.length : block.children.indexOf(before);
    const run = block.children
      .slice(0, end)
      .flatMap((child) => [child, ...(child.name === 'if' ? child.children : [])]);
    const words = block.name === 'if' ? [...block.node.args] : [];
    for (const { node } of run) if (RUN.has(node.name.value)) words.push(...node.args);
    return words
      .flatMap(({ value }) => variablesIn(value))
      .some((asked) => asked === variable || allBehind(maps, 'http', asked).some((map) => map.variable === variable));
  });
}

const RUN: ReadonlySet<string> = new Set(['set', 'if', 'rewrite', 'return']);
