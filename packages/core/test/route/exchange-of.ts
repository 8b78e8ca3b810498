import type { ConfigModel } from '../../src/model/types.ts';
import { newExchange } from '../../src/route/new-exchange.ts';
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
  const exchange = newExchange({
    ...{ model, request, server, prefix: '/etc/nginx', probe: () => 'unknown' },
    trace: { add: (step, sentence, at, rule) => void steps.push({ step, text: sentence, at, rule }) },
    decide: (condition) => {
      asked.push(condition);
      return options.no?.some((part) => condition.includes(part)) !== true;
    },
  });
  exchange.target = { uri, args, unparsed: target, host: null, quoted: false, plus: false };
  Object.assign(exchange, { host: 'localhost', block, uri, args });
  return { exchange, model, steps, asked };
}
