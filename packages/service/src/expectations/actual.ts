import {
  type Bytes,
  type ConfigModel,
  isUnknown,
  type NameOf,
  type Occurrence,
  placeOf,
  type RouteOutcome,
  type Value,
} from '@nginx-lint/core';

/** Something that is known, or why it is not. */
export type Known<T> = { readonly value: T } | { readonly unknown: string };

/** A block, a group or an address by all its names: any of them may be expected. */
export interface Named {
  readonly names: readonly string[];
  readonly shown: string;
}

/** What became of a request: told from the configuration, or seen on a running nginx. */
export interface Actual {
  readonly server: Known<Named | null>;
  readonly location: Known<Named | null>;
  readonly status: Known<number | null>;
  /** Was the connection closed, or refused, without an answer? */
  readonly closed: boolean;
  readonly redirect: Known<Bytes | null>;
  readonly file: Known<Bytes | null>;
  readonly upstream: Known<Named | null>;
  readonly upstreamUri: Known<Bytes | null>;
  upstreamHeader(name: string): Known<readonly Bytes[]>;
  upstreamParam(name: string): Known<readonly Bytes[]>;
  /** The values of a header, whose name is in lower case. */
  header(name: string): Known<readonly Bytes[]>;
  readonly body: Known<Bytes | null>;
  /** The words of the directives that set it in the last block. */
  effective(directive: string): Known<readonly string[]>;
  readonly uncertain: readonly string[];
}

/** What the simulation tells. `nameOf`: how files are called in tests. */
export function actualOf(outcome: RouteOutcome, model: ConfigModel, nameOf: NameOf): Actual {
  const known = <T>(fields: readonly string[], value: () => T): Known<T> =>
    fields.some((field) => outcome.open.has(field)) ? { unknown: reasonsOf(outcome) } : { value: value() };
  const decided = outcome.content === 'upstream' && outcome.status === null;
  // What the backend says is seen by no configuration; where only some ways lead to one, what is absent on the others may come.
  const answered = <T>(field: keyof RouteOutcome, value: () => T): Known<T> => {
    if (decided) return { unknown: 'the upstream decides it' };
    return known(outcome[field] === null ? [field, 'content'] : [field], value);
  };
  const sent = <T>(value: () => Known<T>): Known<T> => {
    const all = known<Known<T>>(['upstream'], value);
    return 'unknown' in all ? all : all.value;
  };
  return {
    server: known(['server'], () => serverNames(outcome, model, nameOf)),
    location: known([outcome.open.has('final') ? 'locations' : 'final'], () => locationNames(outcome, model, nameOf)),
    status: answered('status', () => outcome.status),
    closed: outcome.content === null && !outcome.open.has('content'),
    redirect: answered('locationHeader', () => outcome.locationHeader),
    file: known(['filename', 'content'], () => (outcome.content === 'static' ? outcome.filename : null)),
    upstream: known(['upstream'], () => upstreamNames(outcome)),
    upstreamUri: sent<Bytes | null>(() =>
      outcome.upstream?.uri === undefined ? { value: null } : told(outcome.upstream.uri),
    ),
    upstreamHeader: (name) =>
      sent(() =>
        toldAll(
          (outcome.upstream?.headers ?? []).flatMap(([each, value]) => (each.toLowerCase() === name ? [value] : [])),
        ),
      ),
    upstreamParam: (name) =>
      sent(() =>
        toldAll(
          Object.entries(outcome.upstream?.params ?? {}).flatMap(([each, value]) => (each === name ? [value] : [])),
        ),
      ),
    header: (name) =>
      name === 'location'
        ? answered('locationHeader', () => (outcome.locationHeader === null ? [] : [outcome.locationHeader]))
        : known(['headers', `headers.${name}`], () => valuesOf(outcome.headers, name)),
    body: answered('body', () => outcome.body),
    effective: (directive) => known(['final'], () => effectiveWords(outcome.final, directive, model)),
    uncertain: outcome.uncertain,
  };
}

function reasonsOf({ uncertain }: RouteOutcome): string {
  return uncertain.length === 0 ? 'only a running nginx knows it' : `it hangs on this: ${uncertain.join('; ')}`;
}

function told(value: Value): Known<Bytes> {
  return isUnknown(value) ? { unknown: `it hangs on this: ${value.unknown}` } : { value };
}

function toldAll(values: readonly Value[]): Known<readonly Bytes[]> {
  const known: Bytes[] = [];
  for (const value of values) {
    const one = told(value);
    if ('unknown' in one) return one;
    known.push(one.value);
  }
  return { value: known };
}

function valuesOf(headers: RouteOutcome['headers'], name: string): readonly Bytes[] {
  return headers.filter(([each]) => each === name).map(([, value]) => value);
}

function serverNames({ server }: RouteOutcome, model: ConfigModel, nameOf: NameOf): Named | null {
  return server === null
    ? null
    : namedBlock(
        server.at,
        server.names.map(({ value }) => value),
        model,
        nameOf,
      );
}

function locationNames(outcome: RouteOutcome, model: ConfigModel, nameOf: NameOf): Named | null {
  const at = outcome.open.has('final') ? (outcome.locations?.at(-1) ?? null) : outcome.final;
  const location = at === null ? null : model.location(at);
  return location === null ? null : namedBlock(location.at, [locationText(location)], model, nameOf);
}

function namedBlock(at: Occurrence, own: readonly string[], model: ConfigModel, nameOf: NameOf): Named {
  const place = placeOf(at, model, nameOf);
  const shown = place === null ? [] : [`${place.file}:${place.line}`];
  const [first] = own;
  return {
    names: [...own, ...shown],
    shown: first === undefined ? shown.join() : `${first}${place === null ? '' : ` (${shown.join()})`}`,
  };
}

function upstreamNames({ upstream }: RouteOutcome): Named | null {
  if (upstream === null) return null;
  const { backend, group } = upstream;
  const names = backend === null || backend === group ? [group] : [group, backend];
  return { names, shown: names.length === 1 ? group : `${group} (${backend})` };
}

/** The name of a location as people write it: its modifier, a blank, and the pattern. */
export function locationText({
  match,
  caseless,
  pattern,
}: {
  readonly match: string;
  readonly caseless: boolean;
  readonly pattern: string;
}): string {
  if (match === 'exact') return `= ${pattern}`;
  if (match === 'prefix-final') return `^~ ${pattern}`;
  return match === 'regex' ? `${caseless ? '~*' : '~'} ${pattern}` : pattern;
}

function effectiveWords(block: Occurrence | null, directive: string, model: ConfigModel): readonly string[] {
  if (block === null) return [];
  return model.effective(block, directive).values.map(({ node }) => node.args.map(({ value }) => value).join(' '));
}
