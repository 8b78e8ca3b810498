import type { ConfigModel, NameOf, RouteOutcome } from '@nginx-lint/core';
import { unseenFor } from '@nginx-lint/core';

/** The outcome, with what could not be read of the configuration among its reasons for doubt. */
export function withUnseen(outcome: RouteOutcome, model: ConfigModel, nameOf: NameOf): RouteOutcome {
  const unseen = unseenFor(outcome, model).map(({ path, at }) => {
    const line = model.source(at.file).lines.lineAt(at.node.start);
    return `what ${path} holds, which ${nameOf(at.file)}:${line} includes and which cannot be read`;
  });
  return unseen.length === 0 ? outcome : { ...outcome, uncertain: [...outcome.uncertain, ...unseen] };
}
