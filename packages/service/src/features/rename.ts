import { type FileEdit, type FileId, isShipped, pathOf, type Span } from '@nginx-lint/core';
import { includesAt } from '../names/includes.ts';
import { isBuiltIn, type Name } from '../names/name.ts';
import { namesOf } from '../names/names-of.ts';
import { boundTogether, type NameIn, type NamePlace, namesAt } from '../names/same-names.ts';
import { isOwnVariable } from '../names/variables.ts';
import type { Snapshot } from '../snapshot.ts';
import { conflictOf } from './rename/conflicts.ts';
import { newNameOf, whatOf } from './rename/valid-names.ts';

/** Why something is not done, in a sentence for the user. */
export interface Refused {
  readonly refused: string;
}

/** What a rename begins with: the name without its signs, where it stands. */
export interface Renamable {
  readonly span: Span;
  readonly placeholder: string;
}

/** May the name at an offset be renamed? */
export function prepareRename(snapshot: Snapshot, file: FileId, offset: number): Renamable | Refused {
  const names = namesAt(snapshot, file, offset);
  const [first] = names;
  if (first === undefined) return { refused: whyNoName(snapshot, file, offset) };
  const reason = whyNot(names, boundTogether(snapshot, names));
  return reason === null ? { span: first.name.span, placeholder: first.name.text } : { refused: reason };
}

/**
 * Edits that give the thing at an offset another name, in all configurations that hold the file. A place in a file that
 * is included elsewhere too takes along what it stands for there: a named location in a shared file is renamed in all
 * servers that include it.
 */
export function rename(
  snapshot: Snapshot,
  file: FileId,
  offset: number,
  newName: string,
): readonly FileEdit[] | Refused {
  const names = namesAt(snapshot, file, offset);
  const [first] = names;
  if (first === undefined) return { refused: whyNoName(snapshot, file, offset) };
  const places = boundTogether(snapshot, names);
  const reason = whyNot(names, places);
  if (reason !== null) return { refused: reason };
  const hasGroups = places.some((place) => place.names.some(({ name }) => name.group));
  const named = newNameOf(newName, first.name, hasGroups);
  if ('refused' in named) return named;
  const { text } = named;
  const conflict = conflictOf(places, text);
  if (conflict !== null) return { refused: conflict };
  return places.map(({ file, span }) => ({ file, span, text })).filter((edit) => !isSame(snapshot, edit));
}

function isSame(snapshot: Snapshot, { file, span, text }: FileEdit): boolean {
  return snapshot.source(file)?.text.slice(span.start, span.end) === text;
}

function whyNoName(snapshot: Snapshot, file: FileId, offset: number): string {
  return includesAt(snapshot, file, offset).length > 0
    ? 'the path of an "include" is the name of a file; rename the file instead'
    : 'there is no name here that could be changed';
}

function whyNot(names: readonly NameIn[], places: readonly NamePlace[]): string | null {
  const all = places.flatMap((place) => place.names);
  for (const { model, name } of all) {
    const { kind, text, scope } = name;
    if (kind === 'variable' && isOwnVariable(model, text, scope === 'stream' ? 'stream' : 'http'))
      return `"$${text}" is one of nginx's own variables`;
    if (isFileName(name)) return `the njs module "${text}" has the name of its file; write "js_import ${text} from …"`;
    if (isBuiltIn(name)) return `"${text}" is a ${whatOf(kind)} of nginx itself`;
  }
  for (const { file } of places)
    if (isShipped(file)) return `the name is also used in ${pathOf(file).slice(1)}, which comes with nginx`;
  for (const one of all) {
    const doubt = doubtOf(one);
    if (doubt !== null) return doubt;
  }
  if (!all.some(({ name }) => name.role === 'definition')) return nowhere(names[0]);
  return null;
}

/** `js_import http/hello.js`: the module is called as its file is. */
function isFileName({ kind, role, node }: Name): boolean {
  return kind === 'js-module' && role === 'definition' && node.args[1]?.value !== 'from';
}

function nowhere(one: NameIn | undefined): string {
  if (one === undefined) return 'there is no name here that could be changed';
  const { kind, text, scope } = one.name;
  // `$http_…` and `$arg_…` are there for every name.
  if (kind === 'variable' && one.model.facts.variable(text, scope === 'stream' ? 'stream' : 'http') !== null)
    return `"$${text}" is one of nginx's own variables`;
  return `nothing that is seen here defines the ${whatOf(kind)} "${text}"`;
}

/** A name that other texts make out of parts, so that a rename would break them unseen. */
function doubtOf({ model, name }: NameIn): string | null {
  if (name.kind !== 'upstream' || name.role !== 'definition') return null;
  const doubt = namesOf(model).doubts.find(({ scope, pattern }) => scope === name.scope && pattern.test(name.text));
  if (doubt === undefined) return null;
  const { node } = doubt.at;
  const words = [node.name, ...node.args].map(({ value }) => value).join(' ');
  return `"${words}" may come to the upstream "${name.text}" by its variables, and would not find it any more`;
}
