import { type ConfigModel, type NameOf, placeOf, type RouteOutcome, unseenFor } from '@nginx-lint/core';

/** The outcome, with what could not be read of the configuration among its reasons for doubt. */
export function withUnseen(outcome: RouteOutcome, model: ConfigModel, nameOf: NameOf): RouteOutcome {
  const unseen = unseenFor(outcome, model).map(
    ({ path, at }) => `what ${path} holds, which ${placeText(at, model, nameOf)} includes and which cannot be read`,
  );
  return unseen.length === 0 ? outcome : { ...outcome, uncertain: [...outcome.uncertain, ...unseen] };
}

/** What a table leaves out, one line each. */
export function unseenLines(model: ConfigModel, nameOf: NameOf): readonly string[] {
  return model.tree.problems.map(
    ({ path, at }) => `${placeText(at, model, nameOf)}: ${path} cannot be read, and what it holds is not in the table`,
  );
}

function placeText(at: ConfigModel['tree']['problems'][number]['at'], model: ConfigModel, nameOf: NameOf): string {
  const place = placeOf(at, model, nameOf);
  return place === null ? nameOf(at.file) : `${place.file}:${place.line}`;
}
