import type { ConfigModel, Occurrence, VariableScope, Word } from '@nginx-lint/core';
import { scopeOf } from './scope.ts';

/** A text with variables that may come to the name of a group, without anybody knowing which. */
export interface Doubt {
  readonly at: Occurrence;
  readonly scope: VariableScope;
  readonly pattern: RegExp;
}

export const SCHEME = /^[a-z]+:\/\//i;
/** A variable that is all of the host: the end, a path or a variable that holds a path follows. */
const ONE_VARIABLE = /^\$(?:\{(\w+)\}|([A-Za-z_]\w*))(?=$|[/?]|\$\{?(?:request_uri|uri|document_uri|is_args)\b)/;

interface Value {
  readonly word: Word;
  readonly at: Occurrence;
}

type Use = (word: Word, at: Occurrence) => void;

/**
 * The values that variables have, whichever place they are taken from: all that `set`, `map` and their kin give them
 * somewhere. The flow that rules ask for stops at the first of many values, and this one must know them all.
 */
export class ValueFlow {
  readonly doubts: Doubt[] = [];
  readonly #model: ConfigModel;
  #values: ReadonlyMap<string, readonly Value[]> | null = null;
  readonly #followed = new Set<string>();

  constructor(model: ConfigModel) {
    this.#model = model;
  }

  /** Hands on each value without variables that a text may come to, once for a purpose, if it is one variable alone. */
  follow(purpose: string, at: Occurrence, word: Word, use: Use): void {
    const scope = scopeOf(at);
    const text = word.value.replace(SCHEME, '');
    const one = ONE_VARIABLE.exec(text);
    const name = (one?.[1] ?? one?.[2])?.toLowerCase();
    if (name === undefined) {
      this.#doubt(at, scope, text);
      return;
    }
    const key = `${scope} ${name}`;
    if (this.#followed.has(`${purpose} ${key}`)) return;
    this.#followed.add(`${purpose} ${key}`);
    this.#values ??= valuesOf(this.#model);
    for (const value of this.#values.get(key) ?? []) {
      if (value.word.value.includes('$')) this.follow(purpose, value.at, value.word, use);
      else use(value.word, value.at);
    }
  }

  #doubt(at: Occurrence, scope: VariableScope, text: string): void {
    const [host = ''] = /^[^/?]*/.exec(text) ?? [];
    const parts = host.split(/\$(?:\{\w+\}|\w+)/);
    // What variables alone make can be anything: that says nothing about one name.
    if (parts.every((part) => part === '' || /^:\d*$/.test(part))) return;
    this.doubts.push({ at, scope, pattern: new RegExp(`^${parts.map(escaped).join('.*')}$`, 'i') });
  }
}

function escaped(part: string): string {
  return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function valuesOf(model: ConfigModel): ReadonlyMap<string, readonly Value[]> {
  const found = new Map<string, Value[]>();
  const add = (variable: Word | undefined, word: Word | undefined, at: Occurrence): void => {
    if (variable === undefined || word === undefined || !variable.value.startsWith('$')) return;
    const key = `${scopeOf(at)} ${variable.value.slice(1).toLowerCase()}`;
    const same = found.get(key);
    if (same === undefined) found.set(key, [{ word, at }]);
    else same.push({ word, at });
  };
  for (const at of model.named('set')) add(at.node.args[0], at.node.args[1], at);
  for (const directive of ['map', 'geo', 'split_clients'])
    for (const block of model.named(directive))
      for (const entry of block.children)
        if (entry.name !== 'include') add(block.node.args.at(-1), entry.node.args[0], entry);
  return found;
}
