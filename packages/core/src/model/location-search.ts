import { byteString, type Pattern, type Universe } from '@nginx-lint/regex';
import type { FileId } from '../text/file-id.ts';
import type { Occurrence } from '../tree/tree.ts';
import { expression } from './expressions.ts';
import type { ConfigModel, LocationModel, ServerModel } from './types.ts';

/** Locations that nginx searches together: those directly in a server or in one location, in reading order. */
export interface LocationLevel {
  /** null for the level of the server */
  readonly parent: LocationModel | null;
  readonly locations: readonly LocationModel[];
}

/** The level of a server and those of its locations that hold others (`ngx_http_core_find_location`). */
export function levelsOf(server: ServerModel): LocationLevel[] {
  const inner = server.allLocations.filter(({ children }) => children.length > 0);
  return [
    { parent: null, locations: server.locations },
    ...inner.map((parent) => ({ parent, locations: parent.children })),
  ];
}

/** The expression of a regex location as the library reads it; null for every other location. */
export function locationRegex(model: ConfigModel, { match, caseless, pattern, at }: LocationModel): Pattern | null {
  return match === 'regex' ? expression(pattern, caseless, model.source(at.file).encoding) : null;
}

/**
 * The paths that are looked for in a level: they begin with the name of the innermost prefix location around it, or
 * with the `/` that every path begins with. Paths with a newline (`%0A`), which `.` and `$` treat in their own way, are
 * left aside.
 */
export function pathsAt(model: ConfigModel, parent: LocationModel | null): Universe & { readonly prefix: string } {
  for (let around = parent; around !== null; around = around.parent) {
    if (isPrefix(around) && around.pattern.startsWith('/')) return pathsBelow(model, around.at.file, around.pattern);
  }
  return { prefix: '/', newlines: false };
}

/** The paths that begin with a text of that file, newlines left aside as in {@link pathsAt}. */
export function pathsBelow(model: ConfigModel, file: FileId, prefix: string): Universe & { readonly prefix: string } {
  return { prefix: model.source(file).encoding === 'latin1' ? prefix : byteString(prefix), newlines: false };
}

export function isPrefix({ match }: LocationModel): boolean {
  return match === 'prefix' || match === 'prefix-final';
}

export const isExpression = ({ match }: LocationModel): boolean => match === 'regex';

/** Do two locations hold the same directives in the same order? Then it makes little difference which of them answers. */
export function areAlike(a: Occurrence, b: Occurrence): boolean {
  return (
    a.children.length === b.children.length &&
    a.children.every((child, index) => {
      const other = b.children[index];
      return other !== undefined && wordsOf(child) === wordsOf(other) && areAlike(child, other);
    })
  );
}

const wordsOf = ({ node }: Occurrence): string => [node.name, ...node.args].map(({ value }) => value).join('\n');

/** As messages name a block by its directive: `server`, `location`, but `"if"`. */
export function blockName(name: string): string {
  return name === 'server' || name === 'location' ? name : `"${name}"`;
}

/** As messages show a location: `"~ ^/api/"`. */
export function shownLocation({ match, caseless, pattern }: LocationModel): string {
  const modifier = { exact: '= ', prefix: '', 'prefix-final': '^~ ', regex: caseless ? '~* ' : '~ ', named: '' }[match];
  return `"${modifier}${pattern}"`;
}
