import { type ParameterTable, parametersOf } from '../../facts/parameters.ts';
import type { Facts, ValueKind } from '../../facts/types.ts';
import { nearest } from '../../text/nearest.ts';
import type { Occurrence } from '../../tree/tree.ts';
import type { Fault } from '../fault.ts';
import { either } from '../wording.ts';
import { flag } from './flag.ts';
import type { ValueFamily, ValueProblem } from './index.ts';

/** Directives that were flags before they took words (1.31.4). Others are called flags, but compare words. */
const ONCE_FLAGS: ReadonlySet<string> = new Set(['proxy_protocol']);

/** ngx_conf_set_enum_slot() */
export const enumeration: ValueFamily = (word, kind, at, model) => {
  if (at.fact && ONCE_FLAGS.has(at.name) && model.facts.arity(at.fact).flag) return flag(word, kind, at, model);
  return wordProblem(word.value, wordsOf(kind, at, model.facts), at);
};

/** One word of an ngx_conf_set_bitmask_slot(). */
export const bitmask: ValueFamily = ({ value }, kind, at, { facts }) =>
  wordProblem(value, wordsOf(kind, at, facts), at);

function wordProblem(value: string, words: readonly string[], at: Occurrence): ValueProblem | null {
  const lower = value.toLowerCase();
  if (words.length === 0 || words.some((word) => word.toLowerCase() === lower)) return null;
  return { ...notAmong(value, words, at.name), nginx: `invalid value "${value}"` };
}

/** Words at the end of some directives, compared with case: `always`, `if_not_empty`, `consistent`, … */
export const keyword: ValueFamily = ({ value }, { values = [] }, at) =>
  values.length === 0 || values.includes(value)
    ? null
    : { ...notAmong(value, values, at.name), nginx: `invalid parameter "${value}"` };

/** The words that there are, and the nearest one where the word is misspelt. */
export function notAmong(value: string, words: readonly string[], name: string): Omit<ValueProblem, 'nginx'> {
  const [near] = nearest(value, words);
  const message = `"${value}" is none of the words that "${name}" takes: ${either(words)}`;
  if (near === undefined) return { message };
  return { message: `${message}; did you mean "${near}"?`, meant: { text: near, safe: false } };
}

/** The words that the target's version knows. */
function wordsOf(kind: ValueKind, at: Occurrence, facts: Facts): readonly string[] {
  const words = kind.values ?? [];
  const table = parametersOf(at.name, at.context);
  return table === null ? words : words.filter((word) => !isNewer(table, word, facts));
}

function isNewer(table: ParameterTable, word: string, facts: Facts): boolean {
  const since = table.params.find(({ form, name }) => form === 'word' && name === word)?.since;
  return since !== undefined && since !== null && !facts.atLeast(since);
}

/** nginx warns of a word that a bitmask has already, in the same block. */
export function repeatedWords(at: Occurrence): readonly Fault[] {
  const seen = new Set<string>();
  return at.node.args.flatMap((word): Fault[] => {
    const lower = word.value.toLowerCase();
    if (!seen.has(lower)) {
      seen.add(lower);
      return [];
    }
    return [
      {
        rule: 'directive-invalid-value',
        at,
        span: word,
        message: `"${word.value}" stands in "${at.name}" twice; once is enough`,
        nginx: `duplicate value "${word.value}"`,
        warning: true,
      },
    ];
  });
}
