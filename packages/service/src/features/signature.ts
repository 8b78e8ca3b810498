import { type FileId, parametersOf, type Span } from '@nginx-lint/core';
import type { Snapshot } from '../snapshot.ts';
import { directiveSummary, parameterSummary } from '../summaries.ts';
import { familyOf } from './completion/definitions.ts';
import { type Command, commandsIn, kindsAt, readStatement, sceneAt } from './completion/scene.ts';
import { fit } from './signature/active.ts';
import { readSyntax, type SyntaxLine, type SyntaxPart } from './signature/syntax-line.ts';
import { kindText } from './signature/value-kinds.ts';

export interface SignatureParameter {
  /** Where it stands in the label of its signature. */
  readonly span: Span;
  /** Markdown; empty where nothing is known. */
  readonly documentation: string;
}

export interface Signature {
  /** The form of the directive as nginx documents it, without the `;`. */
  readonly label: string;
  readonly documentation: string;
  readonly parameters: readonly SignatureParameter[];
}

export interface SignatureHelp {
  readonly signatures: readonly Signature[];
  readonly activeSignature: number;
  /** null where the form has no argument for the word at the cursor. */
  readonly activeParameter: number | null;
}

/** The forms of the directive whose arguments are typed at an offset; null where none is, or nobody knows it. */
export function signatureHelp(snapshot: Snapshot, file: FileId, offset: number): SignatureHelp | null {
  const scene = sceneAt(snapshot, file, offset);
  const statement = scene === null ? null : readStatement(scene);
  if (scene === null || statement?.kind !== 'statement' || statement.index < 0) return null;
  const [name, ...before] = statement.earlier;
  const command = name === undefined ? undefined : commandsIn(scene, name.value).find(({ fact }) => fact !== null);
  if (command === undefined) return null;
  const lines = linesOf(command);
  if (lines.length === 0) return null;
  const words = [...before.map(({ value }) => value), statement.word.before + statement.word.after];
  const fits = lines.map((line) => fit(line, words));
  let best = 0;
  for (const [index, { score }] of fits.entries()) if (score > (fits[best]?.score ?? score)) best = index;
  const active = fits[best]?.active ?? -1;
  return {
    signatures: lines.map((line) => signatureOf(line, command)),
    activeSignature: best,
    activeParameter: active === -1 ? null : active,
  };
}

/** The documented forms that have arguments; where none is documented, one made of the kinds of values. */
function linesOf(command: Command): readonly SyntaxLine[] {
  const { fact, setting } = command;
  if (fact === null) return [];
  const words = wordsOf(command);
  const documented = fact.syntax?.map((line) => readSyntax(line, words)).filter(({ parts }) => parts.length > 0);
  if (documented !== undefined) return documented;
  const { min, max } = setting.facts.arity(fact);
  if (max === 0) return [];
  const kinds = fact.valueKinds ?? [];
  const count = Math.max(min, Math.min(max ?? kinds.length, kinds.length), 1);
  const values = Array.from({ length: count }, (_, at) => {
    const kind = kinds[at];
    const word = kind?.values?.join('|') ?? (fact.args.flag ? 'on | off' : (kind?.kind ?? 'value'));
    const shown = at < min ? word : `[${word}]`;
    return kind?.repeat === true ? `${shown} ...` : shown;
  });
  return [readSyntax(`${fact.name} ${values.join(' ')}`, words)];
}

/** The words that a directive knows, with the names of its parameters. */
function wordsOf({ fact, table }: Command): ReadonlySet<string> {
  const kinds = fact?.valueKinds ?? [];
  const named = table?.params.flatMap(({ name, form }) => (form === 'positional' ? [] : name)) ?? [];
  return new Set([
    ...kinds.flatMap(({ values, words }) => [...(values ?? []), ...(words ?? [])]),
    ...named,
    'on',
    'off',
    'unix:',
  ]);
}

function signatureOf({ label, parts }: SyntaxLine, command: Command): Signature {
  const { fact, setting } = command;
  const documentation = fact === null ? '' : (directiveSummary(fact, setting.context) ?? '');
  const parameters = parts.map((part, index) => ({
    span: { start: part.start, end: part.end },
    documentation: parameterText(part, index, command),
  }));
  return { label, documentation, parameters };
}

/** What the words of an argument mean, and what kind of value it takes. */
function parameterText(part: SyntaxPart, index: number, command: Command): string {
  const { name, setting } = command;
  const scope = familyOf(setting.context);
  const known = parametersOf(name, setting.context)?.params ?? [];
  const lines = part.literals.flatMap((literal) => {
    const summary = parameterSummary(scope, name, literal, setting.context);
    if (summary === null) return [];
    const value = known.find((each) => each.name === literal)?.value;
    const takes = value === undefined ? null : kindText(value);
    const sentence = takes === null ? summary : `${summary}; ${takes}`;
    return [part.literals.length > 1 ? `- \`${literal}\`: ${sentence}` : sentence];
  });
  if (lines.length > 0 || !part.positional) return lines.join('\n');
  return kindsAt(command, index)
    .flatMap(({ kind }) => kindText(kind) ?? [])
    .join('; ');
}
