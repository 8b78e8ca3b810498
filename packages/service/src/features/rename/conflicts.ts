import { type ConfigModel, GROUP_PASSES, proxyTarget } from '@nginx-lint/core';
import { keyOf, type Name } from '../../names/name.ts';
import { namesOf } from '../../names/names-of.ts';
import type { NameIn, NamePlace } from '../../names/same-names.ts';
import { scopeOf } from '../../names/scope.ts';
import { whatOf } from './valid-names.ts';

/** What stands against a new name: something that has it; null where nothing does. */
export function conflictOf(places: readonly NamePlace[], text: string): string | null {
  const seen = new Map<ConfigModel, Set<string>>();
  for (const { model, name } of places.flatMap(({ names }) => names)) {
    const asked = seen.get(model) ?? new Set();
    seen.set(model, asked);
    if (asked.has(name.key)) continue;
    asked.add(name.key);
    const conflict = conflictIn({ model, name }, text);
    if (conflict !== null) return conflict;
  }
  return null;
}

function conflictIn({ model, name }: NameIn, text: string): string | null {
  const { kind, scope } = name;
  const key = keyOf(kind, scope, text);
  // Another spelling of the same name.
  if (key === name.key) return null;
  if (kind === 'variable') {
    const own = ownVariable(model, text, scope);
    if (own !== null) return own;
  }
  if (kind === 'log-format' && text.toLowerCase() === 'combined') return '"combined" is a log format of nginx itself';
  if (kind === 'thread-pool' && text === 'default') return '"default" is the thread pool of nginx itself';
  const taken = kind === 'zone' ? zoneOf(model, text) : namesOf(model).of(key)[0];
  if (taken !== undefined) return `there is a ${whatOf(kind)} "${text}" already`;
  if (kind === 'upstream' && isPassedTo(model, text, scope))
    return `"${text}" is the name of a host that is passed to; an upstream of that name would take its place`;
  return null;
}

function ownVariable(model: ConfigModel, text: string, scope: string): string | null {
  const fact = model.facts.variable(text, scope === 'stream' ? 'stream' : 'http');
  if (fact === null || fact.source !== 'core') return null;
  return fact.prefix === true
    ? `"$${text}" would be one of nginx's own variables "$${fact.name}…"`
    : `"$${text}" is one of nginx's own variables`;
}

/** Zones of all kinds share their names. */
function zoneOf(model: ConfigModel, text: string): Name | undefined {
  return namesOf(model).all.find((name) => name.kind === 'zone' && name.text === text);
}

function isPassedTo(model: ConfigModel, text: string, scope: string): boolean {
  const host = text.toLowerCase();
  return GROUP_PASSES.some((directive) =>
    model.named(directive).some((at) => scopeOf(at) === scope && proxyTarget(model, at)?.host?.toLowerCase() === host),
  );
}
