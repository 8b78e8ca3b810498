import { own } from '../model/blocks.ts';
import type { Occurrence } from '../tree/tree.ts';
import { wordBytes } from './bytes.ts';
import { shownPath } from './files.ts';
import { mapRoot, type RootSetting } from './mapping.ts';
import { evaluateText } from './script.ts';
import { isOpened } from './served-file.ts';
import { type Bytes, DECLINED, type Exchange, isUnknown, perBlock, type Step, type Value } from './types.ts';
import { standsBehind } from './uri-end.ts';

interface Tried {
  /** Without the slash at its end, where that makes it a folder. */
  readonly text: Bytes;
  readonly directory: boolean;
  readonly scripted: boolean;
}

interface TryFiles {
  readonly at: Occurrence;
  readonly tried: readonly Tried[];
  readonly last: Tried;
  /** Of a last `=code`; 0 is none. */
  readonly code: number;
}

/** Only what stands in the block itself counts (T1). Mirrors ngx_http_try_files(). */
const tryFilesOf = perBlock((block, model): TryFiles | null => {
  const [at] = own(block, 'try_files');
  if (at === undefined) return null;
  const words = at.node.args.map(({ value }) => wordBytes(model, at, value));
  const parameters = words.map((word, index): Tried => {
    const directory = word.endsWith('/') && index + 1 < words.length;
    const text = directory ? word.slice(0, -1) : word;
    return { text, directory, scripted: text.includes('$') };
  });
  const last = parameters.at(-1);
  if (last === undefined) return null;
  const code = last.text.startsWith('=') ? Number(last.text.slice(1)) : 0;
  return { at, tried: parameters.slice(0, -1), last, code };
});

/** What a parameter comes to: `uri` is what stands behind the root in the path. */
interface Candidate {
  readonly uri: Value;
  readonly path: Value;
}

/** The precontent phase: changes `exchange.uri` where a file was found. Mirrors ngx_http_try_files_handler(). */
export function tryFiles(exchange: Exchange): Step {
  const setting = tryFilesOf(exchange.block, exchange.model);
  if (setting === null) return DECLINED;
  const mapped = mapRoot(exchange);
  if ('step' in mapped) return mapped.step;
  const { root, alias } = mapped;
  if (!isUnknown(root)) standsBehind(exchange, root);
  for (const tried of setting.tried) {
    const candidate = candidateOf(exchange, tried, root, alias);
    if (!isThere(exchange, tried, candidate, setting.at)) continue;
    if (isUnknown(candidate.uri)) return { kind: 'unknown', reason: candidate.uri.unknown };
    found(exchange, tried, candidate.uri, alias);
    exchange.trace.add(
      'try-uri',
      `the URI is now "${shownPath(exchange.uri)}", in the same location`,
      setting.at,
      'T3',
    );
    return DECLINED;
  }
  return fallback(exchange, setting, candidateOf(exchange, setting.last, root, alias).uri);
}

function candidateOf(exchange: Exchange, tried: Tried, root: Value, alias: RootSetting['alias']): Candidate {
  const value = tried.scripted ? evaluateText(exchange, tried.text) : tried.text;
  if (isUnknown(value)) return { uri: value, path: value };
  const named = tried.scripted && typeof alias === 'number' && alias > 0;
  // "if (alias && … && ngx_strncmp(name, r->uri.data, alias) == 0)": literal values are left as they are (T6).
  const uri = named && value.startsWith(exchange.uri.slice(0, alias)) ? value.slice(alias) : value;
  return { uri, path: isUnknown(root) ? root : root + uri };
}

function isThere(exchange: Exchange, tried: Tried, { path, uri }: Candidate, at: Occurrence): boolean {
  const kind = tried.directory ? 'directory' : 'file';
  const shown = isUnknown(path) ? (isUnknown(uri) ? tried.text : uri) : path;
  const answer = isUnknown(path)
    ? exchange.decide(`"${shownPath(shown)}" of try_files is a ${kind}`, at)
    : isOpened(exchange, path, kind, at);
  const step = tried.directory ? 'try-dir' : 'try-file';
  exchange.trace.add(step, `"${shownPath(shown)}" is ${answer ? '' : 'not '}a ${kind}`, at, 'T2');
  return answer;
}

function found(exchange: Exchange, tried: Tried, uri: Bytes, alias: RootSetting['alias']): void {
  if (alias === 0) exchange.uri = uri;
  else if (alias !== 'complete') exchange.uri = exchange.uri.slice(0, alias) + uri;
  // A folder leaves the URI as it is: the value of `alias` is the whole path.
  else if (!tried.directory) {
    exchange.uri = uri;
    exchange.addUriToAlias = true;
  }
}

function fallback(exchange: Exchange, { at, last, code }: TryFiles, uri: Value): Step {
  const shown = isUnknown(uri) ? last.text : uri;
  exchange.trace.add('try-fallback', `nothing was found: the last parameter "${shownPath(shown)}" is used`, at, 'T4');
  if (code !== 0) return { kind: 'status', status: code };
  if (isUnknown(uri)) return { kind: 'unknown', reason: uri.unknown };
  if (uri.startsWith('@')) return { kind: 'named', name: uri };
  const question = uri.indexOf('?');
  if (question < 0) return { kind: 'redirect', uri, args: '' };
  return { kind: 'redirect', uri: uri.slice(0, question), args: uri.slice(question + 1) };
}
