import type { PlainLocation, RoutePlace } from '../answers.ts';
import { type Html, html } from './html.ts';
import { commandLink } from './page.ts';

/** What `nginx-lint.openPlace` takes; the line is counted from 0. */
export interface OpenPlace {
  readonly uri: string;
  readonly line: number;
}

/** How files are called on a page: relative to the folder of the entry where they lie in it. */
export type NameOf = (uri: string) => string;

export function namesFrom(entry: string): NameOf {
  const folder = entry.slice(0, entry.lastIndexOf('/') + 1);
  return (uri) => {
    const name = uri.startsWith(folder) && folder !== '' ? uri.slice(folder.length) : pathOf(uri);
    return decoded(name);
  };
}

/** `sites/a.conf:12` as a link; nothing for what no file holds. */
export function routeLink(place: RoutePlace | null, nameOf: NameOf): Html | null {
  if (place === null) return null;
  const { file, line } = place;
  return html`<code>${commandLink(`${nameOf(file)}:${line}`, 'nginx-lint.openPlace', { uri: file, line: line - 1 })}</code>`;
}

export function locationLink(location: PlainLocation | null, nameOf: NameOf): Html | null {
  if (location === null) return null;
  return routeLink({ file: location.uri, line: location.range.start.line + 1 }, nameOf);
}

function pathOf(uri: string): string {
  return uri.replace(/^[a-z][a-z0-9+.-]*:(?:\/\/[^/]*)?/i, '');
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
