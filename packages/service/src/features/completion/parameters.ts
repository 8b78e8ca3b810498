import type { ParameterFact, ParameterTable, ValueKind } from '@nginx-lint/core';
import { parameterSummary } from '../../summaries.ts';
import { familyOf } from './definitions.ts';
import type { Offer } from './item.ts';
import { milliseconds, number, offset, seconds, size } from './numbers.ts';
import { kindsAt } from './scene.ts';
import { argumentsBefore, partAt, typedOf, type ValuePlace, type ValueSource } from './value-place.ts';
import { sharedCaches, threadPools, zones } from './zones.ts';

/** What stands behind the sign of a parameter, by its kind. */
const VALUES: Readonly<Record<string, ValueSource>> = {
  number,
  size,
  offset,
  'time-sec': seconds,
  'time-ms': milliseconds,
  time: seconds,
};

/** What most people look for; judgements. */
const USUAL: Readonly<Partial<Record<string, readonly string[]>>> = {
  listen: ['ssl', 'default_server', 'quic', 'reuseport', 'proxy_protocol', 'ipv6only=', 'backlog='],
  server: ['weight=', 'max_fails=', 'fail_timeout=', 'backup', 'resolve', 'down'],
};

/** What others took the place of. */
const OLD: Readonly<Partial<Record<string, readonly string[]>>> = { listen: ['default', 'http2', 'spdy'] };

/** Parameters that define a zone rather than name one. */
const DEFINES = /_zone$|_cache_path$/;

/** The parameters of a directive that may follow, those left out that stand there. */
export const parameterOffers: ValueSource = (place) => {
  const { table } = place.command;
  if (table === null) return [];
  const given = new Set(argumentsBefore(place));
  const left = present(table, place).filter(
    (parameter) => isWritten(parameter) && fits(parameter, place) && !isGiven(parameter, given),
  );
  return left.flatMap((parameter) => [
    ...named(parameter, place),
    parameterOffer(parameter, place, left.indexOf(parameter)),
  ]);
};

/** `zone=one` for each zone that there is. */
function named({ name }: ParameterFact, place: ValuePlace): readonly Offer[] {
  const { name: directive } = place.command;
  const found =
    name === 'zone=' && !DEFINES.test(directive)
      ? zones(place)
      : name === 'threads=' && directive === 'aio'
        ? threadPools(place)
        : [];
  return found.map((offer) => ({ ...offer, label: `${name}${offer.label}` }));
}

function parameterOffer(parameter: ParameterFact, place: ValuePlace, order: number): Offer {
  const { name, form, value } = parameter;
  const { name: directive, setting } = place.command;
  const summary = parameterSummary(familyOf(setting.context), directive, name, setting.context);
  const usual = USUAL[directive]?.indexOf(name) ?? -1;
  const old = OLD[directive]?.includes(name) ?? false;
  const rank = parameter.required === true ? 1 : old ? 6 : usual === -1 ? 3 : 2;
  return {
    label: name,
    kind: form === 'word' ? 'value' : 'parameter',
    rank,
    order: usual === -1 ? order : usual,
    ...(summary === null && value === undefined ? {} : { detail: summary ?? value ?? '' }),
    ...(form === 'word' ? {} : { retrigger: true }),
    ...(old ? { deprecated: true } : {}),
    data: { of: 'parameter', file: place.scene.file, directive, name, context: setting.context },
  };
}

/** Those that the version and the build have. */
function present(table: ParameterTable, { command: { setting, fact } }: ValuePlace): readonly ParameterFact[] {
  const { facts } = setting;
  const plus = fact?.source === 'plus' || facts.target.modules.some((module) => module.toLowerCase() === 'nginx-plus');
  return table.params.filter(
    ({ since, removed, plus: paid }) =>
      (since === null || facts.atLeast(since)) &&
      (removed === undefined || !facts.atLeast(removed)) &&
      (paid !== true || plus),
  );
}

/** `<path>` and `=code` stand for what users name. */
function isWritten({ name, form }: ParameterFact): boolean {
  return form !== 'positional' && form !== 'statement' && !/[<>\s]|:\/\//.test(name) && !/^(?:=|@|~)/.test(name);
}

/** `cookie` of `sticky` has others than `learn`. */
function fits({ of, name }: ParameterFact, place: ValuePlace): boolean {
  if (isWordElsewhere(name, place)) return false;
  const [method] = argumentsBefore(place);
  if (of !== undefined) return method === of;
  const methods = place.command.table?.params.some((each) => each.of === name) ?? false;
  return !methods || place.index === 0;
}

/** Do the facts give it as a word of another argument? */
function isWordElsewhere(name: string, { command, index }: ValuePlace): boolean {
  const has = ({ values, words }: ValueKind): boolean =>
    (values?.includes(name) ?? false) || (words?.includes(name) ?? false);
  return (command.fact?.valueKinds?.some(has) ?? false) && !kindsAt(command, index).some(has);
}

function isGiven({ name, form }: ParameterFact, given: ReadonlySet<string>): boolean {
  if (form === 'word') return given.has(name);
  return [...given].some((word) => word.startsWith(name));
}

/** The value of the parameter that is typed (`burst=2`); null where none is. */
export function parameterValueOffers(place: ValuePlace): readonly Offer[] | null {
  const typed = typedOf(place);
  const { table, name: directive } = place.command;
  if (table === null) return null;
  const found = present(table, place).find(
    (each) => /[=:]$/.test(each.name) && each.form !== 'word' && isWritten(each) && typed.startsWith(each.name),
  );
  if (found === undefined) return null;
  const span = partAt(place, typed.length - found.name.length);
  return valuesOf(found, place, directive).map((offer) => ({ ...offer, span }));
}

function valuesOf({ name, value, values }: ParameterFact, place: ValuePlace, directive: string): readonly Offer[] {
  const rest = restOf(place, name);
  const words = (values ?? []).map((label, order): Offer => ({ label, kind: 'value', rank: 1, order }));
  if (name === 'zone=' && !DEFINES.test(directive)) return [...words, ...zones(place)];
  if (name === 'shared:')
    return sharedCaches(place).map((offer) => ({ ...offer, label: offer.label.slice('shared:'.length) }));
  if (name === 'threads=' && directive === 'aio') return threadPools(place);
  if (value === 'name:size') return sizeOfZone(rest, place);
  const source = value === undefined ? undefined : VALUES[value];
  return source === undefined ? words : [...words, ...source(rest).filter(({ detail }) => detail !== 'default')];
}

/** Behind the name of a zone its size. */
function sizeOfZone(place: ValuePlace, whole: ValuePlace): readonly Offer[] {
  const [name, typed] = typedOf(place).split(':');
  if (name === undefined || name === '' || typed === undefined) return [];
  const sizes = /^\d+$/.test(typed) ? [`${typed}m`, `${typed}k`] : ['10m', '1m', '512k'];
  const length = typedOf(whole).length - typedOf(place).length + name.length + 1;
  return sizes.map((text, order) => {
    const label = `${name}:${text}`;
    return { label, kind: 'value', rank: 1, order, span: partAt(whole, typedOf(whole).length - length) };
  });
}

/** The place as if the value were a word of its own. */
function restOf(place: ValuePlace, name: string): ValuePlace {
  const { statement } = place;
  const word = { ...statement.word, before: statement.word.before.slice(name.length) };
  return { ...place, statement: { ...statement, word }, kind: null };
}
