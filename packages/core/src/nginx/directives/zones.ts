import type { Facts } from '../../facts/types.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';
import type { DirectiveCheck, Fault } from '../fault.ts';
import {
  missingParameter,
  type Parameter,
  type ParameterValue,
  POSITIVE,
  parameterFaults,
} from '../named-parameters.ts';
import { parseNumber, parseSize } from '../units.ts';
import { valueFault } from '../values/index.ts';

/** Eight pages of 4096 bytes, the usual size; where pages are larger nginx asks for more. */
const LEAST_ZONE = 8 * 4096;

/** `name:size` as the setters of zones cut it. */
export interface ZoneWords {
  readonly name: string;
  readonly size: number;
}

export function parseZone(value: string): ZoneWords | null {
  const colon = value.indexOf(':');
  const size = colon === -1 ? null : parseSize(value.slice(colon + 1));
  return size === null ? null : { name: value.slice(0, colon), size };
}

/** The parameter that holds a zone. */
const ZONE: Parameter = {
  name: 'zone=',
  takes: {
    what: `a name and a size of at least ${LEAST_ZONE / 1024}k, such as one:10m`,
    accepts: (value) => (parseZone(value)?.size ?? 0) >= LEAST_ZONE,
  },
  nginx: (word) => {
    const parsed = parseZone(word.slice('zone='.length));
    return parsed === null ? `invalid zone size "${word}"` : `zone "${word}" is too small`;
  },
};

const RATE: ParameterValue = {
  what: 'a number of requests above 0 with "r/s" or "r/m"',
  accepts: (value) => (parseNumber(value.replace(/r\/[sm]$/, '')) ?? 0) > 0,
};
const invalidRate = (word: string): string => `invalid rate "${word}"`;
const unknown = (word: string): string => `invalid parameter "${word}"`;
const invalid = (name: string) => (word: string) => `invalid ${name} value "${word}"`;

const PARAMETERS: Readonly<Record<string, readonly Parameter[]>> = {
  limit_req_zone: [ZONE, { name: 'rate=', takes: RATE, nginx: invalidRate }, { name: 'sync', plus: true }],
  limit_conn_zone: [ZONE],
};

/** Modules with a cache: the word before `_cache` and `_store`. */
export const CACHES: readonly string[] = ['proxy', 'fastcgi', 'uwsgi', 'scgi'];

/** `limit_req_zone key zone=name:size rate=rate` and `limit_conn_zone`: ngx_http_limit_req_zone(), ngx_http_limit_conn_zone() */
export const zoneDefinition: DirectiveCheck = {
  names: ['limit_req_zone', 'limit_conn_zone'],
  *check(at, { facts }) {
    const directive = at.name;
    const words = at.node.args.slice(1);
    const grammar = { parameters: PARAMETERS[directive] ?? [], unknown };
    const faults = parameterFaults(at, words, grammar, 'directive-invalid-value', facts);
    yield* faults;
    const last = words.findLast(({ value }) => value.startsWith('zone='));
    if (faults.length > 0 || (last && !last.value.startsWith('zone=:'))) return;
    yield missingParameter(at, 'zone=', `"${directive}" must have "zone" parameter`, 'zone=one:10m');
  },
};

const LIMIT_REQ: readonly Parameter[] = [
  { name: 'zone=', takes: { what: 'a name', accepts: () => true } },
  { name: 'burst=', takes: POSITIVE, nginx: invalid('burst') },
  { name: 'delay=', takes: POSITIVE, nginx: invalid('delay'), since: '1.15.7' },
  { name: 'nodelay' },
];

/** `limit_req zone=name …` and `limit_conn zone number`: ngx_http_limit_req(), ngx_http_limit_conn() */
export const limit: DirectiveCheck = {
  names: ['limit_req', 'limit_conn'],
  *check(at, { facts }) {
    if (at.name === 'limit_req') yield* limitReq(at, facts);
    else if (at.node.args[1]) yield* limitConn(at, at.node.args[1]);
  },
};

function* limitReq(at: Occurrence, facts: Facts): Generator<Fault> {
  const words = at.node.args;
  const grammar = { parameters: LIMIT_REQ, unknown };
  const faults = parameterFaults(at, words, grammar, 'directive-invalid-value', facts);
  yield* faults;
  if (faults.length > 0 || words.some(({ value }) => value.startsWith('zone='))) return;
  yield missingParameter(at, 'zone=', '"limit_req" must have "zone" parameter', 'zone=one');
}

function* limitConn(at: Occurrence, word: Word): Generator<Fault> {
  const number = parseNumber(word.value) ?? 0;
  if (number >= 1 && number <= 65535) return;
  const message = `"limit_conn" takes a number of connections from 1 to 65535, not "${word.value}"`;
  const nginx = number === 0 ? `invalid number of connections "${word.value}"` : 'connection limit must be less 65536';
  yield valueFault(at, word, { message, nginx });
}

/** `zone name [size]` of a group: ngx_http_upstream_zone(), ngx_stream_upstream_zone() */
export const groupZone: DirectiveCheck = {
  names: ['zone'],
  contexts: ['upstream', 'stream.upstream'],
  *check(at) {
    const [name, size] = at.node.args;
    if (name === undefined) return;
    if (name.value === '')
      yield valueFault(at, name, { message: 'the zone needs a name', nginx: 'invalid zone name ""' });
    if (size === undefined) return;
    const bytes = parseSize(size.value);
    const message = `"zone" takes a size of at least ${LEAST_ZONE / 1024}k, not "${size.value}"`;
    if (bytes === null) yield valueFault(at, size, { message, nginx: `invalid zone size "${size.value}"` });
    else if (bytes < LEAST_ZONE) yield valueFault(at, size, { message, nginx: `zone "${name.value}" is too small` });
  },
};
