import { type ConfigModel, enclosing, type Occurrence } from '@nginx-lint/core';
import type { Name } from './name.ts';
import { namesOf } from './names-of.ts';

/**
 * The definitions of what a name stands for. Of variables, which all servers share by their names, those of other servers
 * are left out where the own one has some: no request goes through them.
 */
export function definitionsOf(model: ConfigModel, name: Name): readonly Name[] {
  const all = namesOf(model)
    .of(name.key)
    .filter(({ role }) => role === 'definition');
  if (name.role === 'definition' || name.kind !== 'variable' || all.length < 2) return all;
  const servers = serversOf(model, name);
  const near = all.filter((definition) => {
    const theirs = serversOf(model, definition);
    return theirs.has(null) || [...theirs].some((server) => servers.has(server));
  });
  return near.length === 0 || servers.has(null) ? all : near;
}

function serversOf(model: ConfigModel, { node }: Name): ReadonlySet<Occurrence | null> {
  return new Set(model.occurrencesOf(node).map((place) => enclosing(place, 'server')));
}
