import { definitionsOf, familyOf } from './definitions.ts';
import type { CompletionKind, Offer } from './item.ts';
import { scopeOf } from './scene.ts';
import type { ValuePlace, ValueSource } from './value-place.ts';

/** The directive that defines what another one names. */
function definerOf(directive: string): string {
  const cache = /^(proxy|fastcgi|uwsgi|scgi)_cache$/.exec(directive)?.[1];
  if (cache !== undefined) return `${cache}_cache_path`;
  if (directive === 'keyval') return 'keyval_zone';
  return directive.startsWith('limit_') ? `${directive.replace(/_dry_run$/, '')}_zone` : directive;
}

function offers(place: ValuePlace, key: string, kind: CompletionKind, text = (name: string): string => name): Offer[] {
  const zones = definitionsOf(place.command.setting.model).zones.get(key) ?? [];
  return zones.map(({ name, at }) => ({
    label: text(name),
    kind,
    rank: 1,
    detail: at.node.args.map(({ value }) => value).join(' '),
  }));
}

/** Zones of shared memory, and caches, by the directive that names them. */
export const zones: ValueSource = (place) => {
  const { name, setting } = place.command;
  const kind = name.endsWith('_cache') ? 'cache' : 'zone';
  return offers(place, `${familyOf(setting.context)} ${definerOf(name)}`, kind);
};

/** `shared:NAME:SIZE`: what other servers share is named with the same size. */
export const sharedCaches: ValueSource = (place) => {
  const { name, setting } = place.command;
  const all = definitionsOf(setting.model).zones.get(`${familyOf(setting.context)} ${name}`) ?? [];
  const there = all.flatMap(({ at }) => at.node.args.filter(({ value }) => value.startsWith('shared:')));
  const labels = there.length === 0 ? ['shared:SSL:10m'] : there.map(({ value }) => value);
  return labels.map((label) => ({ label, kind: 'cache', rank: 1 }));
};

export const threadPools: ValueSource = (place) => offers(place, 'thread_pool', 'zone');

/** Names of log formats; nginx brings one of its own for http. */
export const formats: ValueSource = (place) => {
  const { setting } = place.command;
  const scope = scopeOf(setting) ?? 'http';
  const own = definitionsOf(setting.model).formats[scope].map(({ name, at }): Offer => {
    return {
      label: name,
      kind: 'format',
      rank: 1,
      detail: at.node.args
        .slice(1)
        .map(({ value }) => value)
        .join(''),
    };
  });
  if (scope === 'stream') return own;
  return [...own, { label: 'combined', kind: 'format', rank: 2, detail: "nginx's own" }];
};
