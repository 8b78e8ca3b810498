import type { Occurrence } from '../tree/tree.ts';
import { wordBytes } from './bytes.ts';
import { isTooLong, shownPath } from './files.ts';
import { mapUri, rootAt } from './mapping.ts';
import { isGetHeadOrPost } from './method-group.ts';
import { evaluateText } from './script.ts';
import { isOpened, openedKind } from './served-file.ts';
import { type Bytes, DECLINED, type Exchange, isUnknown, perBlock, type Step, type Value } from './types.ts';
import { endsInSlash } from './uri-end.ts';
import { currentArgs } from './variables/request.ts';

interface Index {
  readonly text: Bytes;
  readonly at: Occurrence | null;
}

const DEFAULT_INDEX: readonly Index[] = [{ text: 'index.html', at: null }];

const indicesOf = perBlock((block, model): readonly Index[] => {
  const { values } = model.effective(block, 'index');
  const indices = values.flatMap((at) => at.node.args.map(({ value }) => ({ text: wordBytes(model, at, value), at })));
  return indices.length === 0 ? DEFAULT_INDEX : indices;
});

/** Mirrors ngx_http_index_handler(): the first candidate that exists is an internal redirect. */
export function indexFiles(exchange: Exchange): Step {
  if (!endsInSlash(exchange) || !isGetHeadOrPost(exchange)) return DECLINED;
  let directoryTested = false;
  for (const { text, at } of indicesOf(exchange.block, exchange.model)) {
    if (text.startsWith('/')) return redirect(exchange, text, at);
    const mapped = mapUri(exchange);
    if ('step' in mapped) return mapped.step;
    const name = text.includes('$') ? evaluateText(exchange, text) : text;
    if (isUnknown(name)) return { kind: 'unknown', reason: name.unknown };
    if (name.startsWith('/')) return redirect(exchange, name, at);
    const there = test(exchange, mapped.path, name, at ?? rootAt(exchange));
    if (there === 'found') return redirect(exchange, exchange.uri + name, at);
    if (there !== 'missing') return there;
    if (!directoryTested) {
      const refused = testDirectory(exchange, mapped.path);
      if (refused !== null) return refused;
      directoryTested = true;
    }
  }
  return DECLINED;
}

/** The arguments stay as they are. */
function redirect(exchange: Exchange, uri: Bytes, at: Occurrence | null): Step {
  const args = currentArgs(exchange);
  if (isUnknown(args)) return { kind: 'unknown', reason: args.unknown };
  exchange.trace.add('index-redirect', `goes on as "${shownPath(uri)}"`, at, 'I1');
  return { kind: 'redirect', uri, args };
}

/** A folder is as good as a file here. */
function test(exchange: Exchange, path: Value, name: Bytes, at: Occurrence | null): 'found' | 'missing' | Step {
  const index = isUnknown(path) ? path : path + name;
  const shown = shownPath(isUnknown(index) ? exchange.uri + name : index);
  if (!isUnknown(index) && isTooLong(index)) return { kind: 'status', status: 404 };
  const kind = indexKind(exchange, index, name, at);
  const found = kind === 'file' || kind === 'directory';
  exchange.trace.add('index', `"${shown}" ${found ? 'exists' : 'does not exist'}`, at, 'M6');
  if (found) return 'found';
  if (kind === 'missing') return 'missing';
  // ngx_http_index_error()
  return { kind: 'status', status: kind === 'forbidden' ? 403 : 404 };
}

function indexKind(exchange: Exchange, index: Value, name: Bytes, at: Occurrence | null) {
  if (!isUnknown(index)) {
    if (exchange.probe(index) !== 'unknown') return openedKind(exchange, index, at);
    // Where nothing is known of a disk, a folder of that name is not worth a question.
    return isOpened(exchange, index, 'file', at) ? 'file' : 'missing';
  }
  return exchange.decide(`"${shownPath(name)}" is in the folder of "${shownPath(exchange.uri)}"`, at)
    ? 'file'
    : 'missing';
}

/** ngx_http_index_test_dir(): a folder that does not exist is 404; null where the search may go on. */
function testDirectory(exchange: Exchange, path: Value): Step | null {
  // The slash at the end is left out; a value of `alias` may come without one.
  const directory = isUnknown(path) || !path.endsWith('/') || path === '/' ? path : path.slice(0, -1);
  const kind = openedKind(exchange, directory, rootAt(exchange));
  const shown = shownPath(isUnknown(directory) ? exchange.uri : directory);
  if (kind === 'directory' || kind === 'forbidden') return null;
  if (kind === 'missing') {
    exchange.trace.add('index-directory', `the folder "${shown}" does not exist`, rootAt(exchange), 'M6');
    return { kind: 'status', status: 404 };
  }
  exchange.trace.add('index-directory', `"${shown}" is not a folder`, rootAt(exchange), 'M6');
  return { kind: 'status', status: 500 };
}
