import { type ByteSet, commonBytes, groupBytes, groupEndings, type Pattern, subjectBytes } from '@nginx-lint/regex';
import type { Occurrence } from '../tree/tree.ts';
import { askOnce } from './ask-once.ts';
import { enclosing } from './blocks.ts';
import { type Capturing, comparisonOf, groupNames, namedFrom, numberedFrom, type Subject } from './captures.ts';
import { clientBytes, hostBytes, PATH_BYTES } from './client-values.ts';
import { expressionAt } from './expressions.ts';
import { locationPattern } from './locations.ts';
import type { ConfigModel } from './types.ts';
import { isGiven, programs, setsBefore, tableOf } from './variable-sources.ts';

/** A part of what a text with variables comes to. */
export type ValuePart =
  | { readonly kind: 'text'; readonly text: string }
  | ClientPart
  /** One of few values, or one that the client has no say in: nobody knows which. */
  | { readonly kind: 'other'; readonly variable: string };

/** What the client writes. */
export interface ClientPart {
  readonly kind: 'client';
  /** As it is written: `$uri`, `$1`. */
  readonly variable: string;
  /** What it may hold. */
  readonly bytes: ByteSet;
  /** Where its expression stands, for what an expression has cut out; null for nginx's own variables. */
  readonly cutBy: Occurrence | null;
  /** Texts with one of which it ends; empty ones where that is not known. */
  readonly endings: readonly string[];
}

/** One value that a text may come to. */
export interface PossibleValue {
  readonly parts: readonly ValuePart[];
  /** The `set` and `map` lines that the value went through, the nearest first. */
  readonly through: readonly Occurrence[];
}

/** May a part hold this sign? */
export function mayHold({ bytes }: { readonly bytes: ByteSet }, sign: string): boolean {
  const code = sign.charCodeAt(0);
  return bytes.some(([from, to]) => from <= code && code <= to);
}

/**
 * What a client may at most put into a variable, wherever that is read, where the configuration itself gives it no value;
 * null where it does, and for `$1` to `$9`. Most variables are answered for by this alone.
 */
export const mostBytes = askOnce((model, name: string): ByteSet | null => {
  const own = !/^[1-9]$/.test(name) && !isGiven(model, name) && !groupNames(model).has(name);
  return own ? (clientBytes(model, name) ?? []) : null;
});

const MOST_VALUES = 64;
const DEEPEST = 8;
/** A group that can be so many different texts is no free choice. */
const FEW = 4096;
const REFERENCE = /\$(?:\{(\w+)\}|([1-9])|(\w+))/g;

/**
 * What a text with variables may come to where `at` stands: through `set`, `map`, `geo`, `split_clients` and the groups
 * of expressions. The first of very many.
 */
export function possibleValues(model: ConfigModel, at: Occurrence, text: string): readonly PossibleValue[] {
  return new Flow(model).text(at, text, 0, null);
}

/** What an expression in a `map` brings for the values of its line. */
interface Line {
  readonly capturing: Capturing;
}

class Flow {
  readonly #model: ConfigModel;

  constructor(model: ConfigModel) {
    this.#model = model;
  }

  text(at: Occurrence, text: string, depth: number, line: Line | null): readonly PossibleValue[] {
    let values: readonly PossibleValue[] = [{ parts: [], through: [] }];
    let last = 0;
    for (const match of text.matchAll(REFERENCE)) {
      if (match.index > last) values = values.map((value) => append(value, text.slice(last, match.index)));
      const name = (match[1] ?? match[2] ?? match[3] ?? '').toLowerCase();
      const parts = this.#variable(at, name, depth, line);
      values = values.flatMap((value) => parts.map((part) => joined(value, part))).slice(0, MOST_VALUES);
      last = match.index + match[0].length;
    }
    return last < text.length ? values.map((value) => append(value, text.slice(last))) : values;
  }

  #variable(at: Occurrence, name: string, depth: number, line: Line | null): readonly PossibleValue[] {
    if (depth > DEEPEST) return [other(name)];
    if (/^[1-9]$/.test(name)) {
      const capturing = line === null ? this.#numbered(at) : line.capturing;
      return [capturing === null ? other(name) : this.#group(at, name, capturing, Number(name), depth)];
    }
    const table = tableOf(this.#model, name);
    if (table !== null) return this.#table(at, table, name, depth);
    const { sets, certain } = setsBefore(this.#model, at, name);
    if (sets.length > 0 || certain) {
      return sets.flatMap((set) => this.#through(set, set.node.args[1]?.value ?? '', depth, null));
    }
    const named = line === null ? null : groupNamed(line.capturing.tree, name);
    if (line !== null && named !== null) return [this.#group(at, name, line.capturing, named, depth)];
    const bytes = clientBytes(this.#model, name);
    if (bytes !== null) return [this.#own(at, name, bytes)];
    const capturing = namedFrom(this.#model, at, name);
    return [capturing === null ? other(name) : this.#group(at, name, capturing, capturing.index, depth)];
  }

  /** In a `rewrite` captures are those of its own expression, and nginx escapes them (`ngx_http_script_copy_capture_code`). */
  #numbered(at: Occurrence): Capturing | null {
    return at.name === 'rewrite' ? null : numberedFrom(this.#model, at);
  }

  #through(at: Occurrence, text: string, depth: number, line: Line | null): PossibleValue[] {
    return this.text(at, text, depth + 1, line).map(({ parts, through }) => ({ parts, through: [at, ...through] }));
  }

  #table(at: Occurrence, table: Occurrence, name: string, depth: number): readonly PossibleValue[] {
    const values: PossibleValue[] = [];
    for (const entry of table.children) {
      const [word] = entry.node.args;
      if (word === undefined || entry.name === 'include') continue;
      if (values.length >= MOST_VALUES) break;
      // Values of `geo` and `split_clients` are taken as they are.
      if (table.name !== 'map') values.push({ parts: textPart(word.value), through: [entry] });
      else values.push(...this.#mapped(at, table, entry, word.value, depth));
    }
    return values.length === 0 ? [other(name)] : values.slice(0, MOST_VALUES);
  }

  /** Variables in a `map` are evaluated for the request at `at`. */
  #mapped(at: Occurrence, table: Occurrence, entry: Occurrence, text: string, depth: number): PossibleValue[] {
    const key = entry.name;
    const source = table.node.args[0]?.value ?? '';
    const tree = key.startsWith('~')
      ? expressionAt(this.#model, entry, key.replace(/^~\*?/, ''), key.startsWith('~*'))
      : null;
    const capturing = tree === null ? null : { tree, at: entry, subject: { kind: 'text' as const, text: source } };
    // In another line `$1` is what was matched last.
    const line = capturing === null ? null : { capturing };
    return this.text(at, text, depth + 1, line).map(({ parts, through }) => ({ parts, through: [entry, ...through] }));
  }

  #group(
    at: Occurrence,
    name: string,
    { tree, at: cutBy, subject }: Capturing,
    index: number,
    depth: number,
  ): PossibleValue {
    const part = groupBytes(tree, index);
    if (part === null || part.variety <= FEW) return other(name);
    const possible = this.#subject(subject.kind === 'text' ? cutBy : at, at, subject, depth);
    const bytes = possible === null ? [] : commonBytes(part.bytes, possible);
    if (bytes.length === 0) return other(name);
    return {
      parts: [{ kind: 'client', variable: `$${name}`, bytes, cutBy, endings: groupEndings(tree, index) ?? [''] }],
      through: [],
    };
  }

  /** The bytes of what an expression is held against; null where the client has no say in it. */
  #subject(place: Occurrence, at: Occurrence, subject: Subject, depth: number): ByteSet | null {
    if (subject.kind === 'path') return PATH_BYTES;
    if (subject.kind === 'host') return hostBytes(this.#model);
    const inRewrite = place.name === 'if';
    const values = this.text(inRewrite ? place : at, subject.text, depth + 1, null);
    const parts = values.flatMap(({ parts }) => parts).filter((part) => part.kind === 'client');
    const bytes = parts.flatMap((part) => part.bytes);
    return bytes.length === 0 ? null : bytes;
  }

  /** One of nginx's own variables, as far as the location and the conditions around `at` leave it free. */
  #own(at: Occurrence, name: string, bytes: ByteSet): PossibleValue {
    const variable = `$${name}`;
    let left: ByteSet | null = bytes;
    if (name === 'uri' || name === 'document_uri') {
      const exact = exactPath(at);
      if (exact !== null) return { parts: textPart(exact), through: [] };
      left = this.#inLocation(at, bytes);
    }
    for (const { block } of programs(at)) {
      if (left === null || block.name !== 'if') continue;
      left = this.#inCondition(block, variable, left);
    }
    if (left === null || left.length === 0) return other(name);
    return { parts: [{ kind: 'client', variable, bytes: left, cutBy: null, endings: [''] }], through: [] };
  }

  #inLocation(at: Occurrence, bytes: ByteSet): ByteSet | null {
    const location = enclosing(at, 'location');
    const pattern = location === null ? null : locationPattern(location.node.args);
    if (location === null || pattern?.match !== 'regex' || rewrites(at)) return bytes;
    return narrowed(expressionAt(this.#model, location, pattern.pattern, pattern.caseless), bytes);
  }

  #inCondition(block: Occurrence, variable: string, bytes: ByteSet): ByteSet | null {
    // What is on the disk nobody has made up.
    if (/^\(?-[fde]$/.test(block.node.args[0]?.value ?? '')) return null;
    const comparison = comparisonOf(block);
    if (comparison === null || comparison.variable !== variable) return bytes;
    if (comparison.operator === '=') return null;
    if (comparison.operator.startsWith('!')) return bytes;
    return narrowed(expressionAt(this.#model, block, comparison.operand, comparison.operator.endsWith('*')), bytes);
  }
}

/** What an expression that takes all of a text leaves free of it; null where it leaves a few values only. */
function narrowed(tree: Pattern, bytes: ByteSet): ByteSet | null {
  const subject = subjectBytes(tree);
  if (subject === null) return bytes;
  return subject.variety <= FEW ? null : commonBytes(subject.bytes, bytes);
}

/** The one path that comes to the location of `at`, unless it is rewritten there. */
function exactPath(at: Occurrence): string | null {
  const location = enclosing(at, 'location');
  const pattern = location === null ? null : locationPattern(location.node.args);
  return pattern?.match === 'exact' && !rewrites(at) ? pattern.pattern : null;
}

function rewrites(at: Occurrence): boolean {
  return programs(at).some(
    ({ block }) => block.name !== 'server' && block.children.some((child) => child !== at && child.name === 'rewrite'),
  );
}

function groupNamed(tree: Pattern, name: string): number | null {
  return tree.names.find((group) => group.name.toLowerCase() === name)?.index ?? null;
}

function other(name: string): PossibleValue {
  return { parts: [{ kind: 'other', variable: `$${name}` }], through: [] };
}

function textPart(text: string): readonly ValuePart[] {
  return text === '' ? [] : [{ kind: 'text', text }];
}

function append({ parts, through }: PossibleValue, text: string): PossibleValue {
  return { parts: [...parts, { kind: 'text', text }], through };
}

function joined(one: PossibleValue, other: PossibleValue): PossibleValue {
  return { parts: [...one.parts, ...other.parts], through: [...one.through, ...other.through] };
}
