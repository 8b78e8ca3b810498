import { PASS_DIRECTIVES } from '../../model/peers.ts';
import { proxyTarget } from '../../model/proxying.ts';
import type { ConfigModel, UpstreamModel } from '../../model/types.ts';
import type { Url } from '../../model/url.ts';
import { lowerBytes, wordBytes } from '../bytes.ts';
import type { Bytes } from '../types.ts';

interface Groups {
  /** By name in lower case; of two with one name nginx keeps the first. */
  readonly named: ReadonlyMap<Bytes, UpstreamModel>;
  /** `host:port` of what passing directives name without variables. */
  readonly implicit: ReadonlySet<string>;
}

const known = new WeakMap<ConfigModel, Groups>();

function groupsOf(model: ConfigModel): Groups {
  let groups = known.get(model);
  if (groups === undefined) {
    groups = { named: namedGroups(model), implicit: implicitGroups(model) };
    known.set(model, groups);
  }
  return groups;
}

/** The group of that name; names are compared without case. */
export function groupNamed(model: ConfigModel, name: Bytes): UpstreamModel | null {
  return groupsOf(model).named.get(lowerBytes(name)) ?? null;
}

/**
 * Is it a host that some passing directive names without variables? nginx has resolved it while loading, and finds it
 * as it finds a group (ngx_http_upstream_add()).
 */
export function isImplicitGroup(model: ConfigModel, { host, port }: Url): boolean {
  return groupsOf(model).implicit.has(`${lowerBytes(host)}:${port}`);
}

function namedGroups(model: ConfigModel): ReadonlyMap<Bytes, UpstreamModel> {
  const groups = new Map<Bytes, UpstreamModel>();
  for (const group of model.upstreams) {
    const name = lowerBytes(wordBytes(model, group.at, group.name.value));
    if (group.scope === 'http' && !groups.has(name)) groups.set(name, group);
  }
  return groups;
}

function implicitGroups(model: ConfigModel): ReadonlySet<string> {
  const groups = new Set<string>();
  for (const directive of [...PASS_DIRECTIVES, 'tunnel_pass']) {
    for (const pass of model.named(directive)) {
      const target = model.server(pass) === null ? null : proxyTarget(model, pass);
      if (target === null || target.variable || target.host === null || target.upstream !== null) continue;
      groups.add(`${lowerBytes(wordBytes(model, pass, target.host))}:${target.port ?? 0}`);
    }
  }
  return groups;
}
