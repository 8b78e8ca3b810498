import type { Offer } from './item.ts';
import { argumentsBefore, type ValuePlace, type ValueSource } from './value-place.ts';

/** Words that are allowed and that nobody should choose today. */
const WEAK: ReadonlySet<string> = new Set(['SSLv2', 'SSLv3', 'TLSv1', 'TLSv1.1', 'spdy', 'default', 'msie6']);

/** The words that a kind of value knows: enumerations, and those beside other values, such as `off`. */
export const knownWords: ValueSource = (place) => {
  const { kind, command } = place;
  // Signs are told with their meaning elsewhere.
  if (kind === null || kind.kind === 'location-modifier') return [];
  const given = kind.repeat === true ? new Set(argumentsBefore(place)) : new Set<string>();
  const words = [...(kind.values ?? []), ...(kind.words ?? [])].filter(
    (word) => /^[^<$]+$/.test(word) && word !== 'url$',
  );
  const normal = defaultsOf(place);
  return words
    .filter((word) => !given.has(word))
    .map((word, order): Offer => {
      const weak = WEAK.has(word);
      const ends = /[=:]$/.test(word);
      return {
        label: word,
        kind: ends ? 'parameter' : 'value',
        rank: weak ? 6 : ends ? 3 : 1,
        order,
        ...(normal.has(word) ? { detail: 'default' } : {}),
        ...(weak ? { deprecated: true } : {}),
        ...(ends ? { retrigger: true } : {}),
        data: {
          of: 'parameter',
          file: place.scene.file,
          directive: command.name,
          name: word,
          context: command.setting.context,
        },
      };
    });
};

export const flag: ValueSource = (place) => {
  const normal = defaultsOf(place);
  // The default is what nobody needs to write.
  return ['on', 'off'].map((label) => ({
    label,
    kind: 'value',
    rank: 1,
    order: normal.has(label) ? 1 : 0,
    ...(normal.has(label) ? { detail: 'default' } : {}),
  }));
};

/** The words of the directive's default. */
export function defaultsOf({ command: { fact } }: ValuePlace): ReadonlySet<string> {
  const normal = fact?.default;
  if (normal === undefined || normal === null) return new Set();
  const texts = typeof normal === 'string' ? [normal] : normal;
  return new Set(texts.flatMap((text) => text.split(/\s+/)));
}
