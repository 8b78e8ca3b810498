import type { ConfigModel } from '../model/types.ts';
import type { RouteOutcome, StoryStep } from '../route/outcome.ts';
import type { Occurrence } from '../tree/tree.ts';
import { headJson, type NameOf, placeOf, type ShownPlace, storyJson } from './route-json.ts';

/**
 * Writes many results of one configuration as JSON, each without line ends: the text of `JSON.stringify(routeJson(…))`.
 * Expressions that did not match make up nearly all steps of large servers, so each of their texts is made once.
 */
export function routeJsonWriter(
  model: ConfigModel,
  nameOf: NameOf,
): (outcome: RouteOutcome, url: string | null) => string {
  const place = (at: Occurrence | null): ShownPlace | null => placeOf(at, model, nameOf);
  const known = new Map<Occurrence, Map<string, string>>();
  const stepText = (one: StoryStep): string => {
    if ('fork' in one || one.step !== 'try-regex' || one.at === null) return JSON.stringify(storyJson([one], place)[0]);
    let texts = known.get(one.at);
    if (texts === undefined) {
      texts = new Map();
      known.set(one.at, texts);
    }
    let text = texts.get(one.text);
    if (text === undefined) {
      text = JSON.stringify(storyJson([one], place)[0]);
      texts.set(one.text, text);
    }
    return text;
  };
  return (outcome, url) => {
    const head = JSON.stringify(headJson(outcome, place, url)).slice(0, -1);
    const trace = outcome.trace.map(stepText).join(',');
    return `${head},"trace":[${trace}],"uncertain":${JSON.stringify(outcome.uncertain)}}`;
  };
}
