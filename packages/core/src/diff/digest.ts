import { walk } from '../model/blocks.ts';
import type { ConfigModel, LocationModel, ServerModel } from '../model/types.ts';
import { socketsOf } from '../route/sockets.ts';
import type { Occurrence } from '../tree/tree.ts';
import { Definitions, usesGroups } from './definitions.ts';
import { directiveText, namesInForce } from './settings-text.ts';
import { countsForRouting } from './unrouted.ts';

/** The rewrite module's instructions, which are run in the order of the file. */
const PROGRAM: ReadonlySet<string> = new Set(['rewrite', 'return', 'set', 'break', 'if']);
/** Where a location may hand a request on to, inside nginx. */
const LEADS_ON: ReadonlySet<string> = new Set([
  'try_files',
  'error_page',
  'auth_request',
  'mirror',
  'post_action',
  'index',
]);

/** What stands outside of http is about processes and not about requests. */
const NO_NAMES: ReadonlySet<string> = new Set();

/** All that a block says about requests, one text for each directive; equal texts are equal behaviour. */
export type Digest = ReadonlyMap<string, string>;

/**
 * Makes of a block what its behaviour hangs on: the effective values of every directive that counts, its program, and the
 * definitions that these name. Two blocks of two configurations with equal digests treat a request alike, as far as they
 * are concerned; where it goes from there is for the search to compare.
 */
export class Digests {
  readonly model: ConfigModel;
  readonly #definitions: Definitions;
  readonly #blocks = new Map<Occurrence, Digest>();
  readonly #locations = new Map<LocationModel, Digest>();
  #saysNames: boolean | null = null;
  #saysHost: boolean | null = null;
  readonly #bare = new Map<ServerModel, boolean>();

  constructor(model: ConfigModel) {
    this.model = model;
    this.#definitions = new Definitions(model);
  }

  /** What holds for all of http and is no setting of a block. */
  get globals(): readonly string[] {
    return this.#definitions.globals;
  }

  /** The settings of a server for what happens before a location is found, and where none is. */
  ofServer(server: ServerModel): Digest {
    return this.#ofBlock(server.at, this.#firstName(server));
  }

  /** What `$server_name` is, and `$host` of requests without a name, which come to default servers (W25). */
  #firstName(server: ServerModel): [string, string][] {
    const { model } = this;
    this.#saysNames ??= model.tree.all.some(
      ({ node }) =>
        node.name.value === 'server_name_in_redirect' || node.args.some(({ value }) => /\$\{?server_name/i.test(value)),
    );
    const nameless =
      server.names.some(({ value }) => value === '') ||
      socketsOf(model).some(({ defaultServer }) => defaultServer === server);
    this.#saysHost ??= model.tree.all.some(({ node }) => node.args.some(({ value }) => /\$\{?host\b/i.test(value)));
    const counts = this.#saysNames || (nameless && this.#saysHost);
    return counts ? [['server_name', server.names[0]?.value ?? '']] : [];
  }

  ofLocation(location: LocationModel): Digest {
    let digest = this.#locations.get(location);
    if (digest === undefined) {
      digest = this.#ofBlock(location.at, this.#ownName(location));
      this.#locations.set(location, digest);
    }
    return digest;
  }

  /** What of a location's own name and expression its behaviour hangs on. */
  #ownName(location: LocationModel): [string, string][] {
    const { model } = this;
    const found: [string, string][] = [['internal location', location.match === 'named' ? 'named' : '']];
    const [alias] = model.effective(location.at, 'alias').values;
    const [pass] = model.effective(location.at, 'proxy_pass').values;
    const holder = alias === undefined ? null : locationAround(model, alias);
    if (holder !== null) found.push(['alias of', nameText(holder)]);
    const url = pass?.node.args[0]?.value ?? '';
    if (/^https?:\/\/(?:unix:[^:]*:.|[^/?]*[/?])/.test(url)) found.push(['proxy_pass of', nameText(location)]);
    const expressions = enclosingLocations(location).filter(({ match }) => match === 'regex');
    if (expressions.length > 0 && this.#mindsGroups(location, expressions))
      found.push(['groups of', expressions.map(nameText).join(' ')]);
    return found;
  }

  #mindsGroups(location: LocationModel, expressions: readonly LocationModel[]): boolean {
    if (expressions.some(({ pattern }) => /\(\?P?[<']\w/.test(pattern))) return true;
    if (usesGroups(this.model, location.at)) return true;
    const leadsOn = [...LEADS_ON].some((name) => this.model.effective(location.at, name).values.length > 0);
    return (leadsOn || hasProgram(location.at)) && this.#isBare(location.server);
  }

  /** Does a block of the server stand for groups that another one may have left behind? */
  #isBare(server: ServerModel): boolean {
    let bare = this.#bare.get(server);
    if (bare === undefined) {
      bare =
        server.allLocations.some(({ match, at }) => match !== 'regex' && usesGroups(this.model, at)) ||
        server.at.children.some(({ node }) => node.args.some(({ value }) => /\$\{?[1-9]/.test(value))) ||
        this.model
          .named('http')
          .some((http) => http.children.some((at) => at.name === 'map' && usesGroups(this.model, at)));
      this.#bare.set(server, bare);
    }
    return bare;
  }

  #ofBlock(block: Occurrence, more: readonly (readonly [string, string])[] = []): Digest {
    const known = this.#blocks.get(block);
    if (known !== undefined) return known;
    const texts = new Map<string, string>(more);
    for (const name of namesInForce(block, NO_NAMES)) {
      if (PROGRAM.has(name) || name === 'server_name' || name === 'listen' || !this.#counts(name)) continue;
      const { values } = this.model.effective(block, name);
      if (values.length > 0) texts.set(orderedWith(name), this.#settingText(block, name, values));
    }
    const program = liveProgram(block);
    if (program.length > 0) texts.set('rewrite', program.map((at) => this.#instruction(at)).join('; '));
    for (const at of block.children)
      if (at.name === 'limit_except')
        texts.set(`limit_except ${at.node.args.map(({ value }) => value).join(' ')}`, textOf(this.#ofBlock(at)));
    if (isAnswered(block, program)) for (const name of texts.keys()) if (OF_CONTENT.test(name)) texts.delete(name);
    const all = textOf(texts);
    for (const definition of this.#definitions.namedIn(all)) texts.set(definition.split(' {', 1)[0] ?? '', definition);
    this.#blocks.set(block, texts);
    return texts;
  }

  #counts(name: string): boolean {
    // Compression is no matter of routing, but files that are kept compressed are.
    if (/^gzip_(?:http_version|disable|proxied)$/.test(name) && this.model.named('gzip_static').length === 0)
      return false;
    return countsForRouting(name);
  }

  /** Rules of access are one list, in whatever order `allow` and `deny` stand. */
  #settingText(block: Occurrence, name: string, values: readonly Occurrence[]): string {
    const { model } = this;
    // Without one, names that come from variables are 502.
    if (name === 'resolver') return name;
    if (name !== 'allow' && name !== 'deny') return values.map((at) => directiveText(model, at)).join('; ');
    const { setIn } = model.effective(block, name);
    const rules = setIn?.children.filter(({ name }) => name === 'allow' || name === 'deny') ?? values;
    return rules.map((at) => directiveText(model, at)).join('; ');
  }

  #instruction(at: Occurrence): string {
    if (at.name !== 'if') return directiveText(this.model, at);
    const words = at.node.args.map(({ value }) => value).join(' ');
    return `if ${words} { ${textOf(this.#ofBlock(at))} }`;
  }
}

/** The instructions of a block that may be run: none stands behind one that always ends the program. */
function liveProgram(block: Occurrence): readonly Occurrence[] {
  const program = block.children.filter(({ name, fact }) => PROGRAM.has(name) || isForeign(fact?.source));
  const end = program.findIndex(({ name }) => name === 'return' || name === 'break');
  return end === -1 ? program : program.slice(0, end + 1);
}

/** What comes after the rewrite module: access, `try_files`, content. */
const OF_CONTENT =
  /^(?:root|alias|alias of|index|autoindex\w*|try_files|(?:proxy|fastcgi|uwsgi|scgi|grpc|memcached)_\w+|proxy_pass of|allow and deny|auth_basic\w*|auth_request\w*|satisfy|limit_req\w*|limit_conn\w*|dav_\w+)$/;

/** Of these the values are settings of content. */
const NAMES_CONTENT = /\$\{?(?:document_root|realpath_root|request_filename|proxy_|fastcgi_|upstream_)/;

/** Does a `return` answer every request, so that nothing that comes later matters? */
function isAnswered(block: Occurrence, program: readonly Occurrence[]): boolean {
  if (block.name !== 'location' || program.at(-1)?.name !== 'return') return false;
  // With an `if` or a method left out, others settings may be in force than those of the `return`.
  if (program.slice(0, -1).some(({ name }) => name !== 'set')) return false;
  if (block.children.some(({ name }) => name === 'limit_except')) return false;
  return !block.children.some(({ node }) => node.args.some(({ value }) => NAMES_CONTENT.test(value)));
}

/** The directives in which two digests differ. */
export function differences(a: Digest, b: Digest): readonly string[] {
  if (a === b) return [];
  const names = new Set([...a.keys(), ...b.keys()]);
  return [...names].filter((name) => a.get(name) !== b.get(name));
}

function textOf(digest: Digest): string {
  return [...digest]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, text]) => text)
    .join('\n');
}

const orderedWith = (name: string): string => (name === 'allow' || name === 'deny' ? 'allow and deny' : name);

const isForeign = (source: string | undefined): boolean => source === undefined || source.startsWith('third-party:');

function hasProgram(block: Occurrence): boolean {
  for (const { node } of walk(block)) if (node.name.value === 'rewrite') return true;
  return false;
}

function nameText({ match, caseless, pattern }: LocationModel): string {
  return `${match === 'regex' ? (caseless ? '~* ' : '~ ') : ''}${pattern}`;
}

function locationAround(model: ConfigModel, at: Occurrence): LocationModel | null {
  for (let block = at.parent; block !== null; block = block.parent) {
    const location = model.location(block);
    if (location !== null) return location;
  }
  return null;
}

function enclosingLocations(location: LocationModel): readonly LocationModel[] {
  const found: LocationModel[] = [];
  for (let at: LocationModel | null = location; at !== null; at = at.parent) found.unshift(at);
  return found;
}
