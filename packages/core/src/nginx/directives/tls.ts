import type { DirectiveCheck, Fault } from '../fault.ts';
import { invalidValue } from '../invalid-value.ts';
import { missingParameter, type ParameterGrammar, POSITIVE, parameterFaults, SECONDS } from '../named-parameters.ts';
import { parseNumber, parseSize } from '../units.ts';

/** Eight pages of 4096 bytes, the usual size; where pages are larger nginx asks for more. */
const LEAST_CACHE = 8 * 4096;

/** `shared:name:size`; a size may be missing where an older nginx took the next byte for the end of the text. */
function sharedProblem(value: string, what: string): Pick<Fault, 'message' | 'nginx'> | null {
  const rest = value.slice('shared:'.length);
  const colon = rest.indexOf(':');
  const size = colon === -1 ? null : parseSize(rest.slice(colon + 1));
  if (colon <= 0 || size === null)
    return {
      message: `a shared cache is "shared:name:size", such as "shared:SSL:10m", not "${value}"`,
      nginx: `invalid ${what} cache "${value}"`,
    };
  if (size >= LEAST_CACHE) return null;
  return {
    message: `the shared cache of "${value}" is too small: it needs 32k at least`,
    nginx: `${what === 'OCSP' ? what : 'session'} cache "${value}" is too small`,
  };
}

function sessionCacheProblem(value: string): Pick<Fault, 'message' | 'nginx'> | null {
  if (value === 'off' || value === 'none' || value === 'builtin') return null;
  if (value.length > 'shared:'.length && value.startsWith('shared:')) return sharedProblem(value, 'session');
  if (value.startsWith('builtin:') && parseNumber(value.slice('builtin:'.length)) !== null) return null;
  const message = `a session cache is "off", "none", "builtin[:n]" or "shared:name:size", not "${value}"`;
  return { message, nginx: `invalid session cache "${value}"` };
}

/** `ssl_session_cache`: ngx_http_ssl_session_cache() and its like in stream and mail. */
const sessionCache: DirectiveCheck = {
  names: ['ssl_session_cache'],
  *check(at) {
    for (const word of at.node.args) {
      const problem = sessionCacheProblem(word.value);
      if (problem) yield invalidValue(at, word, problem.nginx, problem.message);
    }
  },
};

/** `ssl_ocsp_cache off | shared:name:size`: ngx_http_ssl_ocsp_cache(). */
const ocspCache: DirectiveCheck = {
  names: ['ssl_ocsp_cache'],
  *check(at) {
    const [word] = at.node.args;
    if (word === undefined || word.value === 'off') return;
    const shared = word.value.length > 'shared:'.length && word.value.startsWith('shared:');
    const message = `an OCSP cache is "off" or "shared:name:size", not "${word.value}"`;
    const problem = shared
      ? sharedProblem(word.value, 'OCSP')
      : { message, nginx: `invalid OCSP cache "${word.value}"` };
    if (problem) yield invalidValue(at, word, problem.nginx, problem.message);
  },
};

const CERTIFICATES: ParameterGrammar = {
  parameters: [
    { name: 'max=', takes: POSITIVE },
    { name: 'inactive=', takes: SECONDS },
    { name: 'valid=', takes: SECONDS },
    { name: 'off' },
  ],
  unknown: (word) => `invalid parameter "${word}"`,
};

/** `ssl_certificate_cache` and its like for upstreams: ngx_http_ssl_certificate_cache(). */
const certificateCache: DirectiveCheck = {
  names: ['', 'proxy_', 'grpc_', 'uwsgi_'].map((prefix) => `${prefix}ssl_certificate_cache`),
  *check(at) {
    const { args, name } = at.node;
    const faults = parameterFaults(at, args, CERTIFICATES);
    yield* faults;
    if (faults.length > 0 || args.some(({ value }) => value === 'off' || value.startsWith('max='))) return;
    yield missingParameter(at, 'max=', `"${name.value}" must have the "max" parameter`, 'max=1000');
  },
};

const encoder = new TextEncoder();

/** `ssl_alpn` and `proxy_ssl_alpn` of stream: one byte holds the length of a protocol. */
const alpn: DirectiveCheck = {
  names: ['ssl_alpn', 'proxy_ssl_alpn'],
  *check(at) {
    for (const word of at.node.args) {
      if (word.value.length <= 63 || encoder.encode(word.value).length <= 255) continue;
      if (at.name === 'proxy_ssl_alpn' && word.value.includes('$')) continue;
      const nginx = `"${at.name}" directive protocol too long`;
      yield invalidValue(at, word, nginx, 'the name of a protocol has 255 bytes at most');
    }
  },
};

/** Checks of TLS settings that one directive decides. */
export const tlsChecks: readonly DirectiveCheck[] = [sessionCache, ocspCache, certificateCache, alpn];
