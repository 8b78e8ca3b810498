import type { ConfigModel } from '../../model/types.ts';
import { nearest } from '../../text/nearest.ts';
import type { Occurrence } from '../../tree/tree.ts';
import { scopeOf } from '../evaluation.ts';
import type { Fault } from '../fault.ts';
import { inReadingOrder } from '../reading-order.ts';
import { seesOnlyPart } from '../unseen.ts';

/** `LOG_FORMAT`, which a script replaces: formats have names in small letters. */
const PLACEHOLDER = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;

/**
 * Mirrors ngx_http_log_set_format() and ngx_http_log_set_log(), and their twins of stream: formats have a name of their
 * own, and those that a log uses stand before it. A name is compared with case there, and without it here.
 */
export function* logFormats(model: ConfigModel): Generator<Fault> {
  const formats = { http: new Map<string, Occurrence | null>([['combined', null]]), stream: new Map() };
  const doubtful = seesOnlyPart(model);
  const all = model.named('log_format');
  for (const at of inReadingOrder(model, ['access_log', 'log_format'])) {
    const { name, args } = at.node;
    const [first, second] = args;
    if (at.fact?.source !== 'core' || first === undefined) continue;
    const known: Map<string, Occurrence | null> = formats[scopeOf(at)];
    if (name.value === 'access_log') {
      if (first.value === 'off' || second === undefined || hasName(known, second.value)) continue;
      yield unknownFormat(at, known, all, doubtful);
    } else if (known.has(first.value)) {
      yield twice(at, known.get(first.value) ?? null);
    } else {
      known.set(first.value, at);
    }
  }
}

function hasName(known: ReadonlyMap<string, unknown>, name: string): boolean {
  if (known.has(name)) return true;
  const lower = name.toLowerCase();
  for (const each of known.keys()) if (each.toLowerCase() === lower) return true;
  return false;
}

function unknownFormat(
  at: Occurrence,
  known: ReadonlyMap<string, unknown>,
  all: readonly Occurrence[],
  doubtful: boolean,
): Fault {
  const [, word = at.node.name] = at.node.args;
  const name = word.value;
  const fault = { rule: 'log-format-undefined', at, span: word, nginx: `unknown log format "${name}"` };
  const later = all.find((each) => scopeOf(each) === scopeOf(at) && each.node.args[0]?.value === name);
  if (later !== undefined) {
    const message = `the format "${name}" is defined after its use; put its "log_format" before this "access_log"`;
    const related = [{ file: later.file, span: later.node.name, message: 'its "log_format"' }];
    return { ...fault, message, related };
  }
  const [near] = nearest(name, known.keys());
  const message = `no "log_format" has the name "${name}"; ${near === undefined ? (PLACEHOLDER.test(name) ? 'if it is a placeholder, it was not filled in' : 'define it') : `did you mean "${near}"?`}`;
  const quiet = doubtful ? { doubtful: true } : {};
  if (near === undefined) return { ...fault, message, ...quiet };
  const edits = [{ file: at.file, span: word, text: near }];
  return { ...fault, message, fixes: [{ title: `Write "${near}"`, safe: false, edits }], ...quiet };
}

function twice(at: Occurrence, first: Occurrence | null): Fault {
  const name = at.node.args[0] ?? at.node.name;
  const own = first === null ? "is the name of nginx's own format" : 'names a format already';
  return {
    rule: 'directive-duplicate',
    at,
    span: name,
    message: `"${name.value}" ${own}; choose another name`,
    nginx: `duplicate "log_format" name "${name.value}"`,
    ...(first ? { related: [{ file: first.file, span: first.node.name, message: 'defines it already' }] } : {}),
  };
}
