import type { Offer } from './item.ts';
import { argumentsBefore, typedOf, type ValuePlace, type ValueSource } from './value-place.ts';
import { defaultsOf } from './words.ts';

const MILLISECONDS = ['s', 'm', 'h', 'd', 'ms'];
const SECONDS = ['s', 'm', 'h', 'd', 'w', 'M', 'y'];
const SIZES = ['k', 'm'];
const OFFSETS = ['k', 'm', 'g'];

const UNIT_NAMES: Readonly<Record<string, string>> = {
  ms: 'milliseconds',
  s: 'seconds',
  m: 'minutes',
  h: 'hours',
  d: 'days',
  w: 'weeks',
  M: 'months',
  y: 'years',
};

const SIZE_NAMES: Readonly<Record<string, string>> = { k: 'kilobytes', m: 'megabytes', g: 'gigabytes' };

/** A number with a unit: behind digits each unit, else the default and what is usual. */
function quantity(
  units: readonly string[],
  usual: readonly string[],
  names: Readonly<Record<string, string>>,
): ValueSource {
  return (place) => {
    const digits = /^\d+$/.exec(typedOf(place))?.[0];
    if (digits !== undefined) return units.map((unit, order) => offer(`${digits}${unit}`, order, names[unit] ?? ''));
    return withDefault(place, usual);
  };
}

function withDefault(place: ValuePlace, usual: readonly string[]): Offer[] {
  const normal =
    place.command.fact?.valueKinds?.length === 1 ? [...defaultsOf(place)].filter((text) => /^-?\d/.test(text)) : [];
  const others = usual.filter((text) => !normal.includes(text));
  return [...normal.map((text) => offer(text, 0, 'default')), ...others.map((text, at) => offer(text, at + 1))];
}

function offer(label: string, order: number, detail?: string): Offer {
  return { label, kind: 'value', rank: 3, order, ...(detail === undefined ? {} : { detail }) };
}

export const milliseconds = quantity(MILLISECONDS, ['5s', '30s', '60s', '5m'], UNIT_NAMES);
export const seconds = quantity(SECONDS, ['30s', '10m', '1h', '1d', '30d'], UNIT_NAMES);
export const size = quantity(SIZES, ['8k', '16k', '1m'], SIZE_NAMES);
export const offset = quantity(OFFSETS, ['1m', '10m', '100m', '1g'], SIZE_NAMES);
export const number: ValueSource = (place) => withDefault(place, []);

/** What the codes of answers mean, those of nginx alone too. */
export const CODE_NAMES: Readonly<Record<string, string>> = {
  200: 'OK',
  204: 'No Content',
  301: 'Moved Permanently',
  302: 'Found, for now',
  303: 'See Other',
  307: 'Temporary Redirect, same method',
  308: 'Permanent Redirect, same method',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  410: 'Gone',
  413: 'Content Too Large',
  414: 'URI Too Long',
  421: 'Misdirected Request',
  429: 'Too Many Requests',
  444: 'close the connection without an answer',
  495: 'wrong client certificate',
  496: 'no client certificate',
  497: 'plain request on a TLS port',
  499: 'the client went away',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

const CODES: Readonly<Record<string, readonly number[]>> = {
  return: [301, 302, 404, 403, 200, 204, 444, 308, 307, 303, 400, 401, 405, 410, 429, 500, 503],
  error_page: [404, 500, 502, 503, 504, 403, 401, 400, 405, 413, 414, 429, 495, 496, 497],
};

const CACHED = [200, 301, 302, 404, 410, 204, 308, 500, 502, 503, 504];
const ANSWERS = [404, 403, 200, 204, 410, 502, 503];

/** Codes of answers, those first that the directive is used with. */
export const codes: ValueSource = (place) => {
  const given = new Set(argumentsBefore(place));
  const list = Object.hasOwn(CODES, place.command.name) ? CODES[place.command.name] : CACHED;
  return (list ?? CACHED).filter((code) => !given.has(String(code))).map((code, order) => codeOffer('', code, order));
};

/** `=404`: the code in the place of a name. */
export function codeOffers(): Offer[] {
  return ANSWERS.map((code, order) => ({ ...codeOffer('=', code, order), rank: 4 }));
}

function codeOffer(sign: string, code: number, order: number): Offer {
  const detail = CODE_NAMES[code] ?? '';
  return { label: `${sign}${code}`, kind: 'value', rank: 2, order, detail };
}
