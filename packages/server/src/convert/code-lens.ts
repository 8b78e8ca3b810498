import type { CodeLensData, CodeLens as Found, LensCommand, Snapshot } from '@nginx-lint/service';
import type { CodeLens, Command, Range } from 'vscode-languageserver';
import type { Session, Target } from '../session.ts';

/** What a lens carries until it is resolved: the version of the text tells whether it is still about the same place. */
export interface CarriedLens {
  readonly uri: string;
  readonly data: CodeLensData;
}

export function codeLens(found: Found, uri: string, { source }: Target, session: Session): CodeLens {
  const data: CarriedLens = { uri, data: found.data };
  return { range: session.range(source, found.span), data };
}

/** A lens with nothing to say has an empty title, which editors leave out. */
export function resolved(lens: CodeLens, text: Found, snapshot: Snapshot, session: Session): CodeLens {
  const title = text.title ?? '';
  const command = text.command;
  if (command === null) return { ...lens, command: { title, command: '' } };
  return { ...lens, command: commandOf(title, command, lens.range, snapshot, session) };
}

function commandOf(title: string, command: LensCommand, range: Range, snapshot: Snapshot, session: Session): Command {
  if (command.name === 'nginx-lint.explainRequest') {
    const [{ url, entry }] = command.arguments;
    return { title, command: command.name, arguments: [{ url, uri: session.uri(snapshot, entry) }] };
  }
  const [{ file, places }] = command.arguments;
  const locations = places.flatMap((place) => session.location(snapshot, place.file, place.span) ?? []);
  const uri = session.uri(snapshot, file);
  return { title, command: command.name, arguments: [{ uri, position: range.start, locations }] };
}
