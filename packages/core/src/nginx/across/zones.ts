import type { ConfigModel } from '../../model/types.ts';
import type { Word } from '../../syntax/nodes.ts';
import { nearest } from '../../text/nearest.ts';
import type { Fix } from '../../text/report.ts';
import type { Occurrence } from '../../tree/tree.ts';
import { CACHES, parseZone } from '../directives/zones.ts';
import type { Fault } from '../fault.ts';
import { placementFault } from '../placement.ts';
import { inReadingOrder } from '../reading-order.ts';
import { parseSize } from '../units.ts';
import { seesOnlyPart } from '../unseen.ts';

/** One call of ngx_shared_memory_add(). */
export interface ZoneUse {
  readonly at: Occurrence;
  readonly word: Word;
  readonly name: string;
  /** 0 where the directive only refers to a zone. */
  readonly size: number;
  /** The module, or what else nginx takes for the purpose of a zone. */
  readonly purpose: string;
  /** Gives the zone its content; a second one is refused. */
  readonly defines: boolean;
}

const CACHE_OF: ReadonlyMap<string, string> = new Map(CACHES.map((family) => [`${family}_cache`, family]));
const CACHE_PATH_OF: ReadonlyMap<string, string> = new Map(CACHES.map((family) => [`${family}_cache_path`, family]));
const NAMES: ReadonlySet<string> = new Set([
  ...[...CACHE_OF.keys(), ...CACHE_PATH_OF.keys(), 'limit_req', 'limit_req_zone', 'limit_conn', 'limit_conn_zone'],
  ...['zone', 'ssl_session_cache', 'ssl_ocsp_cache', 'sticky'],
]);

/** With more names than these nothing is suggested. */
const MOST_NAMES = 1000;

interface Zone {
  readonly uses: ZoneUse[];
  size: number;
  definition: ZoneUse | null;
}

/** Zones of shared memory, which all parts of a configuration share: what defines them, and what refers to them. */
export function* zoneFaults(model: ConfigModel): Generator<Fault> {
  const zones = new Map<string, Zone>();
  for (const at of inReadingOrder(model, NAMES)) {
    if (at.fact?.source !== 'core' || placementFault(at, model.facts) !== null) continue;
    for (const use of zoneUses(at)) {
      const zone = zones.get(use.name);
      if (zone === undefined) {
        zones.set(use.name, { uses: [use], size: use.size, definition: use.defines ? use : null });
        continue;
      }
      const fault = conflictOf(use, zone);
      if (fault) yield fault;
      else zone.uses.push(use);
    }
  }
  if (zones.size === 0) return;
  const defined = definedNames(zones);
  const refused = refusedNames(model);
  for (const [name, zone] of zones)
    if (zone.size === 0 && !refused.has(name)) yield* undefinedZone(zone, defined, model);
}

function conflictOf(use: ZoneUse, zone: Zone): Fault | null {
  const { name, size, purpose } = use;
  const [first] = zone.uses;
  if (first === undefined) return null;
  if (purpose !== first.purpose) {
    const message = `"${name}" is a zone of "${first.at.name}" already, and zones of all kinds share their names; choose another one`;
    return conflict(use, first, message, `the shared memory zone "${name}" is already declared for a different use`);
  }
  if (zone.size === 0) zone.size = size;
  if (size !== 0 && size !== zone.size) {
    const sized = zone.uses.find((each) => each.size !== 0) ?? first;
    const nginx = `the size ${size} of shared memory zone "${name}" conflicts with already declared size ${zone.size}`;
    return conflict(
      use,
      sized,
      `the zone "${name}" has ${size} bytes here and ${zone.size} elsewhere; write the same size`,
      nginx,
    );
  }
  if (!use.defines) return null;
  if (zone.definition) {
    // Two caches with one zone are told where caches are compared.
    if (CACHE_PATH_OF.has(use.at.name)) return null;
    const nginx = secondWords(use, zone.definition);
    return conflict(use, zone.definition, `there is a zone "${name}" already; give one of the two another name`, nginx);
  }
  zone.definition = use;
  return null;
}

function secondWords({ at, name }: ZoneUse, first: ZoneUse): string {
  const directive = at.name;
  if (directive === 'sticky')
    return `sticky zone "${name}" is already used in upstream "${first.at.parent?.node.args[0]?.value}"`;
  return `${directive} "${name}" is already bound to key "${first.at.node.args[0]?.value}"`;
}

function conflict({ at, word }: ZoneUse, other: ZoneUse, message: string, nginx: string): Fault {
  const related = [{ file: other.at.file, span: other.word, message: 'defines it already' }];
  return { rule: 'directive-invalid-value', at, span: word, message, nginx, related };
}

/** Names of zones whose definition is refused for its size, so that nginx never comes to what refers to them. */
function refusedNames(model: ConfigModel): ReadonlySet<string> {
  const names = new Set<string>();
  for (const directive of [...CACHE_PATH_OF.keys(), 'limit_req_zone', 'limit_conn_zone']) {
    for (const { node } of model.named(directive)) {
      const [, text] = node.args.flatMap(({ value }) => /^(?:keys_)?zone=(.*)$/.exec(value) ?? []);
      const name = text?.split(':')[0];
      if (text !== undefined && name && parseZone(text) === null) names.add(name);
    }
  }
  return names;
}

/** Names of zones with a size, by what they are for. */
function definedNames(zones: ReadonlyMap<string, Zone>): ReadonlyMap<string, string[]> {
  const names = new Map<string, string[]>();
  for (const { uses, size } of zones.values()) {
    const [first] = uses;
    if (first === undefined || size === 0) continue;
    const same = names.get(first.purpose);
    if (same) same.push(first.name);
    else names.set(first.purpose, [first.name]);
  }
  return names;
}

/** Nothing gives the zone a size; the places that refer to it are one by one wrong. */
function* undefinedZone({ uses }: Zone, defined: ReadonlyMap<string, string[]>, model: ConfigModel): Generator<Fault> {
  for (const use of uses) {
    const { at, word, name, purpose } = use;
    const directive = at.name;
    const names = defined.get(purpose) ?? [];
    const [near] = names.length > MOST_NAMES ? [] : nearest(name, names);
    const cache = CACHE_OF.get(directive);
    const http = cache === undefined ? null : outermost(at);
    const close = http?.node.body?.close;
    yield {
      rule: 'cache-zone-undefined',
      at,
      span: word,
      message: undefinedMessage(directive, name, near),
      fixes: likely(use, near),
      nginx:
        cache === undefined ? `zero size shared memory zone "${name}"` : `"${directive}" zone "${name}" is unknown`,
      ...(http && close ? { related: [{ file: http.file, span: close, message: 'nginx notices it here' }] } : {}),
      ...(seesOnlyPart(model) ? { doubtful: true } : {}),
    };
  }
}

function likely({ at, word }: ZoneUse, near: string | undefined): Fix[] {
  const { file } = at;
  if (at.name === 'zone') {
    const edits = [{ file, span: { start: word.end, end: word.end }, text: ' 64k' }];
    return [{ title: 'Give it 64k', safe: false, edits }];
  }
  if (near === undefined) return [];
  const text = `${word.value.startsWith('zone=') ? 'zone=' : ''}${near}`;
  const edits = [{ file, span: { start: word.start, end: word.end }, text }];
  return [{ title: `Use the zone "${near}"`, safe: false, edits }];
}

function undefinedMessage(directive: string, name: string, near: string | undefined): string {
  if (directive === 'zone') return `no group gives the zone "${name}" a size; write "zone ${name} 64k;"`;
  const definer = CACHE_OF.has(directive) ? `${directive}_path` : `${directive}_zone`;
  return `no "${definer}" defines the zone "${name}"${near === undefined ? '; define it' : `; did you mean "${near}"?`}`;
}

/** The `http` block around a directive. */
function outermost(at: Occurrence): Occurrence | null {
  let block = at.parent;
  while (block !== null && block.name !== 'http') block = block.parent;
  return block === null || block.implied ? null : block;
}

/** The zones that a directive defines or refers to; `at` has a fact of nginx's own. */
export function zoneUses(at: Occurrence): ZoneUse[] {
  const name = at.name;
  const { args } = at.node;
  const scope = at.context.split('.')[0] === 'stream' ? 'stream' : at.context.startsWith('mail') ? 'mail' : 'http';
  const cache = CACHE_OF.get(name);
  const path = CACHE_PATH_OF.get(name);
  const [first, second] = args;
  if (path !== undefined) return definition(at, 'keys_zone=', `${path} cache`);
  if (name === 'limit_req_zone' || name === 'limit_conn_zone') return definition(at, 'zone=', `${scope} ${name}`);
  if (name === 'sticky') return first?.value === 'learn' ? definition(at, 'zone=', 'sticky') : [];
  if (name === 'limit_req')
    return args
      .filter(({ value }) => value.startsWith('zone='))
      .map((word) => reference(at, word, 5, 'http limit_req_zone'));
  if (first === undefined) return [];
  if (cache !== undefined) return refersTo(first.value) ? [reference(at, first, 0, `${cache} cache`)] : [];
  if (name === 'limit_conn') return [reference(at, first, 0, `${scope} limit_conn_zone`)];
  if (name === 'zone') {
    const size = second === undefined ? 0 : parseSize(second.value);
    return size === null ? [] : [{ ...reference(at, first, 0, `${scope} upstream`), size }];
  }
  return args.flatMap((word) => sharedCache(at, word, `${scope} ${name}`));
}

const refersTo = (value: string): boolean => value !== 'off' && !value.includes('$');

function reference(at: Occurrence, word: Word, from: number, purpose: string): ZoneUse {
  return { at, word, name: word.value.slice(from), size: 0, purpose, defines: false };
}

/** The last of several `zone=` counts. */
function definition(at: Occurrence, parameter: string, purpose: string): ZoneUse[] {
  const word = at.node.args.findLast(({ value }) => value.startsWith(parameter));
  const zone = word && parseZone(word.value.slice(parameter.length));
  return word && zone ? [{ at, word, ...zone, purpose, defines: true }] : [];
}

/** `shared:name:size` of TLS sessions and OCSP answers. */
function sharedCache(at: Occurrence, word: Word, purpose: string): ZoneUse[] {
  const zone = word.value.startsWith('shared:') ? parseZone(word.value.slice('shared:'.length)) : null;
  return zone === null || zone.name === '' ? [] : [{ at, word, ...zone, purpose, defines: false }];
}
