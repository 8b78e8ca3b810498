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
  type ParameterValue,
  POSITIVE,
  parameterFaults,
  parameterOf,
  SECONDS,
} from '../named-parameters.ts';
import { valueFault } from '../values/index.ts';
import { lookupError, upstreamProblem } from './pass.ts';

/** NGX_HTTP_UPSTREAM_SID_LEN */
const LONGEST_ROUTE = 32;

const ROUTE: ParameterValue = {
  what: `a text of 1 to ${LONGEST_ROUTE} bytes`,
  accepts: (value) => value !== '' && new TextEncoder().encode(value).length <= LONGEST_ROUTE,
};
const NAME: ParameterValue = { what: 'a name', accepts: (value) => value !== '' };

const BOTH: readonly Parameter[] = [
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
const HTTP: readonly Parameter[] = [
  ...BOTH,
  { name: 'drain', since: '1.29.6' },
  {
    name: 'route=',
    since: '1.29.6',
    takes: ROUTE,
    nginx: (word) => (word === 'route=' ? 'route is empty' : `route is longer than ${LONGEST_ROUTE}`),
  },
];

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
  const [address, ...words] = at.node.args;
  if (address === undefined) return null;
  const parameters = at.context === 'upstream' ? HTTP : BOTH;
  const find = (name: string): Word | null =>
    words.find(({ value }) => {
      if (!value.startsWith(name)) return false;
      const parameter = parameterOf(value, parameters);
      return parameter?.name === name && hasParameter(parameter, facts);
    }) ?? null;
  const url = parseUrl(address.value, { defaultPort: at.context === 'upstream' ? 80 : 0 });
  return { address, url, resolve: find('resolve'), service: find('service=') };
}

function* checkServer(at: Occurrence, model: ConfigModel): Generator<Fault> {
  const parameters = at.context === 'upstream' ? HTTP : BOTH;
  const grammar = { parameters, unknown: (word: string) => `invalid parameter "${word}"` };
  yield* parameterFaults(at, at.node.args.slice(1), grammar, 'directive-invalid-value', model.facts);
  const server = serverWords(at, model.facts);
  if (server) yield* addressFaults(at, server);
}

function* addressFaults(at: Occurrence, { address, url, resolve, service }: ServerWords): Generator<Fault> {
  const { value } = address;
  if (service && !resolve) {
    const message = `"service=" asks DNS for the servers, which needs "resolve" too`;
    yield valueFault(at, service, { message, nginx: `service upstream "${value}" requires "resolve" parameter` });
    return;
  }
  const error = typeof url === 'string' ? url : resolve ? null : lookupError(url);
  if (error !== null) yield valueFault(at, address, upstreamProblem(value, error));
  if (typeof url === 'string') return;
  if (service && !url.noPort) {
    const message = `with "service=" DNS tells the ports; take the one of "${value}" away`;
    yield valueFault(at, address, { message, nginx: `service upstream "${value}" may not have port` });
  } else if (service && url.bytes !== null) {
    const message = `with "service=" a name is needed, for which DNS has SRV records, not the address "${value}"`;
    yield valueFault(at, address, { message, nginx: `service upstream "${value}" requires domain name` });
  } else if (at.context === 'stream.upstream' && url.noPort && !service) {
    yield valueFault(at, address, upstreamProblem(value, 'no port'));
  }
}

export const upstreamServer: DirectiveCheck = {
  names: ['server'],
  contexts: ['upstream', 'stream.upstream'],
  check: checkServer,
};
