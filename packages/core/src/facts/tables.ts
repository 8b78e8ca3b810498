import { coreDirectiveRows } from './directives.generated.ts';
import { namesakeDirectiveRows } from './namesake-directives.generated.ts';
import { otherDirectiveRows } from './other-directives.generated.ts';
import { RowTable } from './row-table.ts';
import type { DirectiveFact, VariableFact } from './types.ts';
import { variableRows } from './variables.generated.ts';

/** The fields that a row leaves out where they are null or false. */
type Sparse<Fact, Field extends keyof Fact> = Omit<Fact, Field> & Partial<Pick<Fact, Field>>;
type DirectiveRow = Sparse<DirectiveFact, 'block' | 'since' | 'removed' | 'repeatable' | 'inheritance'>;
type VariableRow = Sparse<VariableFact, 'since' | 'removed'>;

function directive(row: string): DirectiveFact {
  const fields = JSON.parse(row) as DirectiveRow;
  return { block: false, since: null, removed: null, repeatable: null, inheritance: null, ...fields };
}

function variable(row: string): VariableFact {
  const fields = JSON.parse(row) as VariableRow;
  return { since: null, removed: null, ...fields };
}

/** The directives of nginx itself. */
export const CORE_DIRECTIVES = new RowTable(coreDirectiveRows, directive);

/** Directives of NGINX Plus and of third-party modules that are called as some of nginx. */
export const NAMESAKE_DIRECTIVES = new RowTable(namesakeDirectiveRows, directive);

/** All others of NGINX Plus and of third-party modules: a large table, which few configurations need. */
export const OTHER_DIRECTIVES = new RowTable(otherDirectiveRows, directive);

/** All variables, by name in lower case (`ngx_http_get_variable_index` takes any case). */
export const VARIABLES = new RowTable(variableRows, variable, (name) => name.toLowerCase());
