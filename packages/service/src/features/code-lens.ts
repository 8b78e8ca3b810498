import { type Directive, type FileId, type Span, walk } from '@nginx-lint/core';
import { includers } from '../names/includes.ts';
import type { Snapshot } from '../snapshot.ts';
import { spotAt } from '../spot.ts';
import { includedLens } from './code-lens/included.ts';
import { requestLens } from './code-lens/request.ts';
import { upstreamLens } from './code-lens/upstream.ts';
import type { Standing } from './hover/subject.ts';

/** What a lens is about: plain data that makes its way to a client and back. */
export interface CodeLensData {
  readonly of: 'file' | 'upstream' | 'server' | 'location';
  readonly file: FileId;
}

/** A place of a text that a client shows. */
export interface LensPlace {
  readonly file: FileId;
  readonly span: Span;
}

export type LensCommand =
  /** `url` is null where none is known that leads there. */
  | {
      readonly name: 'nginx-lint.explainRequest';
      readonly arguments: readonly [{ readonly url: string | null; readonly entry: FileId }];
    }
  | {
      readonly name: 'nginx-lint.showPlaces';
      readonly arguments: readonly [LensPlace & { readonly places: readonly LensPlace[] }];
    };

export interface CodeLens {
  readonly span: Span;
  /** Null until it is resolved. */
  readonly title: string | null;
  /** Null where there is nothing to do. */
  readonly command: LensCommand | null;
  readonly data: CodeLensData;
}

/** What a resolved lens says. */
export type LensText = Pick<CodeLens, 'title' | 'command'>;

/** Where a file has lenses: at its beginning, on groups, servers and locations. What they say takes time and comes later. */
export function codeLenses(snapshot: Snapshot, file: FileId): readonly CodeLens[] {
  const source = snapshot.source(file);
  if (source === null) return [];
  const lenses: CodeLens[] = [];
  const add = (of: CodeLensData['of'], { start, end }: Span) =>
    lenses.push({ span: { start, end }, title: null, command: null, data: { of, file } });
  if (includers(snapshot, file).length > 0) add('file', { start: 0, end: 0 });
  for (const { kind, directive } of walk(source.items)) {
    if (kind !== 'enter' || directive.body === null || directive.damaged) continue;
    const of = subjectOf(standingsOf(snapshot, file, directive)[0]);
    if (of !== null) add(of, directive.name);
  }
  return lenses;
}

/** Says what a lens says, and what a click on it does; unchanged where the text is no longer what it was. */
export function resolveCodeLens(snapshot: Snapshot, lens: CodeLens): CodeLens {
  return { ...lens, ...textOf(snapshot, lens) };
}

function textOf(snapshot: Snapshot, { span, data: { of, file } }: CodeLens): LensText | null {
  if (of === 'file') return includedLens(snapshot, file);
  const source = snapshot.source(file);
  const spot = source === null ? null : spotAt(source, span.start);
  if (spot === null || spot.directive === null || spot.word !== -1) return null;
  const standings = standingsOf(snapshot, file, spot.directive).filter((standing) => subjectOf(standing) === of);
  const [first, ...rest] = standings;
  if (first === undefined) return null;
  return of === 'upstream' ? upstreamLens(snapshot, file, span, standings) : requestLens([first, ...rest]);
}

/** Places of a file that are asked; where it is included more often, they hardly differ. */
const MOST_STANDINGS = 12;

function standingsOf(snapshot: Snapshot, file: FileId, directive: Directive): readonly Standing[] {
  const all = snapshot.views(file).flatMap(({ analysis: { model }, file: named }): Standing[] => {
    const places = model.occurrencesOf(directive).filter((at) => at.file === named);
    return places.map((at) => ({ model, at }));
  });
  return all.slice(0, MOST_STANDINGS);
}

/** Servers and locations of http that a request of a client may come to, and groups. */
function subjectOf(standing: Standing | undefined): CodeLensData['of'] | null {
  if (standing === undefined) return null;
  const { model, at } = standing;
  const name = at.name;
  if (name === 'upstream') return at.context === 'http' || at.context === 'stream' ? 'upstream' : null;
  if (name === 'server') return model.server(at)?.at === at ? 'server' : null;
  const location = name === 'location' ? model.location(at) : null;
  return location?.at === at && location.match !== 'named' ? 'location' : null;
}
