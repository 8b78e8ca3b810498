import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';
import type { DirectiveCheck, Fault } from '../fault.ts';
import { GeoNetworks, networkOf } from '../geo-networks.ts';
import { GeoRanges, rangeText, readRange } from '../geo-ranges.ts';
import { invalidValue } from '../invalid-value.ts';
import { entriesOf, isIncluding } from './map.ts';

/** What a `geo` holds so far. */
interface Body {
  readonly networks: GeoNetworks;
  ranges: GeoRanges | null;
  /** Was a network among its entries? */
  begun: boolean;
  rangeDefault: string | null;
}

/** Mirrors ngx_http_geo() and its twin of stream. What is there twice, or is not there to delete, is a warning. */
export const geoEntries: DirectiveCheck = {
  names: ['geo'],
  *check(block, model) {
    const body: Body = { networks: new GeoNetworks(), ranges: null, begun: false, rangeDefault: null };
    for (const at of entriesOf(block, model)) {
      if (isIncluding(at)) continue;
      const { name, args } = at.node;
      const [value] = args;
      if (value === undefined) yield* singleFaults(at, body);
      else if (name.value === 'proxy') yield* proxyFaults(at, value);
      else if (body.ranges !== null) yield* rangeFaults(at, value, body, body.ranges);
      else yield* networkFaults(at, value, body);
    }
  },
};

function warn(at: Occurrence, word: Word, nginx: string, message: string): Fault {
  return { ...invalidValue(at, word, nginx, message), warning: true };
}

function* singleFaults(at: Occurrence, body: Body): Generator<Fault> {
  const { name } = at.node;
  if (name.value !== 'ranges') return;
  if (body.begun) {
    const nginx = 'the "ranges" directive must be the first directive inside "geo" block';
    yield invalidValue(at, name, nginx, '"ranges" must stand before the entries of its "geo"');
  }
  body.ranges ??= new GeoRanges();
}

function* proxyFaults(at: Occurrence, word: Word): Generator<Fault> {
  const network = networkOf(word.value);
  if (network === null) yield wrongNetwork(at, word);
  else if (network.lowBits) yield lowBits(at, word);
}

function wrongNetwork(at: Occurrence, word: Word): Fault {
  const message = `"${word.value}" is no network: an address stands here, or one with "/" and a number of bits`;
  return invalidValue(at, word, `invalid network "${word.value}"`, message);
}

function lowBits(at: Occurrence, word: Word): Fault {
  const message = `"${word.value}" has bits set behind its mask, which count for nothing`;
  return warn(at, word, `low address bits of ${word.value} are meaningless`, message);
}

/** Mirrors ngx_http_geo_cidr(). */
function* networkFaults(at: Occurrence, value: Word, body: Body): Generator<Fault> {
  const { name } = at.node;
  body.begun = true;
  if (name.value === 'default') {
    for (const old of body.networks.addDefault(value.value)) yield twice(at, name, 'network', old);
    return;
  }
  const deletes = name.value === 'delete';
  const word = deletes ? value : name;
  const network = networkOf(word.value);
  if (network === null) {
    yield wrongNetwork(at, word);
    return;
  }
  if (network.lowBits) yield lowBits(at, word);
  if (deletes) {
    if (!body.networks.remove(network)) yield absent(at, word, 'network');
    return;
  }
  const old = body.networks.add(network, value.value);
  if (old !== null) yield twice(at, word, 'network', old);
}

function twice(at: Occurrence, word: Word, what: 'network' | 'range', old: string): Fault {
  const value = at.node.args[0]?.value ?? '';
  const nginx = `duplicate ${what} "${word.value}", value: "${value}", old value: "${old}"`;
  return warn(at, word, nginx, `"${word.value}" is in this "geo" already; its value "${old}" is lost`);
}

function absent(at: Occurrence, word: Word, what: 'network' | 'address range'): Fault {
  return warn(at, word, `no ${what} "${word.value}" to delete`, `"${word.value}" is not in this "geo" to be deleted`);
}

/** Mirrors ngx_http_geo_range(). */
function* rangeFaults(at: Occurrence, value: Word, body: Body, ranges: GeoRanges): Generator<Fault> {
  const { name } = at.node;
  if (name.value === 'default') {
    if (body.rangeDefault !== null) {
      const nginx = `duplicate default geo range value: "${value.value}", old value: "${body.rangeDefault}"`;
      yield warn(at, name, nginx, `this "geo" has a default already; its value "${body.rangeDefault}" is lost`);
    }
    body.rangeDefault = value.value;
    return;
  }
  const deletes = name.value === 'delete';
  const word = deletes ? value : name;
  const range = readRange(word.value);
  if (range === null) {
    const message = `"${word.value}" is no range: two IPv4 addresses with "-" between them stand here, the lower first`;
    yield invalidValue(at, word, `invalid range "${word.value}"`, message);
  } else if (deletes) {
    if (!ranges.remove({ ...range, value: '' })) yield absent(at, word, 'address range');
  } else {
    const { overlapped, replaced } = ranges.add({ ...range, value: value.value });
    for (const old of replaced) yield twice(at, word, 'range', old);
    if (overlapped === null) return;
    const other = rangeText(overlapped);
    const message = `"${word.value}" overlaps "${other}", and does not lie in it`;
    yield invalidValue(at, word, `range "${word.value}" overlaps "${other}"`, message);
  }
}
