import {
  type ConfigModel,
  GROUP_PASSES,
  type Occurrence,
  proxyTarget,
  type VariableScope,
  type Word,
} from '@nginx-lint/core';
import type { Collector } from './collector.ts';
import { scopeOf } from './scope.ts';

/** A text with variables that may come to the name of a group, without anybody knowing which. */
export interface Doubt {
  readonly at: Occurrence;
  readonly scope: VariableScope;
  readonly pattern: RegExp;
}

const SCHEME = /^[a-z]+:\/\//i;
/** A variable that is all of the host: the end, a port, a path or a variable that holds a path follows. */
const ONE_VARIABLE = /^\$(?:\{(\w+)\}|([A-Za-z_]\w*))(?=$|[/?]|\$\{?(?:request_uri|uri|document_uri|is_args)\b)/;
const PASSES: ReadonlySet<string> = new Set(GROUP_PASSES);

export function findUpstreams(at: Occurrence, names: Collector, flow: ValueFlow): void {
  const [word] = at.node.args;
  const directive = at.node.name.value;
  if (word === undefined) return;
  const scope = scopeOf(at);
  if (directive === 'upstream') {
    if (at.context === 'http' || at.context === 'stream')
      names.word({ kind: 'upstream', scope, role: 'definition', at }, word);
  } else if (PASSES.has(directive)) passed(at, word, names, flow);
  else if (directive.endsWith('_pass') && names.model.upstream(word.value, scope) !== null)
    names.word({ kind: 'upstream', scope, role: 'use', at }, word);
}

function passed(at: Occurrence, word: Word, names: Collector, flow: ValueFlow): void {
  const target = proxyTarget(names.model, at);
  if (target?.upstream) {
    const start = SCHEME.exec(word.value)?.[0].length ?? 0;
    const text = word.value.slice(start, start + target.upstream.name.value.length);
    if (text.toLowerCase() !== target.upstream.name.value.toLowerCase()) return;
    names.inWord({ kind: 'upstream', text, scope: scopeOf(at), role: 'use', at }, word, start);
  } else if (word.value.includes('$')) flow.follow(at, word, (value, place) => named(value, place, names));
}

/** A value that variables bring to a passing directive: does it name a group? */
function named(word: Word, at: Occurrence, names: Collector): void {
  const start = SCHEME.exec(word.value)?.[0].length ?? 0;
  const [text = ''] = /^[^/?]*/.exec(word.value.slice(start)) ?? [];
  const scope = scopeOf(at);
  if (text === '' || names.model.upstream(text, scope) === null) return;
  names.inWord({ kind: 'upstream', text, scope, role: 'use', at }, word, start);
}

interface Value {
  readonly word: Word;
  readonly at: Occurrence;
}

/** The values that variables have, whichever place they are taken from: all that is written for them somewhere. */
export class ValueFlow {
  readonly doubts: Doubt[] = [];
  readonly #model: ConfigModel;
  #values: ReadonlyMap<string, readonly Value[]> | null = null;
  readonly #followed = new Set<string>();

  constructor(model: ConfigModel) {
    this.#model = model;
  }

  /** Hands on each value without variables that a text may come to, if it is one variable and nothing else. */
  follow(at: Occurrence, word: Word, use: (word: Word, at: Occurrence) => void): void {
    const scope = scopeOf(at);
    const text = word.value.replace(SCHEME, '');
    const one = ONE_VARIABLE.exec(text);
    const name = (one?.[1] ?? one?.[2])?.toLowerCase();
    if (name === undefined) {
      const [host = ''] = /^[^/?]*/.exec(text) ?? [];
      const parts = host.split(/\$(?:\{\w+\}|\w+)/);
      if (parts.some((part) => part !== '' && !/^:\d*$/.test(part)))
        this.doubts.push({ at, scope, pattern: new RegExp(`^${parts.map(escaped).join('.*')}$`, 'i') });
      return;
    }
    // Each once: many locations pass to the same variable.
    const key = `${scope} ${name}`;
    if (this.#followed.has(key)) return;
    this.#followed.add(key);
    this.#values ??= valuesOf(this.#model);
    for (const value of this.#values.get(key) ?? []) {
      if (value.word.value.includes('$')) this.follow(value.at, value.word, use);
      else use(value.word, value.at);
    }
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
        if (entry.node.name.value !== 'include') add(block.node.args.at(-1), entry.node.args[0], entry);
  return found;
}
