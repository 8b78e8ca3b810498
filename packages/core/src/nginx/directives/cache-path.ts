import type { DirectiveCheck } from '../fault.ts';
import {
  MILLISECONDS,
  missingParameter,
  NUMBER,
  OFFSET,
  type Parameter,
  type ParameterGrammar,
  type ParameterValue,
  parameterFaults,
  SECONDS,
} from '../named-parameters.ts';
import { parseSize } from '../units.ts';

/** Two pages of 4096 bytes, the usual size; where pages are larger nginx asks for more. */
const LEAST_ZONE = 2 * 4096;

const LEVELS: ParameterValue = {
  what: 'up to three numbers 1 or 2, such as "1:2"',
  accepts: (value) => /^(?:[12](?::[12]){0,2})?$/.test(value),
};
const KEYS_ZONE: ParameterValue = {
  what: `a name and a size of ${LEAST_ZONE / 1024}k at least, such as "cache:10m"`,
  accepts: (value) => (zoneSize(value) ?? 0) >= LEAST_ZONE,
};
const ON_OFF: ParameterValue = { what: '"on" or "off"', accepts: (value) => value === 'on' || value === 'off' };

function zoneSize(value: string): number | null {
  const colon = value.indexOf(':');
  return colon === -1 ? null : parseSize(value.slice(colon + 1));
}

function plain(name: string, takes: ParameterValue, since: string): Parameter {
  return { name: `${name}=`, takes, since, nginx: (word) => `invalid ${name} value "${word}"` };
}

const GRAMMAR: ParameterGrammar = {
  parameters: [
    { name: 'levels=', takes: LEVELS, nginx: (word) => `invalid "levels" "${word}"` },
    { name: 'keys_zone=', takes: KEYS_ZONE, nginx: keysZoneMessage },
    {
      name: 'use_temp_path=',
      takes: ON_OFF,
      since: '1.7.10',
      nginx: (word) => `invalid use_temp_path value "${word}", it must be "on" or "off"`,
    },
    plain('inactive', SECONDS, '0.7.44'),
    plain('max_size', OFFSET, '0.7.45'),
    plain('min_free', OFFSET, '1.19.1'),
    plain('loader_files', NUMBER, '1.1.0'),
    plain('loader_sleep', MILLISECONDS, '1.1.0'),
    plain('loader_threshold', MILLISECONDS, '1.1.0'),
    plain('manager_files', NUMBER, '1.11.5'),
    plain('manager_sleep', MILLISECONDS, '1.11.5'),
    plain('manager_threshold', MILLISECONDS, '1.11.5'),
    ...['purger=', 'purger_files=', 'purger_sleep=', 'purger_threshold='].map((name) => ({
      ...{ name, takes: { what: 'a value', accepts: () => true }, plus: true },
    })),
  ],
  unknown: (word) => `invalid parameter "${word}"`,
};

function keysZoneMessage(word: string): string {
  const size = zoneSize(word.slice('keys_zone='.length));
  return size === null ? `invalid keys zone size "${word}"` : `keys zone "${word}" is too small`;
}

/** The directives that define caches. */
export const CACHE_PATHS: readonly string[] = ['proxy', 'fastcgi', 'uwsgi', 'scgi'].map((each) => `${each}_cache_path`);

/** `proxy_cache_path path keys_zone=name:size …`: ngx_http_file_cache_set_slot(). */
export const cachePath: DirectiveCheck = {
  names: CACHE_PATHS,
  *check(at, model) {
    const words = at.node.args.slice(1);
    const faults = parameterFaults(at, words, GRAMMAR, 'directive-invalid-value', model.facts);
    yield* faults;
    if (faults.length > 0) return;
    const zone = words.findLast(({ value }) => value.startsWith('keys_zone='))?.value ?? 'keys_zone=:';
    if (!zone.startsWith('keys_zone=:')) return;
    yield missingParameter(at, 'keys_zone=', `"${at.name}" must have "keys_zone" parameter`, 'keys_zone=cache:10m');
  },
};
