import type { FileKind, FileProbe } from '../../../packages/core/src/route/types.ts';
import { ENTRY, PREFIX, type RecordedExchange } from './record.ts';
import { bytesOf } from './recorded-text.ts';

type Tree = Map<string, Tree | 'file'>;

/** The longest name of a file, and the longest path, that Linux takes. */
const LONGEST_NAME = 255;
const LONGEST_PATH = 4095;

/** The files of a recording: parents of files are folders, and the configuration itself is a file. */
export class RecordedFiles {
  readonly #root: Tree = new Map();
  readonly probe: FileProbe = (path) => lookUp(this.#root, path);

  constructor(files: readonly string[]) {
    for (const file of [ENTRY, ...files]) this.#add(bytesOf(file.startsWith('/') ? file : `${PREFIX}/${file}`));
  }

  /** What ngx_http_dav_module did to the files before the next request. */
  follow({ request, observed }: RecordedExchange): void {
    if (observed.request_filename === undefined) return;
    const path = bytesOf(observed.request_filename);
    const { status } = observed;
    if (request.method === 'PUT' && (status === 201 || status === 204)) this.#add(path);
    if (request.method === 'MKCOL' && status === 201) this.#add(`${path}/`);
    if (request.method === 'DELETE' && status === 204) {
      const names = path.split('/').filter((name) => name !== '');
      const last = names.pop() ?? '';
      this.#folder(names).delete(last);
    }
  }

  #add(path: string): void {
    const names = path.split('/').filter((name) => name !== '');
    const file = path.endsWith('/') ? undefined : names.pop();
    const folder = this.#folder(names);
    if (file !== undefined && !folder.has(file)) folder.set(file, 'file');
  }

  #folder(names: readonly string[]): Tree {
    let at = this.#root;
    for (const name of names) {
      const known = at.get(name);
      const next: Tree = known instanceof Map ? known : new Map();
      at.set(name, next);
      at = next;
    }
    return at;
  }
}

/** stat(2), without links. */
function lookUp(root: Tree, path: string): FileKind {
  if (!path.startsWith('/') || path.length > LONGEST_PATH) return 'missing';
  const way: Tree[] = [root];
  let file = false;
  for (const name of path.split('/').slice(1)) {
    if (file) return 'not-a-directory';
    if (name === '' || name === '.') continue;
    if (name === '..') {
      if (way.length > 1) way.pop();
      continue;
    }
    const found = name.length > LONGEST_NAME ? undefined : way.at(-1)?.get(name);
    if (found === undefined) return 'missing';
    if (found === 'file') file = true;
    else way.push(found);
  }
  return file ? 'file' : 'directory';
}
