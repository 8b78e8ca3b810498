import type { ConfigModel } from '../../model/types.ts';
import type { Fix } from '../../text/report.ts';
import { point } from '../../text/span.ts';
import type { Occurrence } from '../../tree/tree.ts';
import type { Fault, ModelCheck } from '../fault.ts';

export const NO_EVENTS = 'no "events" section in configuration';
export const NO_EVENTS_MESSAGE = `${NO_EVENTS}: nginx does not start without one; add it, even if it is empty`;

/** A whole configuration without `events`: ngx_event_init_conf(). Of an empty one the rule itself tells. */
export const requiredSections: ModelCheck = function* (model): Generator<Fault> {
  if (!lacksEvents(model)) return;
  const [first] = model.roots;
  if (first === undefined) return;
  const at = model.roots.find((each) => SECTIONS.has(each.name) && each.via.length === 0) ?? first;
  yield {
    rule: 'required-section-missing',
    at,
    span: at.node.name,
    message: NO_EVENTS_MESSAGE,
    nginx: NO_EVENTS,
    fixes: [putBefore(at)],
  };
};

const SECTIONS: ReadonlySet<string> = new Set(['http', 'stream', 'mail']);

/** Is nothing of the configuration damaged or missing, and `events` not there? */
export function lacksEvents(model: ConfigModel): boolean {
  const { whole, problems, files } = model.tree;
  if (!whole || problems.length > 0) return false;
  if (model.roots.some(({ name }) => name === 'events')) return false;
  return [...files.values()].every((file) => file.problems.length === 0);
}

function putBefore(at: Occurrence): Fix {
  const span = point(at.node.name.start);
  return { title: 'Add an empty "events"', safe: false, edits: [{ file: at.file, span, text: 'events {\n}\n\n' }] };
}
