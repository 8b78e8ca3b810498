import { parseUrl, type Url } from '../../model/url.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';
import { isHopeless } from '../addresses.ts';
import type { DirectiveCheck, Fault } from '../fault.ts';
import { type ValueProblem, valueFault } from '../values/index.ts';

/** Directives whose address is that of a group or makes one: ngx_http_upstream_add(), ngx_stream_upstream_add(). */
export const GROUP_PASSES: readonly string[] = [
  ...['proxy_pass', 'fastcgi_pass', 'uwsgi_pass', 'scgi_pass', 'grpc_pass', 'memcached_pass', 'tunnel_pass'],
];

interface Scheme {
  readonly prefix: string;
  readonly defaultPort: number;
}

const SCHEMES: Readonly<Record<string, readonly Scheme[]>> = {
  proxy_pass: [
    { prefix: 'http://', defaultPort: 80 },
    { prefix: 'https://', defaultPort: 443 },
  ],
  uwsgi_pass: [
    { prefix: 'uwsgi://', defaultPort: 0 },
    { prefix: 'suwsgi://', defaultPort: 0 },
  ],
  grpc_pass: [
    { prefix: 'grpc://', defaultPort: 0 },
    { prefix: 'grpcs://', defaultPort: 0 },
  ],
};
const NO_SCHEMES: readonly Scheme[] = [];
const NO_SCHEME: Scheme = { prefix: '', defaultPort: 0 };

/** The address of a passing directive without its scheme. */
export interface PassAddress {
  readonly word: Word;
  readonly text: string;
  /** A text is what nginx objects to. */
  readonly url: Url | string;
}

/** Cuts what a directive passes to; null where variables make it, and where the scheme is missing. */
export function passAddress(at: Occurrence): PassAddress | null {
  const word = at.node.args[0];
  const name = at.name;
  if (word === undefined || (name !== 'memcached_pass' && word.value.includes('$'))) return null;
  if (at.context.startsWith('stream')) return { word, text: word.value, url: parseUrl(word.value) };
  const scheme = schemeOf(word.value, SCHEMES[name] ?? NO_SCHEMES);
  const uriPart = name === 'proxy_pass';
  if (scheme === null && uriPart) return null;
  const { prefix, defaultPort } = scheme ?? NO_SCHEME;
  const text = word.value.slice(prefix.length);
  return { word, text, url: parseUrl(text, { uriPart, defaultPort }) };
}

function schemeOf(value: string, schemes: readonly Scheme[]): Scheme | null {
  return schemes.find(({ prefix }) => value.startsWith(prefix)) ?? inOtherCase(value, schemes);
}

function inOtherCase(value: string, schemes: readonly Scheme[]): Scheme | null {
  const lower = value.toLowerCase();
  return schemes.find(({ prefix }) => lower.startsWith(prefix)) ?? null;
}

const NONE: readonly Fault[] = [];

function checkPass(at: Occurrence): readonly Fault[] {
  const word = at.node.args[0];
  if (word === undefined) return NONE;
  const address = passAddress(at);
  if (address === null) return word.value.includes('$') ? NONE : [valueFault(at, word, prefixProblem(word.value))];
  const { text, url } = address;
  if (typeof url === 'string') return [valueFault(at, word, upstreamProblem(text, url))];
  return url.uri !== '' && hasNoPrefix(at.parent) ? [uriForbidden(at, word, url.uri)] : NONE;
}

function prefixProblem(value: string): ValueProblem {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(value)?.[0];
  const begins = scheme === undefined ? `write "http://${value}"` : `"${scheme}" is none of its schemes`;
  return { message: `"proxy_pass" takes a URL with "http://" or "https://"; ${begins}`, nginx: 'invalid URL prefix' };
}

/** What is wrong with the address of an upstream server or of one that makes a group. */
export function upstreamProblem(text: string, error: string): ValueProblem {
  return { message: upstreamMessage(text, error), nginx: `${error} in upstream "${text}"` };
}

function upstreamMessage(text: string, error: string): string {
  if (error === 'invalid port') return `the port of "${text}" is not a number from 1 to 65535`;
  if (error === 'no host') return `"${text}" names no host`;
  if (error === 'no port') return `"${text}" needs a port`;
  if (error === 'host not found') return `"${text}" is neither an address nor the name of a host`;
  if (error === 'invalid host' && text.startsWith('/'))
    return `the path of a socket begins with "unix:": write "unix:${text}"`;
  if (error === 'invalid host') return `"${text}" is no address: no scheme and no URI may stand in it`;
  return `${error} in "${text}"`;
}

/** Has a block no prefix of the URI that could be replaced? `clcf->named`, `clcf->regex` and `clcf->noname`. */
function hasNoPrefix(block: Occurrence | null): boolean {
  const first = block?.node.args[0]?.value ?? '';
  const name = block?.name;
  return name === 'if' || name === 'limit_except' || first.startsWith('@') || first.startsWith('~');
}

function uriForbidden(at: Occurrence, word: Word, uri: string): Fault {
  const block = at.parent?.name === 'location' ? 'a location with an expression or a name' : '"if" and "limit_except"';
  const message = `the URI "${uri}" is not allowed in ${block}, where there is no prefix that it could replace; remove it, or make the whole URI of variables`;
  const bare = word.quote === null && uri === '/';
  const edits = [{ file: at.file, span: { start: word.end - 1, end: word.end }, text: '' }];
  return {
    rule: 'proxy-pass-uri-forbidden',
    at,
    span: word,
    message,
    nginx:
      '"proxy_pass" cannot have URI part in location given by regular expression, or inside named location, or inside "if" statement, or inside "limit_except" block',
    ...(bare ? { fixes: [{ title: 'Pass on the URI of the request', safe: false, edits }] } : {}),
  };
}

/** ngx_http_proxy_pass(), ngx_http_fastcgi_pass(), …, ngx_stream_proxy_pass() */
export const pass: DirectiveCheck = { names: GROUP_PASSES, looksAround: true, check: checkPass };

/** `pass` of stream: ngx_stream_pass() */
export const streamPass: DirectiveCheck = {
  names: ['pass'],
  contexts: ['stream.server'],
  *check(at) {
    const word = at.node.args[0];
    if (word === undefined || word.value.includes('$')) return;
    const url = parseUrl(word.value);
    const { value } = word;
    if (typeof url === 'string') {
      const nginx = `${url} in "${value}" of the "pass" directive`;
      yield valueFault(at, word, { message: upstreamMessage(value, url), nginx });
    } else if (url.family === 'inet' && url.bytes === null) {
      const message = `"pass" takes an address of this machine, not the name "${value}"`;
      yield valueFault(at, word, { message, nginx: '"pass" directive has no addresses' });
    } else if (url.noPort) {
      yield valueFault(at, word, { message: `"${value}" needs a port`, nginx: '"pass" directive has no port' });
    }
  },
};

/** `auth_http` of mail: ngx_mail_auth_http() */
export const authHttp: DirectiveCheck = {
  names: ['auth_http'],
  contexts: ['mail', 'mail.server'],
  *check(at) {
    const word = at.node.args[0];
    if (word === undefined) return;
    const text = word.value.replace(/^http:\/\//, '');
    const url = parseUrl(text, { uriPart: true, defaultPort: 80 });
    const error = typeof url === 'string' ? url : lookupError(url);
    if (error !== null)
      yield valueFault(at, word, { message: upstreamMessage(text, error), nginx: `${error} in auth_http "${text}"` });
  },
};

/** What nginx objects to when it must look a name up; null: only the machine knows. */
export function lookupError(url: Url): string | null {
  return isHopeless(url) ? 'host not found' : null;
}
