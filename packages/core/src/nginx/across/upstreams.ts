import type { ConfigModel } from '../../model/types.ts';
import type { Url } from '../../model/url.ts';
import type { Word } from '../../syntax/nodes.ts';
import { nearest } from '../../text/nearest.ts';
import type { Occurrence } from '../../tree/tree.ts';
import { GROUP_PASSES, lookupError, passAddress } from '../directives/pass.ts';
import { scopeOf } from '../evaluation.ts';
import type { Fault } from '../fault.ts';
import { placementFault } from '../placement.ts';
import { inReadingOrder } from '../reading-order.ts';
import { seesOnlyPart } from '../unseen.ts';

/** With more names than these nothing is suggested. */
const MOST_NAMES = 1000;

const WANTED: readonly string[] = ['upstream', ...GROUP_PASSES];

/** An entry of `umcf->upstreams`: a block, or what a passing directive made. */
interface Group {
  readonly at: Occurrence;
  readonly word: Word;
  readonly name: string;
  readonly noPort: boolean;
  /** A literal address with a port, or a socket: nothing is left to find. */
  readonly complete: boolean;
  readonly url: Url | null;
  readonly port: number;
}

/** The entries of one name. */
interface Named {
  /** The block that defines the group. */
  created: Group | null;
  /** What passes to the name otherwise, by port; the first one decides whether a block may still follow. */
  readonly others: Map<number, Group>;
}

/**
 * Names of groups, and passing directives that name one or make one: ngx_http_upstream_add(),
 * ngx_stream_upstream_add(), and then ngx_http_upstream_init_round_robin().
 */
export function groupFaults(model: ConfigModel): readonly Fault[] {
  return mayConflict(model) ? [...faultsInOrder(model)] : NONE;
}

const NONE: readonly Fault[] = [];

/** Nearly always all names differ, and what passes to one of them has no port: then their order does not count. */
function mayConflict(model: ConfigModel): boolean {
  const groups = { http: new Set<string>(), stream: new Set<string>() };
  for (const at of model.named('upstream')) {
    if (at.fact?.source !== 'core' || placementFault(at, model.facts) !== null) continue;
    const names = groups[scopeOf(at)];
    const name = at.node.args[0]?.value.toLowerCase() ?? '';
    if (names.has(name)) return true;
    names.add(name);
  }
  return GROUP_PASSES.some((directive) =>
    model.named(directive).some((at) => {
      const group = groupOf(at);
      if (group === null) return false;
      if (groups[scopeOf(at)].has(group.name.toLowerCase())) return !group.noPort;
      return leftOverError(group) !== null;
    }),
  );
}

function* faultsInOrder(model: ConfigModel): Generator<Fault> {
  const known = { http: new Map<string, Named>(), stream: new Map<string, Named>() };
  for (const at of inReadingOrder(model, WANTED)) {
    if (at.fact?.source !== 'core' || placementFault(at, model.facts) !== null) continue;
    const scope = scopeOf(at);
    const group = groupOf(at);
    if (group !== null) yield* added(known[scope], group, scope);
  }
  const unseen = seesOnlyPart(model);
  for (const groups of [known.http, known.stream]) {
    const names = [...groups.values()].flatMap(({ created }) => (created ? [created.name] : []));
    for (const { created, others } of groups.values())
      if (created === null) for (const group of others.values()) yield* leftOver(group, names, unseen);
  }
}

function groupOf(at: Occurrence): Group | null {
  if (at.name === 'upstream') {
    const word = at.node.args[0];
    if (word === undefined) return null;
    return { at, word, name: word.value, noPort: true, complete: true, url: null, port: 0 };
  }
  const address = passAddress(at);
  if (address === null || typeof address.url === 'string') return null;
  const { url, word } = address;
  const complete = url.family === 'unix' || (url.bytes !== null && url.port !== 0);
  return { at, word, name: url.host, noPort: url.noPort, complete, url, port: url.port };
}

function* added(groups: Map<string, Named>, group: Group, scope: 'http' | 'stream'): Generator<Fault> {
  const key = group.name.toLowerCase();
  const named = groups.get(key) ?? { created: null, others: new Map<number, Group>() };
  groups.set(key, named);
  const { created, others } = named;
  if (group.at.name === 'upstream') {
    const [first] = others.values();
    if (created) yield twice(group, created.at);
    else if (first && !first.noPort) yield withPort(first, group.at, first.port);
    else named.created = group;
    return;
  }
  if (created) {
    if (!group.noPort) yield withPort(group, created.at, group.port);
    return;
  }
  // In http an entry without a port stands for all ports, and the first one for those that come without.
  const found =
    others.has(group.port) || (scope === 'http' && (others.has(0) || (group.port === 0 && others.size > 0)));
  if (!found) others.set(group.port, group);
}

function twice({ at, word, name }: Group, before: Occurrence): Fault {
  return {
    rule: 'directive-duplicate',
    at,
    span: word,
    message: `there is an upstream "${name}" already; give one of the two another name`,
    nginx: `duplicate upstream "${name}"`,
    related: [{ file: before.file, span: before.node, message: 'has the same name' }],
  };
}

function withPort({ at, word, name }: Group, upstream: Occurrence, port: number): Fault {
  return {
    rule: 'directive-invalid-value',
    at,
    span: word,
    message: `"${name}" is an upstream, whose servers have ports of their own; remove ":${port}"`,
    nginx: `upstream "${name}" may not have port ${port}`,
    related: [{ file: upstream.file, span: upstream.node.args[0] ?? upstream.node, message: 'the upstream' }],
  };
}

/** What nginx objects to in an address that no group defines. */
function leftOverError({ complete, url, port }: Group): string | null {
  if (complete || url === null) return null;
  return port === 0 ? 'no port' : lookupError(url);
}

/** A group that no block defines, and whose servers the machine cannot find either. */
function* leftOver(group: Group, defined: readonly string[], unseen: boolean): Generator<Fault> {
  const { at, word, name } = group;
  const error = leftOverError(group);
  if (error === null) return;
  const [near] = defined.length > MOST_NAMES ? [] : nearest(name, defined);
  const hint = near === undefined ? '' : `; did you mean "${near}"?`;
  const message =
    error === 'no port'
      ? `"${name}" is not an upstream, and as an address it needs a port${hint}`
      : `"${name}" is neither an upstream nor the name of a host${hint}`;
  yield {
    rule: 'directive-invalid-value',
    at,
    span: word,
    message,
    nginx: `${error} in upstream "${name}"`,
    ...(unseen && !isPlainAddress(name) ? { doubtful: true } : {}),
  };
}

/** Nobody gives such a name to a group. */
function isPlainAddress(name: string): boolean {
  return /^(?:\d+(?:\.\d+){3}|\[.*\])$/.test(name);
}
