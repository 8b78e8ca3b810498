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
  return values.flatMap((setting) => {
    const [name, value, flag] = setting.node.args;
    if (name === undefined) return [];
    const always = directive.startsWith('add_') && flag?.value === 'always';
    return [{ name: name.value, value: value?.value ?? '', always, at: setting }];
  });
}

/** The settings of one header; names of headers are compared without case. */
export function headerNamed(headers: readonly HeaderSetting[], name: string): readonly HeaderSetting[] {
  const wanted = name.toLowerCase();
  return headers.filter((header) => header.name.toLowerCase() === wanted);
}

/**
 * The headers that a block would take from around it, did it not set others itself: those of the nearest block that
 * sets any, without the ones that this block sets anew. Empty where it sets none and so loses none.
 */
export function cutOffAt(model: ConfigModel, block: Occurrence, directive: HeaderDirective): readonly HeaderSetting[] {
  if (block.parent === null || model.effective(block, directive).setIn !== block) return [];
  // Parameters of FastCGI and its kin are told apart by case.
  const key = (name: string): string => (directive.endsWith('_param') ? name : name.toLowerCase());
  const own = new Set(headersAt(model, block, directive).map(({ name }) => key(name)));
  return headersAt(model, block.parent, directive).filter(({ name }) => !own.has(key(name)));
}
