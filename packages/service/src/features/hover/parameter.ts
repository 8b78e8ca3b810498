import { entriesOf, kindAt, type ParameterFact, type ParameterTable, parametersOf } from '@nginx-lint/core';
import { parameterSummary } from '../../summaries.ts';
import { familyOf } from '../completion/definitions.ts';
import { bullets, code, join, listed, type Markdown, md, NOTHING } from '../markdown.ts';
import { quantityAt, quantityText } from './quantity.ts';
import { type Finding, isEntry, type Standing, type Subject } from './subject.ts';

/** Longer lists are for completion. */
const MOST_VALUES = 6;

/** A word that a directive knows (`backlog=511`, `default_server`), or one of its few values. */
export function parameterHover(subject: Subject): Finding | null {
  const [standing] = subject.standings;
  if (isEntry(standing)) return entryHover(subject, standing);
  if (subject.index === -1) return null;
  const { at } = standing;
  const table = parametersOf(at.name, at.context);
  const fact = table === null ? null : parameterIn(table, subject);
  const about = fact === null ? NOTHING : parameterText(fact, at.name, at.context);
  const quantity = quantityAt(subject);
  const value = (quantity === null ? null : quantityText(quantity)) ?? valuesText(subject, standing);
  const markdown = join([about, value ?? NOTHING]);
  return markdown.length === 0 ? null : { span: subject.word, markdown };
}

/** The fact whose name a word is, or begins with. */
function parameterIn({ params }: ParameterTable, { word, index, directive }: Subject): ParameterFact | null {
  const { value } = word;
  const method = directive.args[0]?.value;
  const fits = ({ of }: ParameterFact) => of === undefined || index === 0 || of === method;
  const known = params.filter(fits);
  const same = known.find(({ name, form }) => (form === 'word' || form === 'positional') && name === value);
  if (same !== undefined) return same;
  return known.find(({ name, form }) => (form === 'name=value' || form === 'prefix') && value.startsWith(name)) ?? null;
}

function parameterText(fact: ParameterFact, directive: string, context: string): Markdown {
  const { name, since, removed, plus, values } = fact;
  const summary = parameterSummary(familyOf(context), directive, name, context);
  return join([
    [`${code(name)} of ${code(directive)}`],
    summary === null ? NOTHING : [summary],
    bullets([
      values === undefined
        ? NOTHING
        : md`Values: ${listed(
            values.map((value) => [code(value)]),
            'or',
          )}`,
      since === null ? NOTHING : [`Since: ${since}`],
      removed === undefined ? NOTHING : [`Removed in: ${removed}`],
      plus === true ? ['Only in NGINX Plus'] : NOTHING,
    ]),
  ]);
}

/** The words from which an argument is chosen. */
function valuesText({ index, word }: Subject, { at }: Standing): Markdown | null {
  const { fact, node } = at;
  const kind = fact?.valueKinds === undefined ? null : kindAt(fact.valueKinds, index, node.args.length);
  if (fact === null || kind === null) return null;
  const words = kind.kind === 'flag' ? ['on', 'off'] : (kind.values ?? kind.words ?? []);
  if (words.length < 2 || words.length > MOST_VALUES) return null;
  if (!words.some((each) => each.toLowerCase() === word.value.toLowerCase())) return null;
  const normal = typeof fact.default === 'string' ? fact.default : null;
  const texts = words.map((each) => [`${code(each)}${each === normal ? ' (default)' : ''}`]);
  return md`Values: ${listed(texts, 'or')}`;
}

/** `default`, `hostnames`, … in a `map` and its like. */
function entryHover({ index, word }: Subject, { at }: Standing): Finding | null {
  const block = at.parent;
  if (index !== -1 || block === null) return null;
  const directive = block.name;
  const fact = entriesOf(directive, block.context)?.params.find(({ name }) => name === word.value);
  return fact === undefined ? null : { span: word, markdown: parameterText(fact, directive, block.context) };
}
