import { captures, type Pattern } from '@nginx-lint/regex';
import type { Occurrence } from '../tree/tree.ts';
import { own } from './blocks.ts';
import { expressionAt } from './expressions.ts';
import { locationPattern } from './locations.ts';
import type { ConfigModel } from './types.ts';
import { programs } from './variable-sources.ts';

export type Subject =
  | { readonly kind: 'path' }
  | { readonly kind: 'host' }
  | { readonly kind: 'text'; readonly text: string };

/** An expression whose groups variables may stand for, and what it is held against. */
export interface Capturing {
  readonly tree: Pattern;
  /** The directive that it stands in. */
  readonly at: Occurrence;
  /** The text that is matched: `path`, `host`, or one with variables. */
  readonly subject: Subject;
}

/** The operator of an `if` and its two sides; null for tests of files and of a variable alone. */
export interface Comparison {
  /** With its dollar sign. */
  readonly variable: string;
  readonly operator: string;
  readonly operand: string;
}

export function comparisonOf({ node }: Occurrence): Comparison | null {
  const words = node.args.map(({ value }) => value);
  if (words[0] === '(') words.shift();
  if (words.at(-1) === ')') words.pop();
  const [variable, operator, operand] = words;
  if (variable === undefined || operator === undefined || operand === undefined || words.length !== 3) return null;
  if (!/^(?:=|!=|!?~\*?)$/.test(operator)) return null;
  const closed = node.args.at(-1)?.value === ')' ? operand : operand.replace(/\)$/, '');
  return { variable: variable.replace(/^\(/, '').toLowerCase(), operator, operand: closed };
}

/** The expression that an `if` compares with, be it negated or not. */
export function conditionRegex(model: ConfigModel, at: Occurrence): Pattern | null {
  const comparison = comparisonOf(at);
  if (comparison === null || !comparison.operator.includes('~')) return null;
  return expressionAt(model, at, comparison.operand, comparison.operator.endsWith('*'));
}

/** What `$1` to `$9` come from where `at` stands; null where that cannot be told. */
export function numberedFrom(model: ConfigModel, at: Occurrence): Capturing | null {
  for (const { block, before } of programs(at)) {
    if (matchesBefore(block, before)) return null;
    if (block.name === 'if') {
      const condition = conditionCapturing(model, block);
      if (condition !== null) return condition;
    }
    if (block.name === 'location') return locationCapturing(model, block);
  }
  return null;
}

/** Another expression may have been matched in between. */
function matchesBefore(block: Occurrence, before: Occurrence | null): boolean {
  const end = before === null ? block.children.length : block.children.indexOf(before);
  return block.children
    .slice(0, end)
    .some(({ name, node }) => name === 'rewrite' && !/^(?:last|redirect|permanent)$/.test(node.args[2]?.value ?? ''));
}

function conditionCapturing(model: ConfigModel, at: Occurrence): Capturing | null {
  const comparison = comparisonOf(at);
  if (comparison === null || comparison.operator.startsWith('!')) return null;
  const tree = conditionRegex(model, at);
  return tree === null ? null : { tree, at, subject: { kind: 'text', text: comparison.variable } };
}

/**
 * Of a location: nginx refuses a prefix inside an expression, so that what was matched last is its own. Also where the
 * server around it is not seen.
 */
function locationCapturing(model: ConfigModel, block: Occurrence): Capturing | null {
  const pattern = locationPattern(block.node.args);
  if (pattern?.match !== 'regex') return null;
  const tree = expressionAt(model, block, pattern.pattern, pattern.caseless);
  return { tree, at: block, subject: { kind: 'path' } };
}

/** What a named group comes from; null where no expression that is matched for a request at `at` has it. */
export function namedFrom(model: ConfigModel, at: Occurrence, name: string): (Capturing & { index: number }) | null {
  if (!groupNames(model).has(name)) return null;
  const candidates = [...around(model, at), ...serverNames(model, at)];
  for (const capturing of candidates) {
    const index = captures(capturing.tree).find((group) => group.name?.toLowerCase() === name)?.index;
    if (index !== undefined) return { ...capturing, index };
  }
  return null;
}

const named = new WeakMap<ConfigModel, ReadonlySet<string>>();

/** In lower case, all that looks like the name of a group: most variables have that of none. */
export function groupNames(model: ConfigModel): ReadonlySet<string> {
  let names = named.get(model);
  if (names === undefined) {
    names = mayNameGroups(model) ? readGroupNames(model) : new Set<string>();
    named.set(model, names);
  }
  return names;
}

function readGroupNames(model: ConfigModel): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { node } of model.tree.all) {
    for (const { value } of node.args) {
      if (!value.includes('(?')) continue;
      for (const [, name = ''] of value.matchAll(/\(\?(?:P?<|')([^>']*)/g)) found.add(name.toLowerCase());
    }
  }
  return found;
}

/** Does `(?<`, `(?P<` or `(?'` stand in some file? The quote may be an escaped one. */
function mayNameGroups({ tree }: ConfigModel): boolean {
  for (const { text } of tree.files.values()) {
    for (let at = text.indexOf('(?'); at !== -1; at = text.indexOf('(?', at + 2)) {
      if ("<P'\\".includes(text.charAt(at + 2))) return true;
    }
  }
  return false;
}

function* around(model: ConfigModel, at: Occurrence): Generator<Capturing> {
  for (const { block } of programs(at)) {
    const conditions = [...own(block, 'if'), ...(block.name === 'if' ? [block] : [])];
    for (const condition of conditions) {
      const capturing = conditionCapturing(model, condition);
      if (capturing !== null) yield capturing;
    }
    for (const rewrite of own(block, 'rewrite')) {
      const [regex] = rewrite.node.args;
      if (regex)
        yield { tree: expressionAt(model, rewrite, regex.value, false), at: rewrite, subject: { kind: 'path' } };
    }
  }
  for (let block: Occurrence | null = at; block !== null; block = block.parent) {
    const capturing = block.name === 'location' ? locationCapturing(model, block) : null;
    if (capturing !== null) yield capturing;
  }
}

function serverNames(model: ConfigModel, at: Occurrence): readonly Capturing[] {
  const server = model.server(at);
  if (server === null) return [];
  return own(server.at, 'server_name').flatMap((names) =>
    names.node.args
      .filter(({ value }) => value.startsWith('~'))
      .map(({ value }) => ({
        tree: expressionAt(model, names, value.slice(1), true),
        at: names,
        subject: { kind: 'host' as const },
      })),
  );
}
