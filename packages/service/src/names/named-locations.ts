import { type ConfigModel, enclosing, locationPattern, type Occurrence, type Word } from '@nginx-lint/core';

/** Directives whose last argument may be the name of a location. */
const USERS: ReadonlySet<string> = new Set(['try_files', 'error_page', 'post_action']);

/** The name of a location where it stands, in one server. */
export interface LocationName {
  readonly at: Occurrence;
  readonly word: Word;
  readonly scope: string;
  readonly role: 'definition' | 'use';
}

/** Named locations belong to their server: each server has its own, also where they come from an included file. */
export class NamedLocations {
  readonly #servers = new Map<Occurrence | null, string>();
  readonly #definedIn = new Map<string, (Occurrence | null)[]>();
  readonly #found: LocationName[] = [];
  readonly #uses: { readonly at: Occurrence; readonly word: Word }[] = [];

  constructor(model: ConfigModel) {
    for (const at of model.named('location')) this.#location(at);
    for (const directive of USERS) for (const at of model.named(directive)) this.#use(at, at.node.args.slice(-1));
    for (const at of model.tree.all) if (isForeign(at)) this.#use(at, at.node.args);
  }

  /** An `error_page` around servers leads to the location of each server that has one of that name. */
  all(): readonly LocationName[] {
    const found = [...this.#found];
    for (const { at, word } of this.#uses) {
      const server = enclosing(at, 'server');
      const defined = this.#definedIn.get(word.value) ?? [];
      const all = server !== null ? [server] : defined.length === 0 ? [null] : defined;
      // What a module of somebody else takes is the name of a location only where there is one.
      const known = !isForeign(at);
      for (const each of all)
        if (known || defined.includes(each)) found.push({ at, word, scope: this.#scope(each), role: 'use' });
    }
    return found;
  }

  #use(at: Occurrence, words: readonly Word[]): void {
    for (const word of words) if (/^@[^$]+$/.test(word.value)) this.#uses.push({ at, word });
  }

  #location(at: Occurrence): void {
    const pattern = locationPattern(at.node.args);
    if (pattern?.match !== 'named') return;
    const server = enclosing(at, 'server');
    const servers = this.#definedIn.get(pattern.pattern) ?? [];
    if (!servers.includes(server)) servers.push(server);
    this.#definedIn.set(pattern.pattern, servers);
    this.#found.push({ at, word: pattern.word, scope: this.#scope(server), role: 'definition' });
  }

  #scope(server: Occurrence | null): string {
    let scope = this.#servers.get(server);
    if (scope === undefined) {
      scope = `server ${this.#servers.size}`;
      this.#servers.set(server, scope);
    }
    return scope;
  }
}

function isForeign({ fact }: Occurrence): boolean {
  return fact !== null && fact.source !== 'core';
}
