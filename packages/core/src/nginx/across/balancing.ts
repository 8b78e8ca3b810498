import type { ConfigModel } from '../../model/types.ts';
import { isWritten } from '../../model/written.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';
import { METHODS, serverWords } from '../directives/upstream-server.ts';
import type { Fault } from '../fault.ts';
import { placementFault } from '../placement.ts';
import { seesOnlyPart } from '../unseen.ts';

/** Methods that leave `NGX_HTTP_UPSTREAM_BACKUP` out of the group's flags. */
const WITHOUT_BACKUP: ReadonlySet<string> = new Set(['hash', 'ip_hash', 'random']);

const CONTEXTS: ReadonlySet<string> = new Set(['upstream', 'stream.upstream']);

/** What the directives of a group ask of each other: methods, backup servers, names that are looked up at run time. */
export function* balancingFaults(model: ConfigModel): Generator<Fault> {
  const asked = groupsToAsk(model);
  if (asked.size === 0) return;
  const groups = new Set(
    model.named('server').flatMap(({ parent }) => (parent !== null && asked.has(parent) ? [parent] : [])),
  );
  for (const at of groups) {
    const children = at.children.filter((child) => child.fact?.source === 'core');
    yield* methodFaults(children, model);
    // A group around a fragment may have more than the fragment shows.
    if (!at.implied) yield* resolveFaults(at, children, model);
  }
}

/** Groups with a method, or with a server that is looked up at run time. */
function groupsToAsk(model: ConfigModel): ReadonlySet<Occurrence> {
  const groups = new Set<Occurrence>();
  for (const { parent, context, node } of isWritten(model, /resolve/) ? model.named('server') : NO_SERVERS)
    if (parent !== null && CONTEXTS.has(context) && node.args.some(isResolve)) groups.add(parent);
  for (const method of METHODS)
    for (const { parent, context } of model.named(method))
      if (parent !== null && CONTEXTS.has(context)) groups.add(parent);
  return groups;
}

const NO_SERVERS: readonly Occurrence[] = [];

const isResolve = ({ value }: Word): boolean => value.startsWith('resolve');

function* methodFaults(children: readonly Occurrence[], model: ConfigModel): Generator<Fault> {
  let method: Occurrence | null = null;
  let initialised: Occurrence | null = null;
  for (const child of children) {
    const name = child.name;
    if (name === 'server') yield* backupFaults(child, method);
    const chooses = METHODS.has(name);
    if (chooses && initialised) yield redefined(child, initialised);
    if (chooses) method = child;
    // Until 1.29.7 "keepalive" wrapped the method that was known so far.
    const wraps = name === 'sticky' || (name === 'keepalive' && !model.facts.atLeast('1.29.7'));
    if (chooses || wraps) initialised = child;
  }
}

/** A method that follows the server comes too late to be asked. */
function* backupFaults(at: Occurrence, method: Occurrence | null): Generator<Fault> {
  if (method === null || !WITHOUT_BACKUP.has(method.name)) return;
  const backup = at.node.args.slice(1).find(({ value }) => value === 'backup');
  if (backup === undefined) return;
  const name = method.name;
  yield {
    rule: 'upstream-backup-with-affinity',
    at,
    span: backup,
    message: `"${name}" uses no backup servers; remove "backup", or use "least_conn" or no method`,
    nginx: 'balancing method does not support parameter "backup"',
    related: [{ file: method.file, span: method.node.name, message: 'the method' }],
    deletion: { title: 'Remove "backup"', safe: false, word: backup },
  };
}

function redefined(at: Occurrence, before: Occurrence): Fault {
  const name = at.name;
  const first = before.name;
  const message = METHODS.has(first)
    ? `a group has one method, and "${name}" replaces "${first}"; keep one of them`
    : `"${name}" replaces what "${first}" has set up; put it before "${first}"`;
  return {
    rule: 'upstream-method-order',
    at,
    span: at.node.name,
    message,
    nginx: 'load balancing method redefined',
    related: [{ file: before.file, span: before.node.name, message: 'is replaced' }],
    warning: true,
    ...mended(at, before),
  };
}

/** The method that is replaced goes; one that comes too late moves, where both are written in one place. */
function mended(at: Occurrence, before: Occurrence): Pick<Fault, 'removal' | 'move'> {
  const first = before.name;
  if (METHODS.has(first))
    return { removal: { title: `Remove "${first}", which does nothing`, safe: true, of: before } };
  if (at.file !== before.file || at.via.length !== before.via.length) return {};
  return { move: { title: `Put "${at.name}" before "${first}"`, safe: true, before } };
}

/** Names that are looked up at run time need shared memory and a resolver: ngx_http_upstream_init_round_robin(). */
function* resolveFaults(at: Occurrence, children: readonly Occurrence[], model: ConfigModel): Generator<Fault> {
  const words = children.filter(({ name }) => name === 'server').flatMap((server) => resolved(server, model));
  const [first] = words;
  if (first === undefined) return;
  const group = at.node.args[0];
  const name = group?.value ?? '';
  const related = words.map(({ at: server, word }) => ({
    file: server.file,
    span: word,
    message: 'is looked up at run time',
  }));
  const fault = { rule: 'upstream-resolve-incomplete', at, span: group ?? at.node.name, related };
  const has = (block: readonly Occurrence[], directive: string): boolean =>
    block.some(({ name }) => name === directive);
  if (!has(children, 'zone')) {
    const message = `"resolve" needs the group in shared memory; add "zone ${name} 64k;"`;
    const place = `upstream "${name}" in ${placeOf(at, model)}`;
    const nginx = `resolving names at run time requires ${place} to be in shared memory`;
    const statement = `zone ${name} 64k;`;
    const insertion = { title: `Add "${statement}"`, safe: true, into: at, statements: [statement] };
    yield { ...fault, message, nginx, insertion };
  } else if (!has(children, 'resolver') && !has(at.parent?.children ?? [], 'resolver')) {
    const outer = at.parent?.name ?? 'http';
    const message = `"resolve" needs a "resolver", which counts in this group or in "${outer}" only; add one there`;
    const nginx = `no resolver defined to resolve names at run time in upstream "${name}"`;
    yield { ...fault, message, nginx, ...(seesOnlyPart(model) ? { doubtful: true } : {}) };
  }
}

function resolved(server: Occurrence, model: ConfigModel): { at: Occurrence; word: Word }[] {
  if (!server.node.args.some(isResolve)) return [];
  if (placementFault(server, model.facts) !== null) return [];
  const words = serverWords(server, model.facts);
  if (!words?.resolve || typeof words.url === 'string') return [];
  return words.url.family === 'inet' && words.url.bytes === null ? [{ at: server, word: words.resolve }] : [];
}

function placeOf(at: Occurrence, model: ConfigModel): string {
  const { lines, id } = model.source(at.file);
  return `${id.replace(/^file:\/\//, '')}:${lines.lineAt(at.node.stop)}`;
}
