import { capturesAt } from './captures.ts';
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
    if (!taken) return [];
    const all = variableOffers(scene, word, variable.typed, variable.braced);
    if (commands.length > 0 && commands.every((command) => definesVariable(command, statement.index)))
      return all.filter((offer) => isSettable(offer, commands));
    return [...all, ...captureOffers(scene, statement, variable)];
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

/** Is the name of a variable wanted that the directive makes? */
function definesVariable(command: Command, index: number): boolean {
  const kinds = kindsAt(command, index);
  return kinds.length > 0 && kinds.every(({ kind }) => kind === 'variable');
}

/** May it be made or changed: is it no variable of nginx's own that is read only (ngx_http_add_variable)? */
function isSettable({ data }: Offer, commands: readonly Command[]): boolean {
  if (data?.of !== 'variable') return true;
  return commands.some(({ setting }) => {
    const fact = setting.facts.variable(data.name, data.scope);
    return fact === null || (fact.changeable === true && fact.prefix !== true);
  });
}

function captureOffers(
  scene: Scene,
  statement: Statement,
  { typed, braced }: { typed: string; braced: boolean },
): Offer[] {
  if (braced) return [];
  const { offset } = scene.spot;
  const span = { start: offset - typed.length, end: offset };
  return capturesAt(scene, statement).map(({ index, expression }) => {
    return { label: `$${index}`, kind: 'variable', rank: 0, order: index, detail: `of ${expression}`, span };
  });
}

/** Kinds of which completion says other things once digits are typed. */
const COUNTED: ReadonlySet<string> = new Set(['size', 'offset', 'time-ms', 'time-sec', 'params']);

/** Does what is offered depend on what is typed of the word, so that an editor has to ask again? */
export function dependsOnTyped(scene: Scene, { earlier, index }: Statement): boolean {
  const [name] = earlier;
  if (name === undefined) return false;
  return commandsIn(scene, name.value).some((command) => kindsAt(command, index).some(({ kind }) => COUNTED.has(kind)));
}

function takesVariables(command: Command, { index, word }: Statement): boolean {
  const { fact, setting, table } = command;
  if (fact === null) return true;
  if (fact.valueKinds === undefined) return fact.source !== 'core';
  const parameter = table?.params.find(({ name }) => /[=:]$/.test(name) && word.before.startsWith(name));
  if (parameter !== undefined)
    return parameter.variables === true || /^(?:condition|variable|variable-ref|string)$/.test(parameter.value ?? '');
  return kindsAt(command, index).some(
    ({ kind, words, variables, variablesSince }) =>
      !NEVER.has(kind) &&
      (VARIABLES.has(kind) ||
        words?.some((word) => word.endsWith('$')) ||
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
