import type { Pattern } from '@nginx-lint/regex';
import type { Word } from '../syntax/nodes.ts';
import type { Occurrence } from '../tree/tree.ts';
import { isBlock, own } from './blocks.ts';
import { comparisonOf } from './captures.ts';
import { hostBytes, PATH_BYTES } from './client-values.ts';
import { expression } from './expressions.ts';
import { isExpression } from './location-search.ts';
import type { ConfigModel } from './types.ts';
import { mayHold, possibleValues } from './value-flow.ts';

/** An expression that a text of the client's is held against. */
export interface Matched {
  readonly at: Occurrence;
  /** The word that it stands in, and the expression itself. */
  readonly word: Word;
  readonly text: string;
  /** Read when asked for. */
  readonly tree: () => Pattern;
  readonly where: 'location' | 'rewrite' | 'if' | 'map' | 'server_name';
  /** Can a client send such a text there? */
  readonly canBe: (text: string) => boolean;
}

/**
 * All expressions of http to which clients bring the texts, and that are of interest by what is written: those of
 * locations, `rewrite`, `if`, `map` and names.
 */
export function* matchedTexts(model: ConfigModel, isOfInterest: (text: string) => boolean): Generator<Matched> {
  for (const { allLocations, at, names: all } of model.servers) {
    for (const { at: location, word, pattern, caseless } of allLocations.filter(isExpression))
      if (isOfInterest(pattern)) yield matched(model, location, word, pattern, caseless, 'location', isPath);
    if (!all.some(({ value }) => value.startsWith('~'))) continue;
    for (const names of own(at, 'server_name')) {
      for (const word of names.node.args) {
        if (!word.value.startsWith('~') || !isOfInterest(word.value)) continue;
        yield matched(model, names, word, word.value.slice(1), true, 'server_name', (text) => isHost(model, text));
      }
    }
  }
  for (const at of model.named('rewrite')) {
    const [word] = at.node.args;
    if (word === undefined || !isOfInterest(word.value)) continue;
    yield matched(model, at, word, word.value, false, 'rewrite', isPath);
  }
  for (const at of model.named('if')) {
    const comparison = comparisonOf(at);
    const word = at.node.args.findLast(({ value }) => value !== ')');
    if (comparison === null || word === undefined || !comparison.operator.includes('~')) continue;
    if (!isOfInterest(comparison.operand)) continue;
    const canBe = comesFromClient(model, at, comparison.variable);
    yield matched(model, at, word, comparison.operand, comparison.operator.endsWith('*'), 'if', canBe);
  }
  for (const at of model.named('map')) if (isBlock(at) && at.context === 'http') yield* ofMap(model, at, isOfInterest);
}

function* ofMap(model: ConfigModel, at: Occurrence, isOfInterest: (text: string) => boolean): Generator<Matched> {
  const canBe = comesFromClient(model, at, at.node.args[0]?.value ?? '');
  for (const entry of at.children) {
    const { name } = entry.node;
    if (!name.value.startsWith('~')) continue;
    const caseless = name.value.startsWith('~*');
    const text = name.value.slice(caseless ? 2 : 1);
    if (isOfInterest(text)) yield matched(model, entry, name, text, caseless, 'map', canBe);
  }
}

function matched(
  model: ConfigModel,
  at: Occurrence,
  word: Word,
  text: string,
  caseless: boolean,
  where: Matched['where'],
  canBe: Matched['canBe'],
): Matched {
  return { at, word, text, tree: () => expression(text, caseless, model.source(at.file).encoding), where, canBe };
}

/** nginx joins slashes and takes out dots between them before it looks for a location. */
function isPath(text: string): boolean {
  return text.startsWith('/') && !/\/\/|\/\.\.?(?:\/|$)/.test(text) && holds(PATH_BYTES, text);
}

function isHost(model: ConfigModel, text: string): boolean {
  return !text.includes('..') && text === text.toLowerCase() && holds(hostBytes(model), text);
}

function comesFromClient(model: ConfigModel, at: Occurrence, text: string): (text: string) => boolean {
  let values: ReturnType<typeof possibleValues> | null = null;
  return (subject) => {
    values ??= possibleValues(model, at, text);
    return values.some(({ parts }) => {
      const [only] = parts;
      if (parts.length !== 1 || only?.kind !== 'client') return false;
      if (/^\$(?:document_)?uri$/.test(only.variable)) return isPath(subject);
      if (only.variable === '$request_uri' && !subject.startsWith('/')) return false;
      return Array.from(subject).every((sign) => mayHold(only, sign));
    });
  };
}

function holds(bytes: readonly (readonly [number, number])[], text: string): boolean {
  return Array.from(text).every((sign) => mayHold({ bytes }, sign));
}
