import { nearest } from '../text/nearest.ts';
import { CONTEXTS } from './contexts.generated.ts';
import type { Arity, Context, DirectiveFact } from './types.ts';

/** What is wrong in a list of private directives, and where: indexes and keys from the list on. */
export interface CustomError {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

export interface CustomDirectives {
  /** One for each sound entry, in their order. */
  readonly facts: readonly DirectiveFact[];
  readonly errors: readonly CustomError[];
}

type Fields = Readonly<Record<string, unknown>>;

const KEYS = ['name', 'contexts', 'arguments', 'block', 'opens'] as const;
const ARGUMENT_KEYS = ['min', 'max'] as const;

/** What a name must not hold: nginx's reader would end the word there. */
const NO_NAME = /[\s;{}"'#]/;

const ANY: Arity = { min: 0, max: null, flag: false };

/**
 * Private directives from a config file, a list of
 * `{ name, contexts: [context], arguments?, block?: boolean, opens?: context }`.
 *
 * `arguments` is a number, `flag` (one, on or off), `any` (also when it is left out), a range such as `2-4` or `1+`,
 * or `{ min, max }`. A block without `opens` may hold anything; with it, what may stand in that context. A context
 * may be nginx's or one that another directive of the list opens.
 */
export function customDirectives(value: unknown): CustomDirectives {
  const errors: CustomError[] = [];
  if (!Array.isArray(value)) {
    return { facts: [], errors: [{ path: [], message: `expected a list of directives, not ${described(value)}` }] };
  }
  const contexts = [...CONTEXTS, ...value.flatMap(ownContext)];
  const facts = value.flatMap((item: unknown, index) => {
    const reader = new EntryReader(index, contexts, errors);
    return reader.read(item) ?? [];
  });
  return { facts, errors };
}

function ownContext(item: unknown): readonly string[] {
  return isFields(item) && typeof item['opens'] === 'string' && item['opens'] !== '' ? [item['opens']] : [];
}

/** Reads one entry; an entry with an error is none. */
class EntryReader {
  readonly #index: number;
  readonly #contexts: readonly string[];
  readonly #errors: CustomError[];

  constructor(index: number, contexts: readonly string[], errors: CustomError[]) {
    this.#index = index;
    this.#contexts = contexts;
    this.#errors = errors;
  }

  read(item: unknown): DirectiveFact | null {
    const before = this.#errors.length;
    if (!isFields(item)) {
      this.#error([], `expected a directive with name and contexts, not ${described(item)}`);
      return null;
    }
    this.#keys(item, KEYS, []);
    const name = this.#name(item['name']);
    const contexts = this.#placedIn(item['contexts']);
    const args = this.#arity(item['arguments']);
    const body = this.#body(item['block'], item['opens']);
    if (this.#errors.length > before) return null;
    return {
      name,
      module: 'private',
      source: 'private',
      contexts,
      args,
      ...body,
      since: null,
      removed: null,
      repeatable: null,
      inheritance: null,
    };
  }

  #error(path: readonly (string | number)[], message: string): void {
    this.#errors.push({ path: [this.#index, ...path], message });
  }

  #keys(fields: Fields, valid: readonly string[], path: readonly string[]): void {
    for (const key of Object.keys(fields)) {
      if (!valid.includes(key)) this.#error([...path, key], unknownName('key', key, valid));
    }
  }

  #name(value: unknown): string {
    if (typeof value === 'string' && value !== '' && !NO_NAME.test(value)) return value;
    if (value === undefined) this.#error([], 'the directive has no name');
    else this.#error(['name'], `expected the name of a directive, not ${described(value)}`);
    return '';
  }

  #placedIn(value: unknown): readonly Context[] {
    if (value === undefined) this.#error([], 'the directive has no contexts');
    else if (!Array.isArray(value) || value.length === 0) {
      this.#error(['contexts'], `expected a list of contexts, not ${described(value)}`);
    } else {
      for (const [at, context] of value.entries()) this.#context(context, ['contexts', at]);
      return [...new Set(value.filter((context) => typeof context === 'string'))];
    }
    return [];
  }

  #context(value: unknown, path: readonly (string | number)[]): void {
    if (typeof value !== 'string') this.#error(path, `expected a context, not ${described(value)}`);
    else if (!this.#contexts.includes(value)) this.#error(path, unknownName('context', value, this.#contexts));
  }

  #body(block: unknown, opens: unknown): Pick<DirectiveFact, 'block' | 'body' | 'opens'> {
    if (block !== undefined && typeof block !== 'boolean') {
      this.#error(['block'], `expected true or false, not ${described(block)}`);
    }
    if (opens === undefined) return block === true ? { block: true, body: 'unknown' } : { block: false };
    if (typeof opens !== 'string' || opens === '') {
      this.#error(['opens'], `expected a context, not ${described(opens)}`);
      return { block: true };
    }
    if (block === false) this.#error(['opens'], `a directive without a block opens no context`);
    return { block: true, body: 'directives', opens };
  }

  #arity(value: unknown): Arity {
    if (value === undefined || value === 'any') return ANY;
    if (value === 'flag') return { min: 1, max: 1, flag: true };
    if (isCount(value)) return { min: value, max: value, flag: false };
    if (typeof value === 'string') return this.#range(value);
    if (isFields(value)) return this.#limits(value);
    this.#error(['arguments'], wrongArguments(value));
    return ANY;
  }

  #range(text: string): Arity {
    const match = /^(\d+)(?:(\+)|-(\d+))?$/.exec(text);
    if (match === null) {
      this.#error(['arguments'], wrongArguments(text));
      return ANY;
    }
    const min = Number(match[1]);
    return this.#ordered(min, match[2] === '+' ? null : Number(match[3] ?? min));
  }

  #limits(fields: Fields): Arity {
    this.#keys(fields, ARGUMENT_KEYS, ['arguments']);
    const { min = 0, max = null } = fields;
    if (!isCount(min)) this.#error(['arguments', 'min'], `expected a number of arguments, not ${described(min)}`);
    else if (max === null || isCount(max)) return this.#ordered(min, max);
    else this.#error(['arguments', 'max'], `expected a number of arguments, not ${described(max)}`);
    return ANY;
  }

  #ordered(min: number, max: number | null): Arity {
    if (max !== null && max < min)
      this.#error(['arguments'], `at least ${min} and at most ${max} contradict each other`);
    return { min, max, flag: false };
  }
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unknownName(kind: string, name: string, valid: readonly string[]): string {
  const [near] = nearest(name, valid);
  return near === undefined
    ? `unknown ${kind} "${name}"; use ${valid.join(', ')}`
    : `unknown ${kind} "${name}"; did you mean "${near}"?`;
}

function wrongArguments(value: unknown): string {
  return `expected a number, "flag", "any", a range such as "2-4" or "1+", or min and max, not ${described(value)}`;
}

function described(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return typeof value === 'object' ? 'keys and values' : JSON.stringify(value);
}
