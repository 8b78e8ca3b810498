import type { ConfigModel } from '../model/types.ts';
import type { RouteOutcome } from '../route/outcome.ts';
import { isUnknown, type UpstreamRequest, type Value } from '../route/types.ts';
import { groupText } from './definitions.ts';

/** What of a response, or of the request that a backend gets, is another one. */
export type OutcomeField = 'connection' | 'status' | 'content' | 'file' | 'upstream' | 'location' | 'headers' | 'body';

/**
 * The fields in which two outcomes surely differ. Where an outcome hangs on what cannot be known, only what both tell
 * is compared.
 */
export function differingFields(
  before: RouteOutcome,
  after: RouteOutcome,
  models: readonly [ConfigModel, ConfigModel],
): readonly OutcomeField[] {
  const listens = [before, after].map(({ server, trace }) => server !== null || trace.length !== 1);
  if (listens[0] !== listens[1]) return ['connection'];
  const sure = before.uncertain.length + after.uncertain.length === 0;
  const fields: OutcomeField[] = [];
  const check = (field: OutcomeField, a: string | number | null, b: string | number | null): void => {
    if (a !== b && (sure || (a !== null && b !== null))) fields.push(field);
  };
  check('status', before.status, after.status);
  check('content', before.content, after.content);
  const files = before.content === 'static' && after.content === 'static';
  if (files) check('file', before.filename, after.filename);
  const sameWire = before.upstream === null || after.upstream === null || isSameWire(before, after, models);
  if (!sameWire || !isSameUpstream(before.upstream, after.upstream, models, sure)) fields.push('upstream');
  check('location', before.locationHeader, after.locationHeader);
  // Another answer is of another type, and that is all there is to it.
  const answers = fields.some((field) => field === 'status' || field === 'content' || field === 'file');
  if (sure) check('headers', headersText(before, answers), headersText(after, answers));
  check('body', before.body, after.body);
  return fields;
}

function headersText({ headers }: RouteOutcome, isOther: boolean): string {
  return headers
    .filter(([name]) => name !== 'location' && !(isOther && name === 'content-type'))
    .map(([name, value]) => `${name}: ${value}`)
    .sort()
    .join('\n');
}

function isSameUpstream(
  before: UpstreamRequest | null,
  after: UpstreamRequest | null,
  models: readonly [ConfigModel, ConfigModel],
  sure: boolean,
): boolean {
  if (before === null || after === null) return before === after || !sure;
  if (before.protocol !== after.protocol || before.method !== after.method) return false;
  if (!isSameBackend(before, after, models)) return false;
  if (!isSameValue(before.uri, after.uri)) return false;
  if (!areSamePairs(before.headers ?? [], after.headers ?? [])) return false;
  return areSamePairs(Object.entries(before.params ?? {}).sort(), Object.entries(after.params ?? {}).sort());
}

/** Of a group with several servers nobody can tell which one is asked; then all of them are compared. */
function isSameBackend(
  before: UpstreamRequest,
  after: UpstreamRequest,
  models: readonly [ConfigModel, ConfigModel],
): boolean {
  if (before.backend !== null && after.backend !== null) return before.backend === after.backend;
  const [old, next] = [before, after].map(({ group }, side) => {
    const model = models[side];
    const found = model?.upstream(group, 'http') ?? null;
    return found === null || model === undefined ? group : groupText(model, found.at).replace(/^upstream \S* /, '');
  });
  return old === next;
}

/** The version that a proxy speaks and its `Connection`, which outcomes leave out; what holds variables may be the same. */
function isSameWire(before: RouteOutcome, after: RouteOutcome, models: readonly [ConfigModel, ConfigModel]): boolean {
  const [old, next] = [wireOf(before, models[0]), wireOf(after, models[1])];
  return old === null || next === null || old === next;
}

function wireOf({ final, upstream }: RouteOutcome, model: ConfigModel): string | null {
  if (final === null || (upstream?.protocol !== 'http' && upstream?.protocol !== 'https')) return null;
  const said = model.effective(final, 'proxy_http_version').values[0]?.node.args[0]?.value;
  const version = said ?? (model.facts.atLeast('1.29.7') ? '1.1' : '1.0');
  const connection = model
    .effective(final, 'proxy_set_header')
    .values.findLast(({ node }) => node.args[0]?.value.toLowerCase() === 'connection')?.node.args[1]?.value;
  if (connection?.includes('$')) return null;
  // What is sent of itself differs between versions of nginx.
  const own = version === '1.0' || !model.facts.atLeast('1.29.7') ? 'close' : '';
  return `${version} ${connection ?? own}`;
}

/** What nobody knows may be the same. */
function isSameValue(a: Value | undefined, b: Value | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return isUnknown(a) || isUnknown(b) || a === b;
}

type Pairs = readonly (readonly [string, Value])[];

function areSamePairs(a: Pairs, b: Pairs): boolean {
  return (
    a.length === b.length &&
    a.every(([name, value], index) => {
      const other = b[index];
      return other !== undefined && other[0] === name && isSameValue(value, other[1]);
    })
  );
}
