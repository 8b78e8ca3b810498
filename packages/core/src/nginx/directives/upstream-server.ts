import type { Facts } from '../../facts/types.ts';
import type { ConfigModel } from '../../model/types.ts';
import { parseUrl, type Url } from '../../model/url.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';
import type { DirectiveCheck, Fault } from '../fault.ts';
import {
  hasParameter,
  NUMBER,
  type Parameter,
  type ParameterGrammar,
  type ParameterValue,
  POSITIVE,
  parameterFaults,
  parameterOf,
  SECONDS,
} from '../named-parameters.ts';
import { type ValueProblem, valueFault } from '../values/index.ts';
import { lookupError, upstreamProblem } from './pass.ts';

/** NGX_HTTP_UPSTREAM_SID_LEN */
const LONGEST_ROUTE = 32;

const ROUTE: ParameterValue = {
  what: `a text of 1 to ${LONGEST_ROUTE} bytes`,
  accepts: (value) => value !== '' && new TextEncoder().encode(value).length <= LONGEST_ROUTE,
};
const NAME: ParameterValue = { what: 'a name', accepts: (value) => value !== '' };

const PARAMETERS: readonly Parameter[] = [
  { name: 'weight=', takes: POSITIVE },
  { name: 'max_conns=', takes: NUMBER, since: '1.11.5' },
  { name: 'max_fails=', takes: NUMBER },
  { name: 'fail_timeout=', takes: SECONDS },
  { name: 'backup' },
  { name: 'down' },
  { name: 'resolve', since: '1.27.3' },
  { name: 'service=', since: '1.27.3', takes: NAME, nginx: () => 'service is empty' },
  { name: 'slow_start=', takes: SECONDS, plus: true },
];
const HTTP_PARAMETERS: readonly Parameter[] = [
  ...PARAMETERS,
  { name: 'drain', since: '1.29.6' },
  {
    name: 'route=',
    since: '1.29.6',
    takes: ROUTE,
    nginx: (word) => (word === 'route=' ? 'route is empty' : `route is longer than ${LONGEST_ROUTE}`),
  },
];

const unknown = (word: string): string => `invalid parameter "${word}"`;
const BOTH: ParameterGrammar = { parameters: PARAMETERS, unknown };
const HTTP: ParameterGrammar = { parameters: HTTP_PARAMETERS, unknown };

/** Methods by which a group chooses its servers. */
export const METHODS: ReadonlySet<string> = new Set(['hash', 'ip_hash', 'least_conn', 'least_time', 'random']);

/** An upstream server as ngx_http_upstream_server() and ngx_stream_upstream_server() read it. */
export interface ServerWords {
  readonly address: Word;
  readonly url: Url | string;
  readonly resolve: Word | null;
  readonly service: Word | null;
}

export function serverWords(at: Occurrence, facts: Facts): ServerWords | null {
  const { args } = at.node;
  const address = args[0];
  if (address === undefined) return null;
  const { parameters } = at.context === 'upstream' ? HTTP : BOTH;
  const url = parseUrl(address.value, at.context === 'upstream' ? HTTP_PORT : undefined);
  const resolve = wordOf('resolve', args, parameters, facts);
  return { address, url, resolve, service: wordOf('service=', args, parameters, facts) };
}

const HTTP_PORT = { defaultPort: 80 };

function wordOf(name: string, args: readonly Word[], parameters: readonly Parameter[], facts: Facts): Word | null {
  for (let index = 1; index < args.length; index++) {
    const word = args[index];
    if (!word?.value.startsWith(name)) continue;
    const parameter = parameterOf(word.value, parameters);
    if (parameter?.name === name && hasParameter(parameter, facts)) return word;
  }
  return null;
}

function checkServer(at: Occurrence, model: ConfigModel): readonly Fault[] {
  const grammar = at.context === 'upstream' ? HTTP : BOTH;
  const wrong = parameterFaults(at, at.node.args.slice(1), grammar, 'directive-invalid-value', model.facts);
  const server = serverWords(at, model.facts);
  const hopeless = server === null ? NONE : addressFaults(at, server);
  return wrong.length === 0 ? hopeless : [...wrong, ...hopeless];
}

const NONE: readonly Fault[] = [];

function addressFaults(at: Occurrence, { address, url, resolve, service }: ServerWords): readonly Fault[] {
  const { value } = address;
  if (service && !resolve) {
    const message = `"service=" asks DNS for the servers, which needs "resolve" too`;
    return [valueFault(at, service, { message, nginx: `service upstream "${value}" requires "resolve" parameter` })];
  }
  if (typeof url === 'string') return [valueFault(at, address, upstreamProblem(value, url))];
  const error = resolve ? null : lookupError(url);
  const port = portProblem(at, value, url, service !== null);
  if (error === null && port === null) return NONE;
  const problems = [error === null ? null : upstreamProblem(value, error), port];
  return problems.flatMap((problem) => (problem === null ? [] : [valueFault(at, address, problem)]));
}

/** What DNS tells, an address may not tell; what nobody tells, it must. */
function portProblem(at: Occurrence, value: string, { noPort, bytes }: Url, service: boolean): ValueProblem | null {
  if (!service) return at.context === 'stream.upstream' && noPort ? upstreamProblem(value, 'no port') : null;
  if (!noPort) {
    const message = `with "service=" DNS tells the ports; take the one of "${value}" away`;
    return { message, nginx: `service upstream "${value}" may not have port` };
  }
  if (bytes === null) return null;
  const message = `with "service=" a name is needed, for which DNS has SRV records, not the address "${value}"`;
  return { message, nginx: `service upstream "${value}" requires domain name` };
}

export const upstreamServer: DirectiveCheck = {
  names: ['server'],
  contexts: ['upstream', 'stream.upstream'],
  check: checkServer,
};
