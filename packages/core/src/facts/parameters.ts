import { parameterRows } from './parameters.generated.ts';
import { RowTable } from './row-table.ts';
import type { Context } from './types.ts';

/** `word`, `name=` with a value, `prefix:` with a value, a value in its place, or (in bodies) a whole statement. */
export type ParameterForm = 'word' | 'name=value' | 'prefix' | 'positional' | 'statement';

/** A word that a directive knows, or the part of one before its value. */
export interface ParameterFact {
  /** `multipath`, `backlog=`, `unix:`, `<address>` */
  readonly name: string;
  readonly form: ParameterForm;
  /** The kind of its value: `number`, `size`, `time-sec`, `enum`, … */
  readonly value?: string;
  readonly values?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  /** `args`: by the number of arguments; `with …`: beside another one. */
  readonly required?: boolean | string;
  /** Only behind this first word: `cookie` of `sticky`. */
  readonly of?: string;
  readonly variables?: boolean;
  readonly since: string | null;
  readonly removed?: string;
  /** Only in NGINX Plus. */
  readonly plus?: boolean;
}

/** The parameters of a directive in its contexts, or the entries of its body. */
export interface ParameterTable {
  readonly name: string;
  readonly contexts: readonly Context[];
  readonly in: 'arguments' | 'body';
  /** The words of an `ngx_conf_set_enum_slot` or `ngx_conf_set_bitmask_slot`, which nginx compares without case. */
  readonly set?: 'enum' | 'bitmask';
  readonly params: readonly ParameterFact[];
}

type Row = Omit<ParameterTable, 'params'> & {
  readonly params: readonly (Omit<ParameterFact, 'since'> & Partial<Pick<ParameterFact, 'since'>>)[];
};

function table(row: string): ParameterTable {
  const fields = JSON.parse(row) as Row;
  return { ...fields, params: fields.params.map((param) => ({ since: null, ...param })) };
}

const TABLES = new RowTable(parameterRows, table);

/** The parameters that stand behind the name of a directive in a context; null where the facts list none. */
export function parametersOf(directive: string, context: Context): ParameterTable | null {
  return TABLES.named(directive).find((each) => each.in === 'arguments' && each.contexts.includes(context)) ?? null;
}

/** What the facts list of the entries in a body (`default` and `hostnames` of `map`); by the block and its context. */
export function entriesOf(block: string, context: Context): ParameterTable | null {
  return TABLES.named(block).find((each) => each.in === 'body' && each.contexts.includes(context)) ?? null;
}
