import { type ConfigModel, type RouteRequest, requestOfRecord, requestOfUrl } from '@nginx-lint/core';
import { Failure } from '../failure.ts';
import { visible } from '../visible.ts';
import type { RequestDefaults } from './route-options.ts';

export interface AskedRequest {
  readonly request: RouteRequest;
  /** As it was asked for; null where it was given in another way. */
  readonly url: string | null;
}

/** The request for the URL of a command line. @throws Failure where it is no URL */
export function requestForUrl(url: string, model: ConfigModel, asked: RequestDefaults): AskedRequest {
  const { method, headers, listen, clientAddr } = asked;
  const request = requestOfUrl(url, {
    ...(method === null ? {} : { method }),
    ...(listen === null ? {} : { listen }),
    ...(clientAddr === null ? {} : { clientAddr }),
    headers,
    model,
  });
  if ('problem' in request) throw new Failure(visible(request.problem));
  return { request, url };
}

/** The request of one line of JSON, or why it is none. */
export function requestOfLine(
  line: string,
  model: ConfigModel,
  defaults: RequestDefaults,
): AskedRequest | { readonly problem: string } {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (error) {
    return { problem: `it is no JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  const request = requestOfRecord(completed(json, defaults), model);
  if ('problem' in request) return request;
  const url = isObject(json) ? json['url'] : null;
  return { request, url: typeof url === 'string' ? url : null };
}

/** What the line does not say, the command line may. */
function completed(json: unknown, { method, headers, listen, clientAddr }: RequestDefaults): unknown {
  if (!isObject(json)) return json;
  const { connect, client } = json;
  return {
    ...(method === null ? {} : { method }),
    ...(listen === null || connect !== undefined ? {} : { listen }),
    ...(clientAddr === null || client !== undefined ? {} : { clientAddr }),
    ...json,
    ...(headers.length === 0 ? {} : { headers: withDefaults(json['headers'], headers) }),
  };
}

/** The headers of a line, and those of the command line whose names are not among them. */
function withDefaults(own: unknown, headers: RequestDefaults['headers']): unknown {
  if (own === undefined || own === null) return headers;
  if (typeof own !== 'object') return own;
  const pairs: readonly unknown[] = Array.isArray(own) ? own : Object.entries(own);
  const names = new Set(pairs.map((pair) => String(Array.isArray(pair) ? pair[0] : '').toLowerCase()));
  return [...pairs, ...headers.filter(([name]) => !names.has(name.toLowerCase()))];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
