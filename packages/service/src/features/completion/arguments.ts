import { conditionOffers } from './conditions.ts';
import type { Offer } from './item.ts';
import { parameterOffers, parameterValueOffers } from './parameters.ts';
import { type Command, commandsIn, kindsAt, type Scene } from './scene.ts';
import type { Statement } from './statement.ts';
import type { ValuePlace } from './value-place.ts';
import { valueOffers } from './values.ts';
import { variableIn, variableOffers } from './variables.ts';
import { knownWords } from './words.ts';

/** Kinds that hold variables by their nature; of all others the facts say it. */
const VARIABLES: ReadonlySet<string> = new Set(['variable', 'variable-ref', 'condition', 'replacement']);
/** In these a dollar sign means something else. */
const NEVER: ReadonlySet<string> = new Set(['regex', 'location-modifier', 'code']);

/** What may be written as the argument at the cursor. */
export function argumentOffers(scene: Scene, statement: Statement): Offer[] {
  const [name] = statement.earlier;
  if (name === undefined) return [];
  const commands = commandsIn(scene, name.value);
  const { word } = statement;
  // The lines of a body with a grammar of its own are no directives.
  if (commands.length === 0 && scene.settings.some(({ entries }) => entries)) return [];
  const variable = variableIn(word);
  if (variable !== null) {
    const taken = commands.length === 0 || commands.some((command) => takesVariables(command, statement));
    return taken ? variableOffers(scene, word, variable.typed, variable.braced) : [];
  }
  if (name.value === 'if') return conditionOffers(scene, statement);
  const offers = commands.flatMap((command) => offersOf(scene, statement, command));
  const empty = word.before === '' && commands.some((command) => wantsVariables(command, statement.index));
  return empty ? [...offers, ...variableOffers(scene, word, '', false).map(later)] : offers;
}

function offersOf(scene: Scene, statement: Statement, command: Command): readonly Offer[] {
  const { index } = statement;
  const kinds = kindsAt(command, index);
  const place: ValuePlace = { scene, statement, command, index, kind: null };
  const value = parameterValueOffers(place);
  if (value !== null) return value;
  const known = command.fact?.valueKinds;
  // Where nothing is known of the arguments, all that the facts list of the directive may stand anywhere.
  const somewhere = known?.some(({ kind }) => kind === 'params') ?? false;
  const listed =
    known === undefined ||
    known.length === 0 ||
    (somewhere ? kinds.some(({ kind }) => kind === 'params') : index === 0 && kinds.length > 0);
  return [
    ...kinds.flatMap((kind) => [...knownWords({ ...place, kind }), ...valueOffers({ ...place, kind })]),
    ...(listed ? parameterOffers(place) : []),
  ];
}

function takesVariables(command: Command, { index, word }: Statement): boolean {
  const { fact, setting, table } = command;
  if (fact === null) return true;
  if (fact.valueKinds === undefined) return fact.source !== 'core';
  const parameter = table?.params.find(({ name }) => /[=:]$/.test(name) && word.before.startsWith(name));
  if (parameter !== undefined)
    return parameter.variables === true || /^(?:condition|variable|variable-ref|string)$/.test(parameter.value ?? '');
  return kindsAt(command, index).some(
    ({ kind, variables, variablesSince }) =>
      !NEVER.has(kind) &&
      (VARIABLES.has(kind) ||
        (variables === true && (variablesSince === undefined || setting.facts.atLeast(variablesSince)))),
  );
}

/** Is a variable what one would write before anything is typed? */
function wantsVariables(command: Command, index: number): boolean {
  return kindsAt(command, index).some(
    ({ kind, variables }) => VARIABLES.has(kind) || (kind === 'string' && variables === true),
  );
}

/** Behind all that fits better. */
function later(offer: Offer): Offer {
  return { ...offer, rank: Math.min(9, offer.rank + 4) };
}
