import type { DiffJson, EffectiveChangeJson, WitnessJson } from '@nginx-lint/core';
import type { Palette } from '../style.ts';
import { visible } from '../visible.ts';
import {
  blockText,
  placesText,
  placeText,
  requestText,
  shownWitnesses,
  sourcesText,
  trailText,
  valueText,
  verdictText,
  whereText,
} from './diff-words.ts';

/** Requests that are shown; the JSON has all of them. */
const MOST_SHOWN = 25;

/** For people: what changed, grouped, the requests first. */
export function diffText(json: DiffJson, palette: Palette): string {
  const tint = json.changed?.routing === 'equal' ? palette.hint : palette.warning;
  const parts = [`${palette.strong('Requests')}: ${tint(verdictText(json))}\n${witnesses(json, palette)}`];
  const blocks = json.blocks.map(
    (change) =>
      `  ${visible(blockText(change))}  ${palette.frame(visible(placesText(change.old?.at ?? null, change.new?.at ?? null)))}`,
  );
  const order = json.order.map(({ old, new: next, path }) => {
    const places = palette.frame(visible(placesText(old.at, next.at)));
    return `  ${visible(trailText(next))} comes before ${visible(old.name)} now, and both match ${visible(path)}  ${places}`;
  });
  parts.push(section('Blocks', [...blocks, ...order], palette));
  for (const [category, title] of CATEGORIES)
    parts.push(
      section(
        title,
        json.effective.filter((each) => each.category === category).map((each) => effective(each, palette)),
        palette,
      ),
    );
  const { diagnostics } = json;
  parts.push(
    section(
      'New findings',
      diagnostics.new.map((each) => finding(each, palette)),
      palette,
    ),
  );
  parts.push(
    section(
      'Findings that are gone',
      diagnostics.gone.map((each) => finding(each, palette)),
      palette,
    ),
  );
  const text = parts.filter((part) => part !== '').join('\n');
  return json.changed?.any === false ? `${text}\nNothing else differs\n` : text;
}

const CATEGORIES = [
  ['tls', 'TLS'],
  ['headers', 'Headers'],
  ['other', 'Settings'],
] as const;

function section(title: string, lines: readonly string[], palette: Palette): string {
  return lines.length === 0 ? '' : `${palette.strong(title)}\n${lines.join('\n')}\n`;
}

function witnesses({ routing, changed }: DiffJson, palette: Palette): string {
  let text = '';
  const shown = shownWitnesses(routing.witnesses);
  for (const { witness, more } of shown.slice(0, MOST_SHOWN)) {
    text += witnessText(witness, palette);
    if (more > 0) text += `    ${palette.faint(`and ${more} more that come to the same end`)}\n`;
  }
  const left = shown.length - MOST_SHOWN;
  if (left > 0) text += `  and ${left} more; --format json has all of them\n`;
  if (changed?.routing === 'different' && routing.doubts.length > 0) text += '  Besides, it is not known:\n';
  for (const doubt of routing.doubts) text += `  - ${visible(doubt)}\n`;
  return text;
}

function witnessText(witness: WitnessJson, palette: Palette): string {
  const { old, new: next, details, also } = witness;
  const place = (at: typeof old.final): string => (at === null ? '' : `  ${palette.frame(visible(placeText(at)))}`);
  const more = also.length === 0 ? '' : `    ${palette.faint(`likewise ${visible(also.slice(0, 3).join(', '))}`)}\n`;
  const same = old.answer === next.answer;
  return (
    `  ${palette.strong(visible(requestText(witness)))}\n` +
    (same
      ? `    ${visible(old.answer)}${place(next.final)}\n`
      : `    old: ${visible(old.answer)}${place(old.final)}\n    new: ${visible(next.answer)}${place(next.final)}\n`) +
    details
      .slice(0, 8)
      .map((line) => `    ${visible(line)}\n`)
      .join('') +
    more
  );
}

function effective(change: EffectiveChangeJson, palette: Palette): string {
  const note = change.notInherited ? `\n    ${palette.faint('it has lines of its own now, and inherits none')}` : '';
  return `  ${visible(whereText(change))}: ${palette.strong(change.directive)} ${visible(valueText(change))}  ${palette.frame(visible(sourcesText(change)))}${note}`;
}

function finding({ rule, severity, message, at }: DiffJson['diagnostics']['new'][number], palette: Palette): string {
  return `  ${severity}[${rule}] ${visible(message)}  ${palette.frame(visible(placeText(at)))}`;
}
