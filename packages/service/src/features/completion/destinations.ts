import type { LocationModel, ServerModel } from '@nginx-lint/core';
import { valuesElsewhere } from './definitions.ts';
import type { Offer } from './item.ts';
import { codeOffers } from './numbers.ts';
import { argumentsBefore, type ValuePlace, type ValueSource } from './value-place.ts';

/** Directives that may lead to a named location. */
const NAMED: ReadonlySet<string> = new Set(['try_files', 'error_page', 'post_action']);

/** Locations of the server that a request is sent on to. */
export const destinations: ValueSource = (place) => {
  const { name } = place.command;
  const named = NAMED.has(name) ? namedLocations(place) : [];
  const paths = locations(place).filter(
    ({ match }) => match === 'exact' || match === 'prefix' || match === 'prefix-final',
  );
  const exact = paths.map(({ pattern, match }): Offer => {
    return { label: pattern, kind: 'location', rank: match === 'exact' ? 2 : 4, detail: 'location' };
  });
  return [...named, ...(name === 'location' ? [] : exact), ...extra(place)];
};

/** The `=404` and the usual files of `try_files` and `error_page`. */
function extra(place: ValuePlace): Offer[] {
  const { name } = place.command;
  const offer = (label: string, rank: number, order: number, detail: string): Offer => {
    return { label, kind: 'value', rank, order, detail };
  };
  if (name === 'try_files') {
    const given = new Set(argumentsBefore(place));
    const files = [
      offer('$uri', 0, 0, 'the file that the path names'),
      offer('$uri/', 0, 1, 'the folder that the path names'),
      offer('/index.html', 3, 2, 'the page of an application'),
      offer('/index.php?$query_string', 3, 3, 'the front controller'),
    ].filter(({ label }) => !given.has(label));
    return place.index === 0 ? files : [...files, ...codeOffers()];
  }
  if (name === 'error_page' && place.index > 0)
    return [...answerCodes(), offer('/50x.html', 3, 0, 'a page'), offer('/404.html', 3, 1, 'a page')];
  return [];
}

/** `=` and `=200`: the code that an error page is sent with. */
function answerCodes(): Offer[] {
  return [{ label: '=', kind: 'value', rank: 4, order: 99, detail: 'the code that the page has' }, ...codeOffers()];
}

/** The named locations of the servers around, all of them where no server is seen. */
function namedLocations(place: ValuePlace): Offer[] {
  return locations(place)
    .filter(({ match }) => match === 'named')
    .map(({ pattern }) => pattern)
    .map((pattern): Offer => {
      const label = pattern.startsWith('@') ? pattern : `@${pattern}`;
      return { label, kind: 'location', rank: 1, detail: 'named location' };
    });
}

function locations({ command: { setting } }: ValuePlace): readonly LocationModel[] {
  const servers = new Set<ServerModel>();
  for (const { block } of setting.places) {
    const server = block === null ? null : setting.model.server(block);
    if (server !== null) servers.add(server);
  }
  const around = servers.size > 0 ? [...servers] : setting.model.servers;
  return around.flatMap(({ allLocations }) => allLocations);
}

/** `@name` that something leads to and that no location of the server bears yet. */
export const wantedLocations: ValueSource = (place) => {
  const there = new Set(namedLocations(place).map(({ label }) => label));
  const { model } = place.command.setting;
  const wanted = new Set<string>();
  for (const directive of NAMED)
    for (const { node } of model.named(directive)) {
      const last = node.args.at(-1)?.value;
      if (last?.startsWith('@') === true && !there.has(last)) wanted.add(last);
    }
  return [...wanted].map((label) => ({ label, kind: 'location', rank: 2, detail: 'named, and not there yet' }));
};

/** Names of servers, as others bear them. */
export const serverNames: ValueSource = ({ command, index }) => {
  const own: Offer = { label: '_', kind: 'value', rank: 3, detail: 'no name: a server for all others' };
  const all = valuesElsewhere(command.setting.model, 'server_name', null).filter((name) => /^[\w.*-]+$/.test(name));
  const others = all.map((label, order): Offer => ({ label, kind: 'value', rank: 2, order, detail: 'used elsewhere' }));
  return index === 0 ? [...others, own] : others;
};
