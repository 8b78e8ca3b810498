import { VARIABLES } from './tables.ts';
import type { VariableFact } from './types.ts';
import { existsIn, type Version } from './version.ts';

/** The row that stands for `$1` to `$9`. */
const CAPTURES = '1';
const CAPTURE = /^[1-9]$/;

/**
 * What nginx finds for a variable's name: one of that name, else the family with the longest prefix, as in
 * `ngx_http_variables_init_vars`. The suffix of a family may be empty. Names are the same in any case.
 */
export function findVariable(name: string, scope: string, target: Version): VariableFact | null {
  const lower = name.toLowerCase();
  const fits = (fact: VariableFact): boolean => fact.scope === scope && existsIn(target, fact);
  const own = VARIABLES.named(CAPTURE.test(lower) ? CAPTURES : lower).find(fits);
  if (own !== undefined) return own;
  // A family's name ends in "_": no other beginning of the name can be one.
  for (let end = lower.lastIndexOf('_'); end > 0; end = lower.lastIndexOf('_', end - 1)) {
    const family = VARIABLES.named(lower.slice(0, end + 1)).find((fact) => fact.prefix === true && fits(fact));
    if (family !== undefined) return family;
  }
  return null;
}

/** Names of nginx's own variables, families and captures left out. */
export function listVariables(scope: string, target: Version): string[] {
  const present = (fact: VariableFact): boolean =>
    fact.scope === scope && fact.source === 'core' && fact.prefix !== true && existsIn(target, fact);
  return [...VARIABLES.names()].filter((name) => name !== CAPTURES && VARIABLES.named(name).some(present));
}

/** Every variable and family of a version, whoever's module it is; of several in one name the first. Captures left out. */
export function allVariables(scope: string, target: Version): VariableFact[] {
  return [...VARIABLES.names()].flatMap((name) => {
    const fits = (fact: VariableFact): boolean => fact.scope === scope && existsIn(target, fact);
    return name === CAPTURES ? [] : (VARIABLES.named(name).find(fits) ?? []);
  });
}
