import type { AddressRow, LocationRow, RouteTable, ServerRow, ShownPlace, UnreachableRow } from '@nginx-lint/core';
import type { Palette } from '../style.ts';
import { visible, widthOf } from '../visible.ts';

/** Columns that a cell takes at most; what is longer is cut, but for the last cell of a line. */
const WIDEST = { place: 40, location: 44, answer: 56 } as const;

/** Levels that are indented: deeper ones would leave no room for their names. */
const DEEPEST = 8;

/** For people: who listens where, and the locations of each server in the order in which nginx tries them. */
export function table({ addresses, servers }: RouteTable, palette: Palette): string {
  const blocks = [...addresses.map((row) => address(row, palette)), ...servers.map((row) => server(row, palette))];
  return blocks.length === 0 ? 'No server listens: the configuration has none in http\n' : blocks.join('\n');
}

function address({ listen, tls, servers }: AddressRow, palette: Palette): string {
  const width = widest(servers.map(({ at }) => placeText(at)));
  const lines = servers.map(({ at, names, default: first }) => {
    const label = first ? 'default' : '       ';
    return `  ${palette.hint(label)}  ${palette.frame(padded(placeText(at), width))}  ${namesText(names)}`.trimEnd();
  });
  return `${palette.strong(visible(listen))}${tls ? ' (TLS)' : ''}\n${lines.join('\n')}\n`;
}

function server(row: ServerRow, palette: Palette): string {
  const on = row.listen.length === 0 ? '' : ` on ${visible(row.listen.join(', '))}`;
  const title = `${palette.strong(`server ${namesText(row.names)}`.trimEnd())}${on}  ${palette.frame(placeText(row.at))}`;
  const cells = row.locations.flatMap((location) => cellsOf(location, 0));
  const answer = row.answer === null ? '' : visible(row.answer.text);
  const always = row.answer?.kind === 'return';
  // A `return` of the server comes before all of its locations.
  const rest: Cells = {
    place: placeText(row.answer?.at ?? null),
    location: always ? 'every request' : 'no location matches',
    answer,
    more: '',
    dead: false,
  };
  const all = always ? [rest, ...cells] : [...cells, rest];
  const place = widest(all.map((cell) => cell.place));
  const location = Math.min(Math.max(...all.map((cell) => widthOf(cell.location))), WIDEST.location);
  const answered = all.filter(({ more }) => more !== '').map((cell) => widthOf(cell.answer));
  const widths = { place, location, answer: Math.min(Math.max(0, ...answered), WIDEST.answer) };
  const lines = all.map((cell) => line(cell, widths, palette));
  const dead = row.unreachable === null ? '' : `  ${palette.warning(whyDead(row.unreachable))}\n`;
  return `${title}\n${dead}${lines.join('\n')}\n`;
}

interface Cells {
  readonly place: string;
  readonly location: string;
  readonly answer: string;
  /** A sample, or why no request comes here. */
  readonly more: string;
  readonly dead: boolean;
}

function cellsOf(row: LocationRow, depth: number): readonly Cells[] {
  const { unreachable, sample } = row;
  return [
    {
      place: placeText(row.at),
      location: visible(
        `${'  '.repeat(Math.min(depth, DEEPEST))}${row.caseless ? '~* ' : MODIFIERS[row.match]}${row.pattern}`,
      ),
      answer: visible(row.answer?.text ?? ''),
      more: visible(unreachable === null ? `${sample ?? ''}${NOTES[row.reach]}`.trim() : whyDead(unreachable)),
      dead: unreachable !== null,
    },
    ...row.locations.flatMap((inner) => cellsOf(inner, depth + 1)),
  ];
}

function whyDead({ reason, by }: UnreachableRow): string {
  const places = by.map(placeText).join(', ');
  return `never reached: ${reason}${places === '' ? '' : ` (${places})`}`;
}

const NOTES: Readonly<Record<LocationRow['reach'], string>> = {
  reachable: '',
  'only-slash': ' (for the redirect that adds the slash alone)',
  'only-internal': ' (inside nginx only)',
  unreachable: '',
  unknown: ' (not known whether a request comes here)',
};

const MODIFIERS: Readonly<Record<LocationRow['match'], string>> = {
  exact: '= ',
  prefix: '',
  'prefix-final': '^~ ',
  regex: '~ ',
  named: '',
};

function line(cells: Cells, widths: Readonly<Record<keyof typeof WIDEST, number>>, palette: Palette): string {
  const answer = cells.more === '' ? cells.answer : padded(cut(cells.answer, widths.answer), widths.answer);
  const more = cells.more === '' ? '' : `  ${(cells.dead ? palette.warning : palette.faint)(cells.more)}`;
  const name = padded(cut(cells.location, widths.location), widths.location);
  const place = palette.frame(padded(cells.place, widths.place));
  return `  ${place}  ${cells.dead ? palette.faint(name) : name}  ${answer}${more}`.trimEnd();
}

function namesText(names: readonly string[]): string {
  return visible(names.join(' ')) || '(no name)';
}

function placeText(place: ShownPlace | null): string {
  return place === null ? '' : visible(`${place.file}:${place.line}`);
}

function widest(places: readonly string[]): number {
  return Math.min(Math.max(0, ...places.map(widthOf)), WIDEST.place);
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(width - widthOf(text), 0));
}

/** Whole characters only. */
function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  for (const character of text) {
    if (widthOf(kept) + widthOf(character) > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
