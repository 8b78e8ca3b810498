import { type Occurrence, type Word, zoneUses } from '@nginx-lint/core';
import type { Collector } from './collector.ts';
import { scopeOf } from './scope.ts';

/** Directives that take the name of a cache. */
export const CACHES: readonly string[] = ['proxy_cache', 'fastcgi_cache', 'uwsgi_cache', 'scgi_cache'];

const DIRECTIVES: ReadonlySet<string> = new Set([
  ...['limit_req', 'limit_req_zone', 'limit_conn', 'limit_conn_zone', 'zone', 'ssl_session_cache', 'ssl_ocsp_cache'],
  ...['proxy', 'fastcgi', 'uwsgi', 'scgi'].flatMap((module) => [`${module}_cache`, `${module}_cache_path`]),
  'sticky',
]);
const CACHE = /^(proxy|fastcgi|uwsgi|scgi)_cache$/;
/** Of NGINX Plus and njs: `zone=name:size` defines, `zone=name` uses. */
const OTHERS: Readonly<Record<string, string>> = { keyval_zone: 'keyval', keyval: 'keyval' };

/** Zones of shared memory by their families: those of other families are other things, although nginx refuses both. */
export function findZones(names: Collector): void {
  const { at } = names;
  const directive = at.name;
  const other = Object.hasOwn(OTHERS, directive) ? OTHERS[directive] : undefined;
  if (other !== undefined) inParameter(`${scopeOf(at)} ${other}`, names);
  if (!DIRECTIVES.has(directive) || at.fact?.source !== 'core') return;
  for (const { word, name, size, purpose, defines } of zoneUses(at)) {
    const start = word.value === name ? 0 : (/^(?:keys_zone=|zone=|shared:)/.exec(word.value)?.[0].length ?? 0);
    const role = defines || size > 0 ? 'definition' : 'use';
    names.inWord({ kind: 'zone', text: name, scope: purpose, role }, word, start);
  }
}

function inParameter(scope: string, names: Collector): void {
  for (const word of names.at.node.args) {
    const [, text, size] = /^zone=([^:]+)(:.*)?$/.exec(word.value) ?? [];
    if (text === undefined) continue;
    const role = size === undefined ? 'use' : 'definition';
    names.inWord({ kind: 'zone', text, scope, role }, word, 'zone='.length);
  }
}

/** `proxy_cache $zone`: the variable whose values name caches, and the family of these; null for other directives. */
export function cacheVariable(at: Occurrence): { readonly word: Word; readonly scope: string } | null {
  const [word] = at.node.args;
  const module = CACHE.exec(at.name)?.[1];
  return module === undefined || !word?.value.includes('$') ? null : { word, scope: `${module} cache` };
}

/** A value that variables bring to such a directive. */
export function findCache(word: Word, scope: string, names: Collector): void {
  if (word.value !== 'off') names.word({ kind: 'zone', scope, role: 'use' }, word);
}
