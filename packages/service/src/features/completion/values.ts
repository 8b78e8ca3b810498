import { addresses, elsewhere, networks } from './addresses.ts';
import { backends } from './backends.ts';
import { destinations, serverNames, wantedLocations } from './destinations.ts';
import { headerNames, headerValues } from './headers.ts';
import type { Offer } from './item.ts';
import { mediaTypeValues } from './media.ts';
import { codes, milliseconds, number, offset, seconds, size } from './numbers.ts';
import { usualValues } from './usual-values.ts';
import type { ValuePlace, ValueSource } from './value-place.ts';
import { flag } from './words.ts';
import { formats, sharedCaches, zones } from './zones.ts';

function fixed(texts: readonly string[], details: readonly string[] = []): ValueSource {
  return () =>
    texts.map((label, order): Offer => {
      const detail = details[order];
      return { label, kind: 'value', rank: 2, order, ...(detail === undefined ? {} : { detail }) };
    });
}

/** `=`, `~` and the like, and the names of locations that are missing. */
const modifiers: ValueSource = (place) => {
  const details: Readonly<Record<string, string>> = {
    '=': 'this path only',
    '~': 'an expression',
    '~*': 'an expression, in any case of letters',
    '^~': 'a prefix; expressions are not tried',
  };
  const signs = (place.kind?.values ?? []).map((label, order): Offer => {
    const detail = details[label];
    return { label, kind: 'value', rank: 3, order, ...(detail === undefined ? {} : { detail }) };
  });
  return [...wantedLocations(place), { label: '/', kind: 'value', rank: 1, detail: 'all paths' }, ...signs];
};

const logs: ValueSource = (place) => [
  ...elsewhere(place).map((offer): Offer => ({ ...offer, kind: 'file' })),
  ...fixed(
    ['stderr', 'syslog:server='],
    ['the standard error', 'a syslog server'],
  )(place).filter(({ label }) => label !== 'stderr' || place.command.name === 'error_log'),
  { label: '/dev/stdout', kind: 'value', rank: 4, detail: 'the standard output' },
];

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'MKCOL', 'COPY', 'MOVE', 'PROPFIND'];
const CIPHERS = [
  'HIGH:!aNULL:!MD5',
  'ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305',
];

/** What may be offered for each kind of value that the facts know; words of enumerations come besides. */
const SOURCES: Readonly<Record<string, ValueSource>> = {
  flag,
  number,
  size,
  offset,
  'time-ms': milliseconds,
  'time-sec': seconds,
  string: headerValues,
  'header-name': headerNames,
  mime: mediaTypeValues,
  url: backends,
  'upstream-address': backends,
  address: addresses,
  cidr: networks,
  zone: zones,
  'log-format': formats,
  'log-target': logs,
  'http-code': codes,
  uri: destinations,
  'location-modifier': modifiers,
  'server-name': serverNames,
  'http-method': fixed(METHODS),
  keyword: (place) => (place.command.name === 'ssl_session_cache' ? sharedCaches(place) : []),
  params: (place) => (place.command.name === 'ssl_session_cache' ? sharedCaches(place) : []),
  'cipher-list': fixed(CIPHERS, ['all strong ones', 'with forward secrecy, for TLS 1.2']),
  user: fixed(['nginx', 'www-data', 'nobody']),
  group: fixed(['nginx', 'www-data', 'nogroup']),
  cpumask: fixed(['auto']),
  access: fixed(['user:rw', 'group:rw', 'group:r', 'all:r']),
  level: fixed(['1', '2']),
  env: fixed(['PATH', 'TZ', 'OPENSSL_ALLOW_PROXY_CERTS', 'MALLOC_OPTIONS']),
  path: (place) => (place.command.name === 'try_files' ? destinations(place) : pathsElsewhere(place)),
};

const pathsElsewhere: ValueSource = (place) =>
  elsewhere(place).map((offer): Offer => ({ ...offer, kind: 'file', rank: 4 }));

export function valueOffers(place: ValuePlace): readonly Offer[] {
  const source = place.kind === null ? undefined : SOURCES[place.kind.kind];
  return [...(source?.(place) ?? []), ...usualValues(place)];
}
