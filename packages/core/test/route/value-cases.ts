import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { ConfigModel } from '../../src/model/types.ts';
import { readHost } from '../../src/route/host.ts';
import { newExchange } from '../../src/route/new-exchange.ts';
import { realIpHandler } from '../../src/route/realip.ts';
import { runProgram } from '../../src/route/run-program.ts';
import { route } from '../../src/route/simulate.ts';
import { readTarget } from '../../src/route/target.ts';
import type { Exchange, FileKind, FileProbe, RouteRequest, Step } from '../../src/route/types.ts';
import { modelOf } from '../model/model-of.ts';
import { isBuiltWith, nginxVersion, observeValues } from './observe-values.ts';

/** A configuration that answers with values, and requests for it. */
export interface ValueCase {
  /** What stands in `http` before the server. */
  readonly http: string;
  /** What stands in the only server, without its `listen`. */
  readonly server: string;
  readonly requests: readonly ValueRequest[];
  /** The header that tells the values, in lower case; the body without it. */
  readonly header?: string;
  /** The `configure` option without which an nginx cannot be asked. */
  readonly needs?: string;
  /** What lies at paths that every machine has; all others are missing. */
  readonly files?: Readonly<Record<string, FileKind>>;
}

export interface ValueRequest {
  readonly target: string;
  readonly method?: string;
  readonly version?: RouteRequest['version'];
  readonly host?: string | null;
  readonly headers?: readonly (readonly [string, string])[];
  /** An address of loopback. */
  readonly client?: string;
}

/** Where the server listens in what we predict; no text of a case holds it. */
const PORT = '48211';

/** Bodies by the version of nginx and the name of the case. */
type Kept = Record<string, Record<string, readonly string[]>>;

/**
 * Compares what `return` answers with what a real nginx did: asks the installed one (`NGINX` for another), else replays
 * the record beside the test. NGINX_LINT_RECORD=1 writes the answers of that nginx into the record.
 */
export function describeValues(about: string, testFile: string, cases: Readonly<Record<string, ValueCase>>): void {
  const file = fileURLToPath(testFile).replace(/\.test\.ts$/, '.observed.json');
  const kept: Kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const version = nginxVersion();
  const recording = process.env['NGINX_LINT_RECORD'] === '1' && version !== null;
  if (recording) kept[version] = {};
  const versions = new Set([...Object.keys(kept), ...(version === null ? [] : [version])]);
  for (const each of versions) {
    const live = each === version;
    describe(`${about}, as nginx ${each} ${live ? 'answers' : 'once answered'}`, () => {
      for (const [name, one] of Object.entries(cases)) {
        const lacking = live ? !isBuiltWith(one.needs ?? '') : kept[each]?.[name] === undefined;
        it.skipIf(one.needs !== undefined && lacking)(name, async () => {
          const observed = live ? await observeValues(one) : kept[each]?.[name];
          expect(observed, `no record of ${name}`).toBeDefined();
          if (live && recording) write(file, kept, each, name, observed ?? []);
          else if (kept[each] !== undefined) expect(observed, 'the record').toEqual(kept[each][name]);
          expect(await predict(one, each), 'our answer').toEqual(observed);
        });
      }
    });
  }
}

function write(file: string, kept: Kept, version: string, name: string, observed: readonly string[]): void {
  kept[version] = { ...kept[version], [name]: observed };
  writeFileSync(file, `${JSON.stringify(kept, null, 1)}\n`);
}

export async function predict(one: ValueCase, version: string): Promise<string[]> {
  const model = await modelOf(
    `events { } http { ${one.http}\nserver { listen 127.0.0.1:${PORT}; ${one.server} } }`,
    version,
  );
  return one.requests.map((request) => {
    const exchange = exchangeFor(model, request, (path) => one.files?.[path] ?? 'missing');
    if (exchange === null) return 'refused';
    const text = one.header === undefined ? bodyOf(runAll(exchange)) : headerOf(exchange, one.header);
    return text.replaceAll(PORT, 'PORT');
  });
}

function headerOf({ model, request, probe }: Exchange, wanted: string): string {
  const { headers, uncertain } = route(model, request, { probe });
  return uncertain.length > 0 ? `unknown: ${uncertain}` : (headers.find(([name]) => name === wanted)?.[1] ?? 'none');
}

/** The program of the server, then that of its first location. */
function runAll(exchange: Exchange): Step {
  exchange.block = exchange.server.at;
  realIpHandler(exchange);
  const step = runProgram(exchange, exchange.block);
  const [location] = exchange.server.locations;
  if (step.kind !== 'declined' || location === undefined) return step;
  exchange.block = location.at;
  return runProgram(exchange, exchange.block);
}

function bodyOf(step: Step): string {
  if (step.kind === 'unknown') return `unknown: ${step.reason}`;
  if (step.kind !== 'response' || step.body === undefined) return step.kind;
  return typeof step.body === 'string' ? step.body : `unknown: ${step.body.unknown}`;
}

/** An exchange whose request line and headers were read; null where they are refused. */
export function exchangeFor(
  model: ConfigModel,
  wanted: ValueRequest,
  probe: FileProbe = () => 'unknown',
): Exchange | null {
  const { target: written, method = 'GET', version = '1.1', host = 'h', headers = [], client = '127.0.0.1' } = wanted;
  const [server] = model.servers;
  if (server === undefined) throw new Error('no server');
  const target = readTarget(method, written, version, { mergeSlashes: true }, model.facts);
  if ('refused' in target) return null;
  const name = target.host ?? host;
  const read = name === null || version === '0.9' ? { name: '' } : readHost(name, model.facts);
  if ('refused' in read) return null;
  const inet = (address: string, port: number) => ({ family: 'inet', host: address, port }) as const;
  const exchange = newExchange({
    model,
    request: {
      method,
      target: written,
      version,
      host: version === '0.9' ? null : host,
      connect: inet('127.0.0.1', Number(PORT)),
      scheme: 'http',
      sni: null,
      headers: version === '0.9' ? [] : [...headers, ['Connection', 'close']],
      client: inet(client, 0),
    },
    prefix: '/etc/nginx',
    probe,
    trace: { add: () => {} },
    server,
    decide: (condition) => {
      throw new Error(`asked whether ${condition}`);
    },
  });
  return Object.assign(exchange, { host: read.name, target, uri: target.uri, args: target.args });
}
