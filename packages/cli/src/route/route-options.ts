import { resolve } from 'node:path';
import { type PathMapping, parseHostAddress, parseSocketAddress } from '@nginx-lint/core';
import type { Invocation, OptionValues } from '../args.ts';
import { Failure } from '../failure.ts';
import { readTarget } from '../lint-options.ts';
import { visible } from '../visible.ts';
import type { ColorChoice } from '../world.ts';

export type FilesChoice = 'disk' | 'exist' | 'missing';

/** What the command line says of a request; of each one of `--requests`, where its line says nothing else. */
export interface RequestDefaults {
  readonly method: string | null;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly listen: string | null;
  readonly clientAddr: string | null;
}

/** The options of `route`, checked. Paths are absolute. */
export interface RouteCommandOptions extends RequestDefaults {
  /** Null without an URL: the table is wanted, or the requests of a file. */
  readonly url: string | null;
  /** A path or `-`; null: no `--requests`. */
  readonly requests: string | null;
  /** As it was given. */
  readonly entry: string | null;
  readonly config: 'none' | null;
  readonly files: FilesChoice;
  readonly format: 'pretty' | 'json';
  readonly color: ColorChoice;
  readonly nginxVersion: string | null;
  readonly prefix: string | null;
  readonly map: readonly PathMapping[];
}

/** @throws Failure where a value makes no sense, and where options exclude each other */
export function readRouteOptions({ operands, options }: Invocation, cwd: string): RouteCommandOptions {
  const [url = null, ...more] = operands;
  const requests = options.one('requests');
  if (more.length > 0)
    throw new Failure(`route takes one URL, and there are ${operands.length}; see nginx-lint help route`);
  if (url !== null && requests !== null) throw new Failure('a URL and --requests exclude each other');
  if (url === null && requests === null) refuseAll(options, ['method', 'header', 'listen', 'client-addr', 'files']);
  if (requests !== null && options.one('format') === 'pretty')
    throw new Failure('--requests gives one JSON object a line, and --format pretty is not for that');
  return {
    url,
    requests: requests === null || requests === '-' ? requests : resolve(cwd, requests),
    entry: options.one('config'),
    config: options.flag('no-config') ? 'none' : null,
    files: (options.one('files') ?? 'disk') as FilesChoice,
    format: (options.one('format') ?? 'pretty') as RouteCommandOptions['format'],
    color: (options.one('color') ?? 'auto') as ColorChoice,
    method: checked(options, 'method', isToken, 'a method, such as POST'),
    headers: options.all('header').map(readHeader),
    listen: checked(options, 'listen', isListen, 'an address and a port, such as 127.0.0.1:8080 or [::1]:443'),
    clientAddr: checked(options, 'client-addr', isClient, 'an IP address, such as 203.0.113.7'),
    ...readTarget(options, cwd),
  };
}

function refuseAll(options: OptionValues, names: readonly string[]): void {
  const name = names.find((each) => options.all(each).length > 0);
  if (name !== undefined)
    throw new Failure(`--${name} is about a request, and there is no URL; see nginx-lint help route`);
}

/** @throws Failure where the value is no such thing */
function checked(options: OptionValues, name: string, is: (value: string) => boolean, expected: string): string | null {
  const value = options.one(name);
  if (value === null || is(value)) return value;
  throw new Failure(`--${name} ${visible(value)}: expected ${expected}`);
}

/** A method or the name of a header (RFC 9110, `token`); nginx itself refuses some of them. */
function isToken(value: string): boolean {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(value);
}

const isListen = (value: string): boolean => parseSocketAddress(value) !== null;

const isClient = (value: string): boolean => /^unix:/i.test(value) || parseHostAddress(value) !== null;

/** `Name: value`. @throws Failure for what cannot be sent as one header */
function readHeader(text: string): readonly [name: string, value: string] {
  const colon = text.indexOf(':');
  const name = text.slice(0, Math.max(colon, 0)).trim();
  const value = text.slice(colon + 1).trim();
  if (colon === -1 || !isToken(name))
    throw new Failure(`--header ${visible(text)}: expected NAME: VALUE, such as 'Cookie: a=b'`);
  if (/[\0\r\n]/.test(value)) throw new Failure(`--header ${visible(text)}: a value holds no line end and no NUL`);
  return [name, value];
}
