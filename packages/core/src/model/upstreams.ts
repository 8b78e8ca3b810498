import type { Word } from '../syntax/nodes.ts';
import type { Occurrence } from '../tree/tree.ts';
import { own } from './blocks.ts';
import type { UpstreamModel, UpstreamParameter, UpstreamParameters, UpstreamServer } from './types.ts';
import { parseUrl, type UrlOptions } from './url.ts';

const HTTP: UrlOptions = { defaultPort: 80 };
const STREAM: UrlOptions = {};

/** The groups that have a name. */
export function upstreamModels(blocks: readonly Occurrence[]): readonly UpstreamModel[] {
  const models: UpstreamModel[] = [];
  for (const at of blocks) {
    const model = upstreamModel(at);
    if (model !== null) models.push(model);
  }
  return models;
}

/** The group that an `upstream` block makes; null where it has no name. */
function upstreamModel(at: Occurrence): UpstreamModel | null {
  const name = at.node.args[0];
  if (name === undefined) return null;
  const scope = at.context === 'stream' ? 'stream' : 'http';
  const servers: UpstreamServer[] = [];
  for (const line of own(at, 'server')) {
    const server = upstreamServer(line, scope);
    if (server !== null) servers.push(server);
  }
  // As a copy has no room for more, and there may be very many groups.
  return { at, name, scope, servers: servers.slice() };
}

/** One `server` of a group (`ngx_http_upstream_server`). */
function upstreamServer(at: Occurrence, scope: UpstreamModel['scope']): UpstreamServer | null {
  const address = at.node.args[0];
  if (address === undefined) return null;
  const url = parseUrl(address.value, scope === 'http' ? HTTP : STREAM);
  const parameters = new Parameters(at.node.args);
  const down = parameters.has('down');
  const backup = parameters.has('backup');
  return { at, address, url: typeof url === 'string' ? null : url, down, backup, parameters };
}

/** Looks at the words when asked: most servers have one or two of them, and most questions are about others. */
class Parameters implements UpstreamParameters {
  readonly #args: readonly Word[];

  constructor(args: readonly Word[]) {
    this.#args = args;
  }

  has(name: string): boolean {
    return this.#find(name) !== undefined;
  }

  get(name: string): UpstreamParameter | undefined {
    const word = this.#find(name);
    if (word === undefined) return undefined;
    return { word, value: word.value.length === name.length ? null : word.value.slice(name.length + 1) };
  }

  words(): readonly Word[] {
    const names = new Map<string, Word>();
    for (const word of this.#args.slice(1)) names.set(word.value.split('=', 1)[0] ?? '', word);
    return [...names.values()];
  }

  #find(name: string): Word | undefined {
    for (let index = this.#args.length - 1; index > 0; index--) {
      const word = this.#args[index];
      if (word !== undefined && isNamed(word.value, name)) return word;
    }
    return undefined;
  }
}

/** Is it `name` or `name=value`? */
function isNamed(text: string, name: string): boolean {
  if (text.length === name.length) return text === name;
  return text.charAt(name.length) === '=' && text.startsWith(name);
}
