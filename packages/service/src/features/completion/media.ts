import { bundledFile } from '@nginx-lint/core';
import type { Offer } from './item.ts';
import { argumentsBefore, type ValueSource } from './value-place.ts';

/** Types that are worth compressing, or that are the default; the first ones first. */
const USUAL: readonly string[] = [
  ...['text/plain', 'text/css', 'application/javascript', 'application/json', 'text/xml', 'application/xml'],
  ...['image/svg+xml', 'text/javascript', 'application/octet-stream', 'text/html', 'application/xml+rss'],
  ...['application/atom+xml', 'application/manifest+json', 'application/wasm', 'font/ttf', 'font/otf'],
];

let known: ReadonlyMap<string, string> | null = null;

/** Each media type that nginx's own file knows, with its extensions. */
export function mediaTypes(): ReadonlyMap<string, string> {
  if (known === null) {
    const found = new Map(USUAL.map((type) => [type, '']));
    for (const line of (bundledFile('mime.types') ?? '').split('\n')) {
      const [, type, extensions] = /^\s+(\S+\/\S+) (.*);$/.exec(line) ?? [];
      if (type !== undefined && extensions !== undefined)
        found.set(type, [found.get(type) ?? '', extensions].filter((text) => text !== '').join(' '));
    }
    known = found;
  }
  return known;
}

export const mediaTypeValues: ValueSource = (place) => {
  const given = new Set(argumentsBefore(place));
  const many = place.kind?.repeat === true;
  const all: Offer[] = many && place.index === 0 ? [{ label: '*', kind: 'value', rank: 4, detail: 'all types' }] : [];
  // That one is compressed in any case.
  const left = [...mediaTypes()].filter(([type]) => !given.has(type) && !(many && type === 'text/html'));
  return [...all, ...left.map(([label, detail]) => mediaOffer(label, detail))];
};

export function mediaOffer(label: string, detail: string): Offer {
  const order = USUAL.indexOf(label);
  const shown = detail === '' ? {} : { detail };
  return order === -1
    ? { label, kind: 'value', rank: 4, ...shown }
    : { label, kind: 'value', rank: 3, order, ...shown };
}
