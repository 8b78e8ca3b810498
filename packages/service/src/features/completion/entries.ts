import { entriesOf, type ParameterFact } from '@nginx-lint/core';
import { parameterSummary } from '../../summaries.ts';
import { familyOf } from './definitions.ts';
import type { Offer } from './item.ts';
import { mediaOffer, mediaTypes } from './media.ts';
import type { Scene, Setting } from './scene.ts';
import type { Statement } from './statement.ts';
import { variableIn, variableOffers } from './variables.ts';

/** Entries whose values are texts with variables. */
const TAKES_VARIABLES: ReadonlySet<string> = new Set(['map', 'num_map']);

/** The lines of `map`, `geo`, `types` and the like. */
export function entryOffers(scene: Scene, statement: Statement, snippets: boolean): Offer[] {
  const bodies = scene.settings.filter(({ entries }) => entries);
  if (statement.index === -1) return bodies.flatMap((setting) => firstWords(setting, scene, statement, snippets));
  const variable = variableIn(statement.word);
  const takes = bodies.some(({ context }) => TAKES_VARIABLES.has(context));
  if (!takes || statement.index > 0) return [];
  if (variable === null && statement.word.before !== '') return [];
  // What the block itself defines would go round in a circle.
  const own = new Set(bodies.map(({ places }) => places[0]?.block?.node.args.at(-1)?.value.toLowerCase()));
  const { typed, braced } = variable ?? { typed: '', braced: false };
  return variableOffers(scene, statement.word, typed, braced).filter(({ label }) => !own.has(label.toLowerCase()));
}

/** Entries that are one word, and what is written behind the others. */
const VALUES: Readonly<Record<string, string | null>> = {
  hostnames: null,
  volatile: null,
  ranges: null,
  proxy_recursive: null,
  default: '$1',
  include: '$1',
};

function firstWords(setting: Setting, scene: Scene, statement: Statement, snippets: boolean): Offer[] {
  const { context, places } = setting;
  if (context === 'types') return typeOffers(statement, snippets);
  const block = places[0]?.block ?? null;
  const table = block === null ? null : entriesOf(context, block.context);
  const whole = snippets && statement.next === 'nothing';
  const words = (table?.params ?? []).filter(({ name }) => /^(?:[a-z_]+|\*)$/.test(name));
  const taken = new Set(block?.children.filter(({ node }) => node !== scene.spot.directive).map(({ name }) => name));
  return words.map((fact, order): Offer => {
    const { name } = fact;
    const summary = parameterSummary(familyOf(block?.context ?? 'http'), context, name, block?.context ?? 'http');
    return {
      label: name,
      kind: 'value',
      rank: name !== 'include' && taken.has(name) ? 8 : 1,
      order,
      ...(whole ? { text: snippetOf(fact), snippet: true } : {}),
      ...(summary === null ? {} : { detail: summary }),
      data: { of: 'parameter', file: scene.file, directive: context, name, context: block?.context ?? 'http' },
    };
  });
}

function snippetOf({ name, value }: ParameterFact): string {
  const rest = Object.hasOwn(VALUES, name) ? (VALUES[name] ?? null) : value === undefined ? null : '$1';
  return rest === null ? `${name};$0` : `${name} ${rest};$0`;
}

function typeOffers(statement: Statement, snippets: boolean): Offer[] {
  const whole = snippets && statement.next === 'nothing';
  return [...mediaTypes()].map(([type, extensions]) => {
    const offer = mediaOffer(type, extensions);
    const text = `${type} \${1:${extensions === '' ? 'extension' : extensions}};$0`;
    return whole ? { ...offer, text, snippet: true } : offer;
  });
}
