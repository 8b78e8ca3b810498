import type { Facts } from '../facts/types.ts';
import type { Word } from '../syntax/nodes.ts';
import { detached } from '../text/detached.ts';
import { nearest } from '../text/nearest.ts';
import type { Occurrence } from '../tree/tree.ts';
import type { Fault, FaultRule } from './fault.ts';
import { parseMilliseconds, parseNumber, parseOffset, parseSeconds } from './units.ts';

/** One named parameter of a directive: `max=` takes what follows the sign, `off` stands alone. */
export interface Parameter {
  readonly name: string;
  readonly takes?: ParameterValue;
  /** The version that brought it, and the one that no longer has it. */
  readonly since?: string;
  readonly removed?: string;
  /** Only NGINX Plus has it. */
  readonly plus?: boolean;
  /** What nginx says of a wrong value; what it says of an unknown parameter where there is no text of its own. */
  readonly nginx?: (word: string) => string;
}

export interface ParameterValue {
  /** `a number`, `a time such as "10m"` */
  readonly what: string;
  /** Does nginx take it? */
  accepts(value: string): boolean;
}

/** The parameters of one directive, and nginx's answer to any other word. */
export interface ParameterGrammar {
  readonly parameters: readonly Parameter[];
  /** Null: nginx passes over words that it does not know. */
  readonly unknown: ((word: string) => string) | null;
}

export const NUMBER: ParameterValue = { what: 'a number', accepts: (value) => parseNumber(value) !== null };
export const POSITIVE: ParameterValue = {
  what: 'a number from 1',
  accepts: (value) => (parseNumber(value) ?? 0) > 0,
};
export const SECONDS: ParameterValue = {
  what: 'a time such as "30s" or "10m"',
  accepts: (value) => parseSeconds(value) !== null,
};
export const MILLISECONDS: ParameterValue = {
  what: 'a time such as "50ms" or "1s"',
  accepts: (value) => parseMilliseconds(value) !== null,
};
export const OFFSET: ParameterValue = {
  what: 'a size such as "100m" or "10g"',
  accepts: (value) => parseOffset(value) !== null,
};

/** Does the target's nginx have a parameter? */
export function hasParameter({ since, removed, plus }: Parameter, facts: Facts): boolean {
  if (plus) return false;
  return (since === undefined || facts.atLeast(since)) && (removed === undefined || !facts.atLeast(removed));
}

/** The parameter that nginx takes a word for; undefined: it knows none. */
export function parameterOf(word: string, parameters: readonly Parameter[]): Parameter | undefined {
  return parameters.find(({ name, takes }) => (takes ? word.startsWith(name) : word === name));
}

/** Words that were right before: the same ones stand at server after server. By parameters, then by what is known of them. */
const rightWords = new WeakMap<readonly Parameter[], WeakMap<object, Set<string>>>();
const MOST_WORDS = 1_000;
const ANY_VERSION = {};

function rightAmong(parameters: readonly Parameter[], facts: Facts | undefined): Set<string> {
  let versions = rightWords.get(parameters);
  if (versions === undefined) {
    versions = new WeakMap();
    rightWords.set(parameters, versions);
  }
  let words = versions.get(facts ?? ANY_VERSION);
  if (words === undefined) {
    words = new Set();
    versions.set(facts ?? ANY_VERSION, words);
  }
  if (words.size >= MOST_WORDS) words.clear();
  return words;
}

const NONE: readonly Fault[] = [];

/** The words among `words` that the grammar refuses, in their order; `facts` where parameters differ by version. */
export function parameterFaults(
  at: Occurrence,
  words: readonly Word[],
  grammar: ParameterGrammar,
  rule: FaultRule = 'directive-invalid-value',
  facts?: Facts,
): readonly Fault[] {
  if (words.length === 0) return NONE;
  const right = rightAmong(grammar.parameters, facts);
  return areRight(words, right) ? NONE : [...judged(at, words, grammar, rule, facts, right)];
}

function areRight(words: readonly Word[], right: ReadonlySet<string>): boolean {
  return words.every(({ value }) => right.has(value));
}

function* judged(
  at: Occurrence,
  words: readonly Word[],
  { parameters, unknown }: ParameterGrammar,
  rule: FaultRule,
  facts: Facts | undefined,
  right: Set<string>,
): Generator<Fault> {
  const directive = at.name;
  for (const word of words) {
    const { value } = word;
    if (right.has(value)) continue;
    const parameter = parameterOf(value, parameters);
    if (parameter === undefined || (facts !== undefined && !hasParameter(parameter, facts))) {
      if (unknown === null) continue;
      const message = parameter
        ? `"${parameter.name}" of "${directive}" ${otherNginx(parameter, facts)}`
        : `"${directive}" has no parameter "${value}"${suggestion(value, parameters)}`;
      yield { rule, at, span: word, message, nginx: unknown(value) };
      continue;
    }
    const { name, takes, nginx } = parameter;
    if (takes === undefined || takes.accepts(value.slice(name.length))) {
      right.add(detached(value));
      continue;
    }
    const message = `"${name}" of "${directive}" takes ${takes.what}, not "${value.slice(name.length)}"`;
    yield { rule, at, span: word, message, nginx: (nginx ?? unknown ?? String)(value) };
  }
}

function otherNginx({ since, removed, plus }: Parameter, facts: Facts | undefined): string {
  if (plus) return 'is a parameter of NGINX Plus';
  const version = facts?.target.version ?? '';
  const gone = removed !== undefined && facts?.atLeast(removed);
  const change = gone ? `was removed in nginx ${removed}` : `came with nginx ${since}`;
  return `${change}; nginx ${version} does not know it`;
}

function suggestion(word: string, parameters: readonly Parameter[]): string {
  const names = parameters.map(({ name }) => name);
  const [near] = nearest(word.replace(/=.*$/s, '='), names);
  return near === undefined ? `; it takes ${names.map((name) => `"${name}"`).join(', ')}` : `; did you mean "${near}"?`;
}

/** A parameter without which the directive is refused; it is the directive's name that is marked. */
export function missingParameter(at: Occurrence, name: string, nginx: string, example: string): Fault {
  const message = `"${at.name}" needs the parameter "${name}", such as "${example}"`;
  return { rule: 'directive-invalid-value', at, span: at.node.name, message, nginx };
}
