import { own } from '../../model/blocks.ts';
import type { ConfigModel, LocationModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';
import { type Exchange, perBlock } from '../types.ts';

/** Passing directives whose answer may carry `X-Accel-Redirect`, by their module's prefix. */
const MODULES: ReadonlyMap<string, string> = new Map(
  ['proxy', 'fastcgi', 'uwsgi', 'scgi', 'grpc'].map((module) => [`${module}_pass`, module]),
);

/** Which word of a directive names a URI that nginx goes on with by itself. */
const LEADING: ReadonlyMap<string, (words: readonly string[]) => readonly string[]> = new Map([
  ['error_page', (words) => words.slice(-1)],
  ['try_files', (words) => words.slice(-1)],
  ['rewrite', (words) => words.slice(1, 2)],
  ['index', (words) => words.filter((word) => /^[/$]/.test(word))],
  ['auth_request', (words) => words],
  ['mirror', (words) => words],
  ['post_action', (words) => words],
]);

const goals = new WeakMap<ConfigModel, readonly string[]>();

/** The URIs and names of locations that the configuration itself leads to. */
function goalsOf(model: ConfigModel): readonly string[] {
  let words = goals.get(model);
  if (words === undefined) {
    words = [...LEADING].flatMap(([directive, pick]) =>
      model.named(directive).flatMap(({ node }) => pick(node.args.map(({ value }) => value))),
    );
    goals.set(model, words);
  }
  return words;
}

/** What such a location has: it sends files that have a place of their own. */
const SENDS = ['alias', 'root'];

/** A location of a server that only an `X-Accel-Redirect` can lead to. */
const accelOnly = perBlock((server, model): { readonly location: Occurrence | null } => {
  const found = model.server(server)?.allLocations.find((location) => isAccelOnly(model, location));
  return { location: found?.at ?? null };
});

function isAccelOnly(model: ConfigModel, location: LocationModel): boolean {
  const { match, pattern, at } = location;
  if (!match.startsWith('prefix') || own(at, 'internal').length === 0) return false;
  if (SENDS.every((directive) => own(at, directive).length === 0)) return false;
  return !goalsOf(model).some((goal) => mayLead(goal, pattern));
}

/** May a text with variables begin with the name of a location? */
function mayLead(goal: string, name: string): boolean {
  const dollar = goal.indexOf('$');
  if (dollar < 0) return goal.startsWith(name);
  const literal = goal.slice(0, dollar);
  return literal.startsWith(name) || name.startsWith(literal);
}

/**
 * A location that is there for `X-Accel-Redirect` alone, where the answer to a passing directive may carry one (X7);
 * null where nothing says that backends use it.
 */
export function accelLocation(exchange: Exchange, pass: Occurrence): Occurrence | null {
  const module = MODULES.get(pass.name);
  if (module === undefined) return null;
  const { location } = accelOnly(exchange.server.at, exchange.model);
  if (location === null) return null;
  const ignored = exchange.model.effective(exchange.block, `${module}_ignore_headers`).values;
  const ignores = ignored.some(({ node }) => node.args.some(({ value }) => value.toLowerCase() === 'x-accel-redirect'));
  return ignores ? null : location;
}
