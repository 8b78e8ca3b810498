import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';
import type { DirectiveCheck, Fault } from '../fault.ts';
import { parseMilliseconds, parseSeconds, parseSize } from '../units.ts';
import { type ValueProblem, valueFault } from '../values/index.ts';
import { notAmong } from '../values/words.ts';

/** What is wrong with a value, in nginx's words after the directive's name. */
type Check = (value: string) => string | null;

/** Parameters of one form by name. */
type Parameters = ReadonlyMap<string, Check>;

const SAMESITE = ['strict', 'lax', 'none'];
/** Eight pages of 4k. */
const LEAST_ZONE = 8 * 4096;

const COOKIE: Parameters = new Map<string, Check>([
  ['domain=', (value) => (value === '' ? 'no value for "domain"' : null)],
  ['path=', (value) => (value === '' ? 'no value for "path"' : null)],
  ['expires=', (value) => (isExpires(value) ? null : 'invalid "expires" parameter value')],
  ['samesite=', (value) => (isSamesite(value) ? null : 'invalid "samesite" parameter value')],
  ['httponly', () => null],
  ['secure', () => null],
]);

const LEARN: Parameters = new Map<string, Check>([
  ['create=', (value) => (value.startsWith('$') ? null : 'missing variable in the "create" parameter')],
  ['lookup=', (value) => (value.startsWith('$') ? null : 'missing variable in the "lookup" parameter')],
  ['zone=', zoneProblem],
  ['timeout=', (value) => ((parseMilliseconds(value) ?? 0) > 0 ? null : 'invalid timeout')],
  ['header', () => null],
]);

const isExpires = (value: string): boolean => value === 'max' || parseSeconds(value) !== null;
const isSamesite = (value: string): boolean => value.includes('$') || SAMESITE.includes(value.toLowerCase());

function zoneProblem(value: string): string | null {
  const colon = value.indexOf(':');
  if (colon < 0) return 'zone size is not specified';
  if (colon === 0) return 'zone name is not specified';
  const size = parseSize(value.slice(colon + 1));
  if (size === null) return 'invalid zone size';
  return size < LEAST_ZONE ? 'zone is too small' : null;
}

/** `sticky cookie | route | learn`: ngx_http_upstream_sticky() */
export const sticky: DirectiveCheck = {
  names: ['sticky'],
  *check(at) {
    const [form, ...words] = at.node.args;
    if (form === undefined) return;
    if (form.value === 'cookie') yield* cookieFaults(at, words);
    else if (form.value === 'learn') yield* learnFaults(at, words);
    else if (form.value !== 'route') {
      const nginx = `unknown parameter "${form.value}"`;
      yield valueFault(at, form, { ...notAmong(form.value, ['cookie', 'route', 'learn'], 'sticky'), nginx });
    }
  },
};

function* cookieFaults(at: Occurrence, [name, ...words]: readonly Word[]): Generator<Fault> {
  if (name?.value === '') {
    yield valueFault(at, name, said('the cookie needs a name', 'empty cookie name'));
    return;
  }
  yield* parameterFaults(at, words, COOKIE, (parameter) => `parameter "${parameter}" is duplicate`);
}

function* learnFaults(at: Occurrence, words: readonly Word[]): Generator<Fault> {
  // Variables to create and to look up may be several.
  const twice = (parameter: string) => (['zone', 'timeout'].includes(parameter) ? `duplicate ${parameter}` : null);
  const faults = [...parameterFaults(at, words, LEARN, twice)];
  yield* faults;
  if (faults.length > 0) return;
  const missing = ['lookup', 'create', 'zone'].find((each) => !words.some(({ value }) => value.startsWith(`${each}=`)));
  if (missing === undefined) return;
  const message = `"sticky learn" needs "${missing}="`;
  yield { ...valueFault(at, at.node.name, said(message, `"${missing}" parameter is not specified`)) };
}

/** The first parameter at which nginx stops. */
function* parameterFaults(
  at: Occurrence,
  words: readonly Word[],
  parameters: Parameters,
  twice: (parameter: string) => string | null,
): Generator<Fault> {
  const seen = new Set<string>();
  for (const word of words) {
    const known = [...parameters.keys()].find((key) => matches(word.value, key));
    const name = known?.replace('=', '') ?? '';
    const problem =
      known === undefined
        ? unknownProblem(word.value, [...parameters.keys()])
        : valueProblem(
            word,
            known,
            seen.has(name) ? twice(name) : (parameters.get(known)?.(word.value.slice(known.length)) ?? null),
          );
    if (problem) {
      yield valueFault(at, word, problem);
      return;
    }
    seen.add(name);
  }
}

const matches = (word: string, key: string): boolean => (key.endsWith('=') ? word.startsWith(key) : word === key);

function unknownProblem(value: string, keys: readonly string[]): ValueProblem {
  const { message } = notAmong(value, keys, 'sticky');
  return { message, nginx: `unknown parameter "${value}"` };
}

function valueProblem({ value }: Word, key: string, wrong: string | null): ValueProblem | null {
  if (wrong === null) return null;
  return said(`"${key}" of "sticky" is wrong in "${value}": ${wrong}`, wrong);
}

function said(message: string, nginx: string): ValueProblem {
  return { message, nginx: `"sticky" directive ${nginx}` };
}
