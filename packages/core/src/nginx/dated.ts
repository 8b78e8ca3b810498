import { type ParameterFact, type ParameterTable, parametersOf } from '../facts/parameters.ts';
import type { Facts } from '../facts/types.ts';
import type { Fault } from './fault.ts';

/**
 * A fault that lies in a word which another version knows: then that is what is said of it. Checks of directives
 * refuse what the target does not know, and need not know why.
 */
export function dated(fault: Fault, facts: Facts): Fault {
  if (fault.warning || fault.rule !== 'directive-invalid-value') return fault;
  const { at, span } = fault;
  const word = at.node.args.find(({ start }) => start === span.start);
  const table = word && parametersOf(at.name, at.context);
  const parameter = table && parameterFor(word.value, table);
  if (!parameter) return fault;
  const { since, removed } = parameter;
  const label = parameter.form === 'word' ? word.value : parameter.name;
  const subject = `"${label}" of "${at.name}"`;
  const { version } = facts.target;
  const { rule: _, fixes: __, ...rest } = fault;
  if (removed !== undefined && facts.atLeast(removed))
    return versionFault(rest, `${subject} was removed in nginx ${removed}; nginx ${version} does not know it`);
  if (since === null || facts.atLeast(since)) return fault;
  return versionFault(rest, `${subject} came with nginx ${since}; nginx ${version} does not know it`);
}

function versionFault(fault: Omit<Fault, 'rule'>, message: string): Fault {
  return { ...fault, rule: 'version-unsupported-directive', message };
}

function parameterFor(word: string, { params, set }: ParameterTable): ParameterFact | null {
  const text = set === undefined ? word : word.toLowerCase();
  const found = params.find(({ name, form, plus }) => {
    if (plus) return false;
    const known = set === undefined ? name : name.toLowerCase();
    return form === 'word' ? text === known : form !== 'positional' && text.startsWith(known);
  });
  return found ?? null;
}
