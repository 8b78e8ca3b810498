import type { Word } from '../syntax/nodes.ts';
import { readOnce } from '../text/read-once.ts';
import type { Occurrence } from '../tree/tree.ts';
import type { ConfigModel } from './types.ts';

/** Directives that set one header, trailer or parameter of a name to a value. */
export type HeaderDirective =
  | 'add_header'
  | 'add_trailer'
  | 'proxy_set_header'
  | 'grpc_set_header'
  | 'fastcgi_param'
  | 'uwsgi_param'
  | 'scgi_param';

export interface HeaderSetting {
  readonly name: string;
  /** The name in lower case: names of headers are compared without it. */
  readonly key: string;
  /** As written, variables not replaced; empty where there is none. */
  readonly value: string;
  /** `always` of `add_header` and `add_trailer`: sent with every status. */
  readonly always: boolean;
  readonly at: Occurrence;
}

/**
 * The headers that hold in a block, in the order in which nginx adds them. What it adds without being told to
 * (`Host $proxy_host`, `Connection close`) is not among them.
 */
export function headersAt(model: ConfigModel, at: Occurrence, directive: HeaderDirective): readonly HeaderSetting[] {
  const { values } = model.effective(at, directive);
  let settings = values.length === 0 ? NONE : known.get(values);
  if (settings === undefined) {
    settings = readSettings(values, directive);
    known.set(values, settings);
  }
  return settings;
}

const NONE: readonly HeaderSetting[] = [];

/** By what holds, which blocks that take over all have in common. */
const known = new WeakMap<readonly Occurrence[], readonly HeaderSetting[]>();

function readSettings(values: readonly Occurrence[], directive: HeaderDirective): readonly HeaderSetting[] {
  const adds = directive.startsWith('add_');
  const settings: HeaderSetting[] = [];
  // Without an iterator, which makes an object for each element as long as V8 interprets.
  for (let index = 0; index < values.length; index++) {
    const at = values[index];
    const name = at?.node.args[0]?.value;
    if (at === undefined || name === undefined) continue;
    const { args } = at.node;
    const always = adds && args[2]?.value === 'always';
    settings.push({ name, key: keyOf(name), value: args[1]?.value ?? '', always, at });
  }
  // As a copy has no room for more, and there may be very many of them.
  return settings.slice();
}

/** Of few names there are very many settings. */
const keyOf = readOnce(1_000, (name) => name.toLowerCase());

/** The settings of one header; names of headers are compared without case. */
export function headerNamed(headers: readonly HeaderSetting[], name: string): readonly HeaderSetting[] {
  const wanted = name.toLowerCase();
  let found: HeaderSetting[] | null = null;
  for (const header of headers) {
    if (header.key !== wanted) continue;
    if (found === null) found = [header];
    else found.push(header);
  }
  return found ?? NONE;
}

/** Does a word name a header? `key` is in lower case. */
export function namesHeader(word: Word | undefined, key: string): boolean {
  return word !== undefined && word.value.length === key.length && word.value.toLowerCase() === key;
}

/** The first setting of a header whose name is given in lower case. */
export function firstNamed(headers: readonly HeaderSetting[], key: string): HeaderSetting | undefined {
  for (const header of headers) if (header.key === key) return header;
  return undefined;
}

/**
 * The headers that a block would take from around it, did it not set others itself: those of the nearest block that
 * sets any, without the ones that this block sets anew. Empty where it sets none and so loses none.
 */
export function cutOffAt(model: ConfigModel, block: Occurrence, directive: HeaderDirective): readonly HeaderSetting[] {
  if (block.parent === null || model.effective(block, directive).setIn !== block) return NONE;
  const around = headersAt(model, block.parent, directive);
  if (around.length === 0) return NONE;
  // Parameters of FastCGI and its kin are told apart by case.
  const cased = directive.endsWith('_param');
  const own = new Set(headersAt(model, block, directive).map(({ name, key }) => (cased ? name : key)));
  return around.filter(({ name, key }) => !own.has(cased ? name : key));
}
