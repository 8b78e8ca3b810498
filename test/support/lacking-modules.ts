import type { Facts } from '@nginx-lint/core';

/** Does nginx refuse a directive of a module that it was built without? That says nothing about the configuration. */
export function lacksModule(message: string, facts: Facts): boolean {
  const name = /^unknown directive "(.*)"$/.exec(message)?.[1];
  const known = name === undefined ? [] : facts.named(name);
  return known.some(({ source, requires }) => source !== 'core' || requires !== undefined);
}
