import type { DirectiveFact, Facts, ValueKind } from '../../facts/types.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';
import type { Fault } from '../fault.ts';
import { access } from './access.ts';
import { boundFault, isBounded } from './bounds.ts';
import { flag } from './flag.ts';
import { level, number, offset, size } from './numbers.ts';
import { OWN_SETTERS } from './own-setters.ts';
import { milliseconds, seconds } from './times.ts';
import { bitmask, enumeration, keyword, repeatedWords } from './words.ts';

/** What is wrong with one value, in a sentence and in nginx's words; null: nothing. */
export interface ValueProblem {
  readonly message: string;
  readonly nginx: string;
  /** What was meant; a safe one where nobody could mean anything else. */
  readonly meant?: { readonly text: string; readonly safe: boolean };
}

/** A family of values: one setter of nginx, or several that read alike. */
export type ValueFamily = (word: Word, kind: ValueKind, at: Occurrence, model: ConfigModel) => ValueProblem | null;

/** By the kind that the facts name. A kind without a family takes any word here; its directive has a check of its own. */
const FAMILIES: Readonly<Record<string, ValueFamily>> = {
  flag,
  enum: enumeration,
  bitmask,
  keyword,
  number,
  size,
  offset,
  'time-ms': milliseconds,
  'time-sec': seconds,
  access,
  level,
};

/**
 * From how many arguments on {@link valueFaults} may find something of a directive: of many only an optional last word is
 * judged. Infinity where nothing is.
 */
export function judgedFrom(fact: DirectiveFact, facts: Facts): number {
  const { name, valueKinds, onRepeat, deprecated } = fact;
  if (valueKinds === undefined || OWN_SETTERS.has(name)) return Number.POSITIVE_INFINITY;
  // Directives without a function take any word; in older versions they had one.
  if (onRepeat === 'ignored' && deprecated !== undefined && facts.atLeast(deprecated.since))
    return Number.POSITIVE_INFINITY;
  const judged = valueKinds.filter(({ kind }) => FAMILIES[kind] !== undefined);
  if (isBounded(name) || judged.some(({ optional }) => !optional)) return 0;
  return judged.length === 0 ? Number.POSITIVE_INFINITY : valueKinds.filter(({ optional }) => !optional).length + 1;
}

const NONE: readonly Fault[] = [];

/**
 * The arguments of a directive that its setter would refuse, judged by the kinds that the facts give. Only asked where
 * {@link judgedFrom} says so.
 */
export function valueFaults(at: Occurrence, model: ConfigModel): readonly Fault[] {
  const kinds = at.fact?.valueKinds;
  if (kinds === undefined) return NONE;
  const { args } = at.node;
  for (let index = 0; index < args.length; index++) {
    const word = args[index];
    if (word === undefined) break;
    const kind = kindAt(kinds, index, args.length);
    if (kind === null || interpolated(word, kind, model)) continue;
    const problem = FAMILIES[kind.kind]?.(word, kind, at, model) ?? boundFault(word, at, model.facts);
    if (problem) return [valueFault(at, word, problem)];
  }
  return kinds[0]?.kind === 'bitmask' && args.length > 1 ? repeatedWords(at) : NONE;
}

/** A problem of one word of a directive, with what was meant as its fix. */
export function valueFault(at: Occurrence, word: Word, { message, nginx, meant }: ValueProblem): Fault {
  const fault = { rule: 'directive-invalid-value', at, span: word, message, nginx };
  if (meant === undefined) return fault;
  const edits = [{ file: at.file, span: word, text: meant.text }];
  return { ...fault, fixes: [{ title: `Write "${meant.text}"`, safe: meant.safe, edits }] };
}

/** Does the setter leave the word to run time? */
function interpolated(word: Word, kind: ValueKind, { facts }: ConfigModel): boolean {
  if (kind.variables !== true || !word.value.includes('$')) return false;
  return kind.variablesSince === undefined || facts.atLeast(kind.variablesSince);
}

/** The kind of the argument at `index` of `count`: what repeats or is optional stretches, the rest takes one word each. */
export function kindAt(kinds: readonly ValueKind[], index: number, count: number): ValueKind | null {
  const only = kinds[0];
  if (kinds.length === 1 && only !== undefined) return index === 0 || only.repeat ? only : null;
  let spare = count;
  for (let each = 0; each < kinds.length; each++) if (!kinds[each]?.optional) spare--;
  let at = 0;
  for (let each = 0; each < kinds.length; each++) {
    const kind = kinds[each];
    if (kind === undefined) break;
    const more = kind.repeat ? spare : Math.min(spare, kind.optional ? 1 : 0);
    spare -= more;
    at += more + (kind.optional ? 0 : 1);
    if (index < at) return kind;
  }
  return null;
}
