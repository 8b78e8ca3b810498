import { enclosing, locationPattern, type Occurrence, type Word } from '@nginx-lint/core';
import type { Collector } from './collector.ts';

/** Directives whose argument may be the name of a location: the last one, or the only one. */
const USERS: ReadonlySet<string> = new Set(['try_files', 'error_page', 'post_action']);

/** Named locations belong to their server: each server has its own, also where they come from an included file. */
export class NamedLocations {
  readonly #names: Collector;
  readonly #servers = new Map<Occurrence | null, number>();
  readonly #definedIn = new Map<string, (Occurrence | null)[]>();
  readonly #uses: { readonly at: Occurrence; readonly word: Word }[] = [];

  constructor(names: Collector) {
    this.#names = names;
  }

  /** Looks at each occurrence, as one node may stand in several servers. */
  look(at: Occurrence): void {
    const { node, fact } = at;
    if (node.name.value === 'location') this.#location(at);
    else if (USERS.has(node.name.value)) {
      const word = node.args.at(-1);
      if (word?.value.startsWith('@') && !word.value.includes('$')) this.#uses.push({ at, word });
    } else if (fact !== null && fact.source !== 'core') {
      for (const word of node.args) if (/^@[\w.-]+$/.test(word.value)) this.#uses.push({ at, word });
    }
  }

  #location(at: Occurrence): void {
    const pattern = locationPattern(at.node.args);
    if (pattern?.match !== 'named') return;
    const server = enclosing(at, 'server');
    const servers = this.#definedIn.get(pattern.pattern) ?? [];
    if (!servers.includes(server)) servers.push(server);
    this.#definedIn.set(pattern.pattern, servers);
    this.#names.word({ kind: 'named-location', scope: this.#scope(server), role: 'definition', at }, pattern.word);
  }

  /** An `error_page` around servers leads to the location of each server that has one of that name. */
  finish(): void {
    for (const { at, word } of this.#uses) {
      const server = enclosing(at, 'server');
      const all = server === null ? (this.#definedIn.get(word.value) ?? [null]) : [server];
      // What a module of somebody else takes is the name of a location only where there is one.
      const foreign = at.fact?.source !== 'core' && !USERS.has(at.node.name.value);
      for (const each of all) {
        if (foreign && !this.#definedIn.get(word.value)?.includes(each)) continue;
        this.#names.word({ kind: 'named-location', scope: this.#scope(each), role: 'use', at }, word);
      }
    }
  }

  #scope(server: Occurrence | null): string {
    const known = this.#servers.get(server) ?? this.#servers.size;
    this.#servers.set(server, known);
    return `server ${known}`;
  }
}
