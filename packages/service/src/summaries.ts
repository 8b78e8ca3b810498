import type { Context, DirectiveFact, VariableFact } from '@nginx-lint/core';
import { DIRECTIVES, MODULES, PARAMETERS, SNIPPETS, VARIABLES } from './summaries.generated.ts';

type Texts = Readonly<Record<string, string>>;
type Nested = Readonly<Record<string, Texts>>;

const directives = once<Nested>(DIRECTIVES);
const variables = once<Nested>(VARIABLES);
const parameters = once<Readonly<Record<string, Nested>>>(PARAMETERS);
const modules = once<Texts>(MODULES);
const snippets = once<Texts>(SNIPPETS);

/** What a directive does, in one line; null for those of modules that are not nginx's own. */
export function directiveSummary(fact: Pick<DirectiveFact, 'module' | 'name'>, context: Context): string | null {
  const texts = directives()[fact.module];
  return texts?.[`${fact.name}@${context}`] ?? texts?.[fact.name] ?? null;
}

/** What a variable holds, in one line. */
export function variableSummary(fact: Pick<VariableFact, 'scope' | 'name'>): string | null {
  return variables()[fact.scope]?.[fact.name] ?? null;
}

/** What a parameter of a directive means; `name` as the facts write it (`max_fails=`, `backup`). */
export function parameterSummary(scope: string, directive: string, name: string, context: Context): string | null {
  const texts = parameters()[scope];
  return texts?.[`${directive}@${context}`]?.[name] ?? texts?.[directive]?.[name] ?? null;
}

/** What a module is for. */
export function moduleSummary(module: string): string | null {
  return modules()[module] ?? null;
}

/** What to insert for a directive, in the syntax of LSP's snippets. */
export function snippetFor(name: string, context: Context): string | null {
  return snippets()[`${name}@${context}`] ?? snippets()[name] ?? null;
}

function once<T>(json: string): () => T {
  let parsed: T | null = null;
  return () => {
    parsed ??= JSON.parse(json) as T;
    return parsed;
  };
}
