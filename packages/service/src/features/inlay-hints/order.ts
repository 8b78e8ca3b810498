import { ordinal } from '../markdown.ts';
import type { HintSource } from './hint.ts';

/** When nginx tries a location's expression, where it has several to try. */
export const orderHints: HintSource = ({ model, at }) => {
  const location = at.name === 'location' ? model.location(at) : null;
  if (location?.at !== at || location.match !== 'regex') return [];
  const level = location.parent?.children ?? location.server.locations;
  const expressions = level.filter(({ match }) => match === 'regex');
  if (expressions.length < 2) return [];
  const text = ordinal(expressions.indexOf(location) + 1);
  const tooltip = [`The ${text} of ${expressions.length} expressions that nginx tries, in their order`];
  return [{ offset: location.word.end, text, tooltip, kind: 'order', padding: true }];
};
