import type { Occurrence } from '../tree/tree.ts';
import { askOnce } from './ask-once.ts';
import { contentHandler } from './handlers.ts';
import { PASS_DIRECTIVES } from './peers.ts';
import { type PassDirective, type ProxyTarget, proxyTarget } from './proxying.ts';
import type { ConfigModel, UpstreamModel } from './types.ts';

/** A passing directive of http that answers requests: no other handler and no `return` takes its place. */
export interface Pass {
  readonly at: Occurrence;
  /** The block that it stands in: a location, `if` or `limit_except`. */
  readonly block: Occurrence;
  readonly directive: PassDirective;
  /** What the names of its settings begin with: `proxy`, `fastcgi`, … */
  readonly module: string;
  readonly target: ProxyTarget;
}

const known = new WeakMap<ConfigModel, readonly Pass[]>();

/** All of them, by directive and then in reading order. */
export function passesOf(model: ConfigModel): readonly Pass[] {
  let passes = known.get(model);
  if (passes === undefined) {
    passes = readPasses(model);
    known.set(model, passes);
  }
  return passes;
}

function readPasses(model: ConfigModel): readonly Pass[] {
  const passes: Pass[] = [];
  for (const directive of PASS_DIRECTIVES) {
    const module = directive.slice(0, -'_pass'.length);
    for (const at of model.named(directive)) {
      const pass = passOf(model, at, directive, module);
      if (pass !== null) passes.push(pass);
    }
  }
  return passes;
}

const byGroup = new WeakMap<ConfigModel, ReadonlyMap<UpstreamModel, readonly Pass[]>>();

/** Those that lead to a group by its name. */
export function passesTo(model: ConfigModel, upstream: UpstreamModel): readonly Pass[] {
  let groups = byGroup.get(model);
  if (groups === undefined) {
    groups = grouped(passesOf(model), ({ target }) => target.upstream);
    byGroup.set(model, groups);
  }
  return groups.get(upstream) ?? [];
}

const bySetting = askOnce((model, directive: string): ReadonlyMap<Occurrence, readonly Pass[]> => {
  const own = passesOf(model).filter(({ module }) => directive.startsWith(`${module}_`));
  return grouped(own, ({ block }) => model.effective(block, directive).values[0] ?? null);
});

/** Those for which a setting of their module holds, such as a `proxy_read_timeout`. */
export function passesUnder(model: ConfigModel, setting: Occurrence): readonly Pass[] {
  return bySetting(model, setting.name).get(setting) ?? [];
}

function grouped<K>(passes: readonly Pass[], keyOf: (pass: Pass) => K | null): ReadonlyMap<K, readonly Pass[]> {
  const groups = new Map<K, Pass[]>();
  for (const pass of passes) {
    const key = keyOf(pass);
    if (key === null) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [pass]);
    else group.push(pass);
  }
  return groups;
}

function passOf(model: ConfigModel, at: Occurrence, directive: PassDirective, module: string): Pass | null {
  const block = at.parent;
  if (block === null || at.fact === null || at.context.startsWith('stream')) return null;
  const target = proxyTarget(model, at);
  if (target === null) return null;
  const handler = contentHandler(model, block);
  return handler !== null && handler.at !== at ? null : { at, block, directive, module, target };
}
