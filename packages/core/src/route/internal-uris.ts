import { walk } from '../model/blocks.ts';
import type { ConfigModel, ServerModel } from '../model/types.ts';
import type { Occurrence } from '../tree/tree.ts';
import { wordBytes } from './bytes.ts';
import type { Bytes } from './types.ts';

/** Where internal redirects, rewrites and subrequests of a server lead to. */
export interface InternalUris {
  /** URIs that are written out, without arguments. */
  readonly uris: readonly Bytes[];
  /** Names of named locations, with their `@`. */
  readonly names: ReadonlySet<Bytes>;
  /** What URIs begin with that only a request or an answer makes known; empty for those of which nothing is known. */
  readonly beginnings: readonly Bytes[];
  /** What else may name a named location: variables and code, or answers of a backend (`X-Accel-Redirect: @name`). */
  readonly openNames: 'nothing' | 'backend' | 'code';
  /** Files that the index module looks for in a folder, and redirects to (M6). */
  readonly indexFiles: readonly Bytes[];
}

type TargetOf = (words: readonly string[]) => string | undefined;

const first: TargetOf = ([word]) => word;
const last: TargetOf = (words) => words.at(-1);

/** By directive, which of its words is where it leads to. */
const TARGETS: ReadonlyMap<string, TargetOf> = new Map<string, TargetOf>([
  ['try_files', last],
  ['error_page', last],
  // With such a flag it is the client that goes there.
  ['rewrite', ([, target, flag]) => (flag === 'redirect' || flag === 'permanent' ? undefined : target)],
  ['index', (words) => words.find((word) => word.startsWith('/'))],
  ['post_action', first],
  ['auth_request', first],
  ['mirror', first],
  ['add_before_body', first],
  ['add_after_body', first],
  ['internal_redirect', first],
]);

/** Where these lead to stands in files and in code. */
const CODE = /^(?:ssi|perl|random_index|js_\w+|\w*_by_lua\w*|echo_\w+|srcache_\w+|push_stream_\w+)$/;
/** Answers of a backend may say `X-Accel-Redirect`. */
const BACKEND = /^\w+_pass$/;

const MOST_BEGINNINGS = 16;

const known = new WeakMap<ServerModel, InternalUris>();

export function internalUris(model: ConfigModel, server: ServerModel): InternalUris {
  let found = known.get(server);
  if (found === undefined) {
    found = gather(model, server);
    known.set(server, found);
  }
  return found;
}

function gather(model: ConfigModel, server: ServerModel): InternalUris {
  const uris = new Set<Bytes>();
  const names = new Set<Bytes>();
  const indexFiles = new Set<Bytes>(['index.html']);
  const beginnings = new Set<Bytes>();
  let openNames: InternalUris['openNames'] = 'nothing';
  for (const at of directivesOf(server)) {
    const { name, args } = at.node;
    const words = args.map(({ value }) => value);
    const isCode = CODE.test(name.value) && words[0] !== 'off';
    if (isCode || BACKEND.test(name.value)) {
      beginnings.add('');
      if (isCode || openNames === 'nothing') openNames = isCode ? 'code' : 'backend';
    }
    if (name.value === 'index') for (const word of words) indexFiles.add(wordBytes(model, at, word));
    const target = TARGETS.get(name.value)?.(words);
    if (target === undefined || isElsewhere(name.value, target)) continue;
    const [path = ''] = target.split('?', 1);
    const [beginning = ''] = path.split('$', 1);
    if (path.startsWith('@') && name.value !== 'rewrite') names.add(wordBytes(model, at, path));
    else if (beginning === path) uris.add(wordBytes(model, at, path));
    else beginnings.add(wordBytes(model, at, beginning));
    if (path.startsWith('$')) openNames = 'code';
  }
  if ([...indexFiles].some((file) => file.includes('$'))) beginnings.add('');
  return { uris: [...uris], names, beginnings: longestFew(beginnings), openNames, indexFiles: [...indexFiles] };
}

/** What begins with one of them begins with one of these. */
function longestFew(beginnings: ReadonlySet<Bytes>): Bytes[] {
  const few: Bytes[] = [];
  for (const text of [...beginnings].sort()) if (!few.some((known) => text.startsWith(known))) few.push(text);
  return few.length > MOST_BEGINNINGS ? [''] : few;
}

/** Addresses of redirects, statuses, switches. */
function isElsewhere(directive: string, target: string): boolean {
  if (target === '' || target === 'off') return true;
  if (directive === 'rewrite') return /^(?:https?:\/\/|\$scheme)/.test(target);
  if (directive === 'error_page') return !/^[/@$]/.test(target);
  return target.startsWith('=');
}

/** What stands in a server, and around it, from where it is inherited. */
function directivesOf(server: ServerModel): Occurrence[] {
  const found = [...walk(server.at)];
  for (let block = server.at.parent; block !== null; block = block.parent) {
    found.push(...block.children.filter((child) => child.children.length === 0));
  }
  return found;
}
