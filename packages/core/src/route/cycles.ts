import type { ConfigModel, ServerModel } from '../model/types.ts';
import type { Occurrence } from '../tree/tree.ts';
import type { StoryStep } from './outcome.ts';
import { sampleRequests } from './sample-request.ts';
import { route } from './simulate.ts';
import type { Bytes, FileProbe, TraceStep } from './types.ts';

/** What goes round until nginx answers 500, as it changes a URI ten times at most (NGX_HTTP_MAX_URI_CHANGES). */
export interface Cycle {
  /** The request with which it begins. */
  readonly path: Bytes;
  /** The rewrites that are run again and again. */
  readonly rewrites: readonly Occurrence[];
  /** The `try_files` whose last parameter is used again and again. */
  readonly fallbacks: readonly Occurrence[];
}

/** Of ten rounds what is met more often is a part of the circle, and no way to it. */
const ROUNDS = 3;

/** The cycle that a request for a path ends in, whatever is not known of it; null where there is none. */
export function cycleOf(model: ConfigModel, server: ServerModel, path: Bytes, probe: FileProbe): Cycle | null {
  const [request] = sampleRequests(model, server, path);
  if (request === undefined) return null;
  const outcome = route(model, request, { probe });
  if (outcome.server !== server || outcome.status !== 500) return null;
  const steps = wayToCycle(outcome.trace);
  if (steps === null) return null;
  const often = (step: string): Occurrence[] => {
    const places = steps.flatMap((each) => (each.step === step && each.at !== null ? [each.at] : []));
    return [...new Set(places)].filter((at) => places.filter((each) => each === at).length >= ROUNDS);
  };
  return { path, rewrites: often('rewrite'), fallbacks: often('try-fallback') };
}

/** The steps of one of the ways where all of them end in a cycle. */
function wayToCycle(story: readonly StoryStep[]): readonly TraceStep[] | null {
  const steps: TraceStep[] = [];
  for (const each of story) {
    if ('fork' in each) {
      const [first, ...others] = each.fork.map(({ steps }) => wayToCycle(steps));
      return first == null || others.includes(null) ? null : [...steps, ...first];
    }
    steps.push(each);
    if (each.step === 'cycle') return steps;
  }
  return null;
}
