import type { ConfigModel } from '../../src/model/types.ts';
import type { Exchange, RouteRequest, TraceStep } from '../../src/route/types.ts';
import { blockAtPath, modelOf } from '../model/model-of.ts';

export interface ExchangeOptions {
  /** As for blockAtPath(): `http > server > location /a/`. */
  readonly block: string;
  readonly target?: string;
  readonly method?: string;
  readonly headers?: RouteRequest['headers'];
  readonly version?: string;
  /** Answers to the questions that only a running nginx could answer, by a part of each; yes to all others. */
  readonly no?: readonly string[];
}

export interface MadeExchange {
  readonly exchange: Exchange;
  readonly model: ConfigModel;
  readonly steps: readonly TraceStep[];
  /** The conditions that were asked for. */
  readonly asked: readonly string[];
}

/** A request as it stands when a handler of a block begins. `text` is a whole configuration. */
export async function exchangeOf(text: string, options: ExchangeOptions): Promise<MadeExchange> {
  const model = await modelOf(text, options.version);
  const block = blockAtPath(model, options.block);
  const server = model.server(block);
  if (server === null) throw new Error(`${options.block} is in no server`);
  const steps: TraceStep[] = [];
  const asked: string[] = [];
  const { method = 'GET', target = '/', headers = [] } = options;
  const [uri = '', args = ''] = target.split('?');
  const address = { family: 'inet', host: '127.0.0.1', port: 80 } as const;
  const request: RouteRequest = {
    ...{ method, target, version: '1.1', host: 'localhost', connect: address, scheme: 'http', sni: null },
    ...{ headers, client: { ...address, port: 1024 } },
  };
  const exchange: Exchange = {
    ...{
      model,
      request,
      prefix: '/etc/nginx',
      probe: () => 'unknown',
      method,
      server,
      host: 'localhost',
      block,
      uri,
      args,
    },
    trace: { add: (step, sentence, at, rule) => void steps.push({ step, text: sentence, at, rule }) },
    target: { uri, args, unparsed: target, host: null, quoted: false, plus: false },
    ...{ internal: false, validUnparsedUri: true, validLocation: true, quotes: true, addUriToAlias: false },
    ...{ captures: [], variables: new Map(), cached: new Map(), uriChanged: false, uriChanges: 11, handler: null },
    ...{ errorPage: false, errStatus: 0, location: null },
    decide: (condition) => {
      asked.push(condition);
      return options.no?.some((part) => condition.includes(part)) !== true;
    },
  };
  return { exchange, model, steps, asked };
}
