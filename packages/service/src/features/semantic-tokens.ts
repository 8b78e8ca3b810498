import { type Directive, type FileId, type SourceFile, type Span, type Word, walk } from '@nginx-lint/core';
import type { Name, NameKind } from '../names/name.ts';
import { namesOf } from '../names/names-of.ts';
import type { Snapshot, View } from '../snapshot.ts';

export const TOKEN_TYPES = [
  'keyword',
  'class',
  'variable',
  'function',
  'namespace',
  'struct',
  'regexp',
  'number',
  'enumMember',
  'comment',
] as const;
export type TokenType = (typeof TOKEN_TYPES)[number];

export const TOKEN_MODIFIERS = ['declaration', 'modification', 'defaultLibrary', 'deprecated'] as const;
export type TokenModifier = (typeof TOKEN_MODIFIERS)[number];

/** A word, or a part of one, with its meaning. It lies on one line. */
export interface SemanticToken {
  readonly span: Span;
  readonly type: TokenType;
  readonly modifiers: readonly TokenModifier[];
}

const NAME_TYPES: Readonly<Record<NameKind, TokenType>> = {
  variable: 'variable',
  upstream: 'namespace',
  'named-location': 'function',
  zone: 'struct',
  'log-format': 'struct',
  match: 'struct',
  'thread-pool': 'struct',
  'js-module': 'namespace',
};

/** What the words of a file mean, in the order of the text and without overlap; of a stretch of it, where one is given. */
export function semanticTokens(snapshot: Snapshot, file: FileId, within?: Span): readonly SemanticToken[] {
  const source = snapshot.source(file);
  const [view] = snapshot.views(file);
  if (source === null || view === undefined) return [];
  const found = [...wordTokens(source, view), ...nameTokens(view, snapshot)];
  const wanted = within ?? { start: 0, end: source.text.length };
  const inside = found.filter(({ span }) => span.end > wanted.start && span.start < wanted.end);
  return inOrder(inside.filter(({ span }) => isOnOneLine(source, span)));
}

/** Directives, numbers, switches and expressions. */
function wordTokens(source: SourceFile, { analysis }: View): SemanticToken[] {
  const tokens: SemanticToken[] = [];
  for (const step of walk(source.items)) {
    if (step.kind !== 'enter') continue;
    const { directive } = step;
    const [at] = analysis.model.occurrencesOf(directive);
    const fact = at?.fact ?? null;
    // A line of a map begins with no directive's name; a name that nginx does not know is no keyword.
    if (fact === null) continue;
    const deprecated = fact.deprecated !== undefined && analysis.model.facts.atLeast(fact.deprecated.since);
    const type = directive.body === null ? 'keyword' : 'class';
    tokens.push({ span: spanOf(directive.name), type, modifiers: deprecated ? ['deprecated'] : [] });
    for (const [index, word] of directive.args.entries()) {
      const meaning = argumentType(directive, index, word);
      if (meaning !== null) tokens.push({ span: spanOf(word), type: meaning, modifiers: [] });
    }
  }
  return tokens;
}

const QUANTITY = /^-?\d+(?:\.\d+)?(?:[kmg]|ms|[smhdwMy])?$/i;

function argumentType(directive: Directive, index: number, word: Word): TokenType | null {
  if (word.quote === null && QUANTITY.test(word.value)) return 'number';
  if (word.quote === null && (word.value === 'on' || word.value === 'off')) return 'enumMember';
  return isExpression(directive, index, word) ? 'regexp' : null;
}

function isExpression({ name, args }: Directive, index: number, word: Word): boolean {
  const before = args[index - 1]?.value ?? '';
  switch (name.value) {
    case 'rewrite':
      return index === 0;
    case 'location':
      return before === '~' || before === '~*' || (index === 0 && /^~\*?./.test(word.value));
    case 'server_name':
      return word.value.startsWith('~');
    case 'if':
      return /^!?~\*?$/.test(before);
    default:
      return false;
  }
}

/** Everything that has a name, whichever configuration knows it. */
function nameTokens({ file }: View, snapshot: Snapshot): SemanticToken[] {
  return snapshot.views(file).flatMap(({ analysis, file: own }) =>
    namesOf(analysis.model)
      .in(own)
      .map((name) => tokenOf(name, analysis.model)),
  );
}

function tokenOf(name: Name, model: View['analysis']['model']): SemanticToken {
  const modifiers: TokenModifier[] = [];
  if (name.role === 'definition') modifiers.push('declaration');
  else if (name.writes) modifiers.push('modification');
  if (name.kind === 'variable' && isOwnVariable(name, model)) modifiers.push('defaultLibrary');
  return { span: name.whole, type: NAME_TYPES[name.kind], modifiers };
}

/** Does nginx itself give it a value? */
function isOwnVariable({ text, scope }: Name, { facts }: View['analysis']['model']): boolean {
  return facts.variable(text.toLowerCase(), scope === 'stream' ? 'stream' : 'http') !== null;
}

/** Of two that overlap, the one inside stays: a variable in a number says more. */
function inOrder(tokens: readonly SemanticToken[]): readonly SemanticToken[] {
  const sorted = [...tokens].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const kept: SemanticToken[] = [];
  for (const token of sorted) {
    const last = kept.at(-1);
    if (last === undefined || token.span.start >= last.span.end) kept.push(token);
    else if (token.span.start > last.span.start) kept[kept.length - 1] = token;
  }
  return kept;
}

function isOnOneLine({ text }: SourceFile, { start, end }: Span): boolean {
  return start < end && !text.slice(start, end).includes('\n');
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}
