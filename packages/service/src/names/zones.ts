import { type Occurrence, type Word, zoneUses } from '@nginx-lint/core';
import type { Collector } from './collector.ts';
import type { Found } from './name.ts';
import { scopeOf } from './scope.ts';
import type { ValueFlow } from './upstreams.ts';

const DIRECTIVES: ReadonlySet<string> = new Set([
  ...['limit_req', 'limit_req_zone', 'limit_conn', 'limit_conn_zone', 'zone', 'ssl_session_cache', 'ssl_ocsp_cache'],
  ...['proxy', 'fastcgi', 'uwsgi', 'scgi'].flatMap((module) => [`${module}_cache`, `${module}_cache_path`]),
  'sticky',
]);
const CACHE = /^(proxy|fastcgi|uwsgi|scgi)_cache$/;
/** Of NGINX Plus and njs: `zone=name:size` defines, `zone=name` uses. */
const OTHERS: Readonly<Record<string, string>> = { keyval_zone: 'keyval', keyval: 'keyval' };

/** Zones of shared memory by their families: those of other families are other things, although nginx refuses both. */
export function findZones(at: Occurrence, names: Collector, flow: ValueFlow): void {
  const directive = at.node.name.value;
  const other = Object.hasOwn(OTHERS, directive) ? OTHERS[directive] : undefined;
  if (other !== undefined) inParameter(at, `${scopeOf(at)} ${other}`, names);
  if (!DIRECTIVES.has(directive) || at.fact?.source !== 'core') return;
  for (const { word, name, size, purpose, defines } of zoneUses(at)) {
    const start = word.value === name ? 0 : (/^(?:keys_zone=|zone=|shared:)/.exec(word.value)?.[0].length ?? 0);
    const role = defines || size > 0 ? 'definition' : 'use';
    names.inWord({ kind: 'zone', text: name, scope: purpose, role, at }, word, start);
  }
  const [word] = at.node.args;
  const module = CACHE.exec(directive)?.[1];
  if (module !== undefined && word?.value.includes('$')) fromVariable(at, word, `${module} cache`, names, flow);
}

/** `proxy_cache $zone`: the values of the variable that name a cache. */
function fromVariable(at: Occurrence, word: Word, scope: string, names: Collector, flow: ValueFlow): void {
  flow.follow(at, word, (value, place) => {
    if (value.value === 'off' || value.value === '') return;
    names.word({ kind: 'zone', scope, role: 'use', at: place }, value);
  });
}

function inParameter(at: Occurrence, scope: string, names: Collector): void {
  for (const word of at.node.args) {
    const [, text, size] = /^zone=([^:]+)(:.*)?$/.exec(word.value) ?? [];
    if (text === undefined) continue;
    const found: Found = { kind: 'zone', text, scope, role: size === undefined ? 'use' : 'definition', at };
    names.inWord(found, word, 'zone='.length);
  }
}
