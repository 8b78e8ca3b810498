import type { Occurrence } from '../tree/tree.ts';
import { own } from './blocks.ts';
import { type PassDirective, passAt, proxyTarget } from './proxying.ts';
import type { ConfigModel, UpstreamModel, UpstreamServer } from './types.ts';

/** Directives that pass to a group, whose retries are set by directives of the same prefix. */
export const PASS_DIRECTIVES: readonly PassDirective[] = [
  'proxy_pass',
  'fastcgi_pass',
  'uwsgi_pass',
  'scgi_pass',
  'grpc_pass',
  'memcached_pass',
];

/** The servers of a group that are not `down`; backups too. */
export function livePeers({ servers }: UpstreamModel): readonly UpstreamServer[] {
  return servers.some(({ down }) => down) ? servers.filter(({ down }) => !down) : servers;
}

/** Is its address a name, which may stand for several peers? */
export function isNamed(server: UpstreamServer): boolean {
  return server.url?.family === 'inet' && !/^[\d.]+$/.test(server.url.host);
}

/**
 * May its servers come from elsewhere while nginx runs: from a state file or the API of NGINX Plus, from Lua, from a
 * third-party module, or from an included file that is not there?
 */
export function isFilledAtRunTime(model: ConfigModel, upstream: UpstreamModel): boolean {
  let answer = filled.get(upstream);
  if (answer === undefined) {
    answer = mayBeFilled(model, upstream);
    filled.set(upstream, answer);
  }
  return answer;
}

/** By group: many rules ask about each, some for each place that passes to it. */
const filled = new WeakMap<UpstreamModel, boolean>();

function mayBeFilled(model: ConfigModel, upstream: UpstreamModel): boolean {
  const { children } = upstream.at;
  const api = model.named('api').length > 0 || model.facts.target.modules.includes('nginx-plus');
  if (api && own(upstream.at, 'zone').length > 0) return true;
  if (upstream.servers.some(({ parameters }) => parameters.has('service'))) return true;
  return children.some(
    (child) => child.name === 'state' || child.fact === null || isForeign(child) || leadsNowhere(model, child),
  );
}

/** Is it a group with a zone, in a configuration that only NGINX Plus reads? That fills such a group over its API. */
export function isForPlus(model: ConfigModel, upstream: UpstreamModel): boolean {
  return own(upstream.at, 'zone').length > 0 && model.tree.all.some(({ fact }) => fact?.source === 'plus');
}

/** Are its servers tried regularly, by `health_check` where it is passed to or by a module's `check`? */
export function isChecked(model: ConfigModel, upstream: UpstreamModel): boolean {
  if (upstream.at.children.some(({ name }) => /^check(?:_|$)/.test(name))) return true;
  return model
    .named('health_check')
    .some((check) => PASS_DIRECTIVES.some((directive) => groupOf(model, passAt(model, check, directive)) === upstream));
}

/** The group that a passing directive names. */
export function groupOf(model: ConfigModel, pass: Occurrence | null): UpstreamModel | null {
  return pass === null ? null : (proxyTarget(model, pass)?.upstream ?? null);
}

function isForeign(at: Occurrence): boolean {
  const source = at.fact?.source ?? 'core';
  return source !== 'core' && source !== 'plus';
}

function leadsNowhere(model: ConfigModel, at: Occurrence): boolean {
  if (at.name !== 'include') return false;
  const target = model.tree.includeTarget(at.node);
  return target !== null && target.files.length === 0;
}
