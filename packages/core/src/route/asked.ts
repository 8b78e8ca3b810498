import { isRefusal } from '../model/access.ts';
import { walk } from '../model/blocks.ts';
import type { ConfigModel, LocationModel, ServerModel } from '../model/types.ts';
import { comparesPattern, readCondition } from '../nginx/condition.ts';
import type { Occurrence } from '../tree/tree.ts';
import { searchLocation } from './location-tree.ts';
import { regexOf } from './regexes.ts';
import { rewrittenPath, type ServerRewrite, serverRewrites } from './server-rewrites.ts';
import { hasProgram, serverStop } from './server-stop.ts';
import type { Bytes } from './types.ts';

/** Of these a client may send what it likes, so that a test of them does not depend on the path. */
const FREE = /^(?:host|http_\w+|scheme|https|request_method|query_string|args|arg_\w+|is_args|server_port|ssl_\w+)$/;
const PATHS = /^(?:uri|document_uri|request_uri)$/;

interface BeforeSearch {
  readonly stop: Occurrence | null;
  readonly rewrites: readonly ServerRewrite[];
  readonly tests: readonly Occurrence[];
}

const known = new WeakMap<ServerModel, BeforeSearch>();

/**
 * The block that a client gets into with a path: a location, or the server itself where none matches. Null where the
 * server's own `return` and `rewrite` or an `if` of it may stand in the way, and where it cannot be told.
 */
export function blockAsked(model: ConfigModel, server: ServerModel, path: Bytes): LocationModel | 'server' | null {
  const uri = hasProgram(model, server) ? uriSearched(model, server, path) : path;
  if (uri === null) return null;
  const found = searchLocation(model, server, uri);
  if (found.kind === 'location') return found.location;
  return found.kind === 'server' ? 'server' : null;
}

/** The URI that a location is looked for with; null where that may not come to it. */
function uriSearched(model: ConfigModel, server: ServerModel, path: Bytes): Bytes | null {
  let before = known.get(server);
  if (before === undefined) {
    before = {
      stop: serverStop(model, server),
      rewrites: serverRewrites(model, server),
      tests: server.at.children.filter(({ name }) => name === 'if'),
    };
    known.set(server, before);
  }
  if (before.stop !== null || before.tests.some((test) => mayStop(model, test, path))) return null;
  const rewritten = rewrittenPath(before.rewrites, path);
  return typeof rewritten === 'string' ? null : rewritten.uri;
}

/** May an `if` of a server refuse or redirect every request for a path? */
function mayStop(model: ConfigModel, test: Occurrence, path: Bytes): boolean {
  const body = [...walk(test)];
  if (!body.some(({ name }) => name === 'return' || name === 'rewrite')) return false;
  if (test.node.args.length === 0) return true;
  const condition = readCondition(test.node.args);
  if (condition.kind === 'wrong') return true;
  // Files that are not there are sent on, which those of interest here are.
  if (condition.kind === 'file') return !condition.operator.startsWith('!');
  const name = condition.variable.text;
  if (PATHS.test(name) && condition.kind === 'comparison' && comparesPattern(condition.operator)) {
    const { operand, operator } = condition;
    const { encoding } = model.source(test.file);
    const match = regexOf(operand.text, operator.endsWith('*'), encoding).match(path);
    return match === 'cannot-evaluate' || (match !== null) !== operator.startsWith('!');
  }
  if (FREE.test(name)) return false;
  return body.some((at) => isRefusal(at) || at.name === 'rewrite');
}
