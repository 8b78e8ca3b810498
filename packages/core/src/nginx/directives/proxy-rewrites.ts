import type { Occurrence } from '../../tree/tree.ts';
import type { DirectiveCheck, Fault } from '../fault.ts';
import { valueFault } from '../values/index.ts';
import { CACHES } from './zones.ts';

/** Siblings of a name that stand before a directive. */
function before(at: Occurrence, name: string): Occurrence | undefined {
  const level = at.parent?.children ?? [];
  return level.find((each) => each.name === name && precedes(each, at, level));
}

const precedes = (one: Occurrence, other: Occurrence, level: readonly Occurrence[]): boolean =>
  level.indexOf(one) < level.indexOf(other);

/** ngx_http_proxy_redirect() */
export const proxyRedirect: DirectiveCheck = {
  names: ['proxy_redirect'],
  looksAround: true,
  *check(at) {
    const [word, replacement] = at.node.args;
    if (word === undefined || replacement !== undefined || word.value === 'off') return;
    if (word.value !== 'default') {
      const message = `alone, "proxy_redirect" takes "default" or "off"; behind "${word.value}" stands what replaces it`;
      yield valueFault(at, word, { message, nginx: `invalid parameter "${word.value}"` });
      return;
    }
    const pass = before(at, 'proxy_pass');
    const nginx = '"proxy_redirect default" should be placed after the "proxy_pass" directive';
    const message = '"proxy_redirect default" is made of "proxy_pass", which must stand before it in the same block';
    if (pass === undefined) yield valueFault(at, word, { message, nginx });
    else if (pass.node.args[0]?.value.includes('$')) yield variablePass(at, pass);
  },
};

function variablePass(at: Occurrence, pass: Occurrence): Fault {
  const related = [{ file: pass.file, span: pass.node.args[0] ?? pass.node, message: 'the variables' }];
  const message =
    '"proxy_redirect default" is made of "proxy_pass", which has variables here; write both parts yourself';
  const nginx = '"proxy_redirect default" cannot be used with "proxy_pass" directive with variables';
  const word = at.node.args[0] ?? at.node.name;
  return { ...valueFault(at, word, { message, nginx }), related };
}

/** ngx_http_proxy_cookie_domain(), ngx_http_proxy_cookie_path(), ngx_http_proxy_cookie_flags() */
export const proxyCookie: DirectiveCheck = {
  names: ['proxy_cookie_domain', 'proxy_cookie_path', 'proxy_cookie_flags'],
  *check(at) {
    const [word, second] = at.node.args;
    if (word === undefined || second !== undefined || word.value === 'off') return;
    const message = `alone, "${at.name}" takes "off"; behind "${word.value}" stands what becomes of it`;
    yield valueFault(at, word, { message, nginx: `invalid parameter "${word.value}"` });
  },
};

/** `proxy_store` and `proxy_cache` exclude each other in a block: ngx_http_proxy_store(), ngx_http_proxy_cache() */
export const storeAndCache: DirectiveCheck = {
  names: CACHES.flatMap((family) => [`${family}_store`, `${family}_cache`]),
  looksAround: true,
  *check(at, { facts }) {
    const name = at.name;
    const word = at.node.args[0];
    if (word === undefined || word.value === 'off') return;
    const stores = name.endsWith('_store');
    if (stores && word.value === '' && facts.atLeast('1.27.3'))
      yield valueFault(at, word, { message: 'the path is empty', nginx: 'empty path' });
    const other = stores ? name.replace(/store$/, 'cache') : name.replace(/cache$/, 'store');
    const found = before(at, other);
    if (found === undefined || found.node.args[0]?.value === 'off') return;
    const message = `"${name}" and "${other}" exclude each other; keep one of them`;
    const fault = valueFault(at, at.node.name, {
      message,
      nginx: `"${name}" directive is incompatible with "${other}"`,
    });
    yield { ...fault, related: [{ file: found.file, span: found.node.name, message: 'the other one' }] };
  },
};
