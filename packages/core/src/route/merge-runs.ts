import type { Fork, RouteOutcome, StoryStep } from './outcome.ts';
import type { Question } from './questions.ts';
import type { Run } from './simulate.ts';

/** More ways than these are not followed; the outcome says so. */
const MOST_RUNS = 32;

/** Follows every way through the questions, and makes one outcome of all: what differs is null. */
export function mergeRuns(run: (given: readonly boolean[]) => Run): RouteOutcome {
  const first = run([]);
  if (first.questions.asked.length === 0) return { ...first.outcome, uncertain: unique(first.outcome.uncertain) };
  const runs: Run[] = [];
  const open: { readonly run: Run; readonly given: number }[] = [{ run: first, given: 0 }];
  let cut = false;
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    const { asked } = next.run.questions;
    runs.push(next.run);
    for (let at = next.given; at < asked.length; at++) {
      if (runs.length + open.length >= MOST_RUNS) {
        cut = true;
        break;
      }
      const given = [...asked.slice(0, at).map(({ answer }) => answer), false];
      open.push({ run: run(given), given: given.length });
    }
  }
  return merged(runs, cut);
}

function merged(runs: readonly Run[], cut: boolean): RouteOutcome {
  const [first] = runs;
  if (first === undefined) throw new RangeError('there is always one run');
  const outcomes = runs.map(({ outcome }) => outcome);
  const conditions = runs.flatMap(({ questions }) => questions.asked.map(({ condition }) => condition));
  const reasons = outcomes.flatMap(({ uncertain }) => uncertain);
  const settled = <K extends keyof RouteOutcome>(key: K): RouteOutcome[K] | null => common(outcomes, key);
  // Of ways that were not followed nobody knows where they end.
  const same: typeof settled = (key) => (cut ? null : settled(key));
  return {
    request: first.outcome.request,
    server: settled('server'),
    serverReason: settled('serverReason'),
    locations: same('locations'),
    final: same('final'),
    uri: same('uri'),
    args: same('args'),
    parsedUri: settled('parsedUri'),
    parsedArgs: settled('parsedArgs'),
    status: same('status'),
    locationHeader: same('locationHeader'),
    content: same('content'),
    requestFilename: same('requestFilename'),
    filename: same('filename'),
    upstream: same('upstream'),
    headers: cut
      ? []
      : first.outcome.headers.filter((header) => outcomes.every(({ headers }) => holds(headers, header))),
    body: same('body'),
    trace: story(runs, 0, 0),
    uncertain: unique([...conditions, ...reasons, ...(cut ? [`more than ${MOST_RUNS} ways through`] : [])]),
    open: openFields(outcomes, cut),
  };
}

const FIELDS = [
  ...['server', 'locations', 'final', 'uri', 'args', 'parsedUri', 'parsedArgs', 'status', 'locationHeader', 'content'],
  ...['requestFilename', 'filename', 'upstream', 'body'],
] as readonly (keyof RouteOutcome)[];

/** What some way leaves open, and what differs between them. */
function openFields(outcomes: readonly RouteOutcome[], cut: boolean): ReadonlySet<string> {
  const open = new Set(outcomes.flatMap((outcome) => [...outcome.open]));
  const [first, ...others] = outcomes;
  for (const field of FIELDS) if (cut || others.some((other) => !isSame(first?.[field], other[field]))) open.add(field);
  if (cut) open.add('headers');
  for (const { headers } of outcomes)
    for (const header of headers)
      if (!outcomes.every((other) => holds(other.headers, header))) open.add(`headers.${header[0]}`);
  return open;
}

/** The value of a field that all outcomes share, else null. Blocks are compared as such, the rest by what they hold. */
function common<K extends keyof RouteOutcome>(outcomes: readonly RouteOutcome[], key: K): RouteOutcome[K] | null {
  const [first, ...others] = outcomes.map((outcome) => outcome[key]);
  if (first === undefined) return null;
  return others.every((other) => isSame(first, other)) ? first : null;
}

function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((each, at) => isSame(each, b[at]));
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object' || 'at' in a || 'node' in a)
    return false;
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))];
  return left.length === right.size && left.every(([name, value]) => isSame(value, right.get(name)));
}

function holds(headers: RouteOutcome['headers'], [name, value]: readonly [string, string]): boolean {
  return headers.some((each) => each[0] === name && each[1] === value);
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];

/** The steps that runs share up to their next question, and what follows each of its answers. */
function story(runs: readonly Run[], depth: number, from: number): StoryStep[] {
  const [first] = runs;
  const question = first?.questions.asked[depth];
  const trace = first?.outcome.trace ?? [];
  if (question === undefined) return trace.slice(from);
  const forks = [true, false].flatMap((answer) => fork(runs, depth, question, answer));
  return [...trace.slice(from, question.step), { fork: forks }];
}

function fork(runs: readonly Run[], depth: number, question: Question, answer: boolean): Fork[] {
  const taken = runs.filter(({ questions }) => questions.asked[depth]?.answer === answer);
  if (taken.length === 0) return [];
  const condition = answer ? question.condition : `not: ${question.condition}`;
  return [{ condition, at: question.at, steps: story(taken, depth + 1, question.step) }];
}
