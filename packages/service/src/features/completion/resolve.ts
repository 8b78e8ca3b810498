import { type Facts, type FileId, rules } from '@nginx-lint/core';
import type { Snapshot } from '../../snapshot.ts';
import { parameterSummary } from '../../summaries.ts';
import { definitionsOf, familyOf } from './definitions.ts';
import { directiveDocumentation, factFor, fenced, variableDocumentation } from './documentation.ts';
import type { CompletionData } from './item.ts';

/** What is known of an item, for whoever looks at it. Empty where nothing is. */
export function resolveCompletion(snapshot: Snapshot, data: CompletionData): { readonly documentation: string } {
  return { documentation: documentationOf(snapshot, data) };
}

function documentationOf(snapshot: Snapshot, data: CompletionData): string {
  if (data.of === 'text') return data.markdown;
  if (data.of === 'rule') return ruleText(data.id);
  const facts = factsFor(snapshot, data.file);
  if (facts === null) return '';
  if (data.of === 'directive') {
    const fact = factFor(facts, data.name, data.context);
    return fact === null ? '' : directiveDocumentation(fact, data.context);
  }
  if (data.of === 'variable') return variableText(snapshot, facts, data);
  return parameterSummary(familyOf(data.context), data.directive, data.name, data.context) ?? '';
}

function factsFor(snapshot: Snapshot, file: FileId): Facts | null {
  return snapshot.views(file)[0]?.analysis.model.facts ?? null;
}

function ruleText(id: string): string {
  const rule = rules.find((each) => each.id === id);
  return rule === undefined ? '' : `${rule.docs.summary}\n\n${rule.docs.why}`;
}

function variableText(
  snapshot: Snapshot,
  facts: Facts,
  { file, name, scope }: CompletionData & { of: 'variable' },
): string {
  for (const { analysis } of snapshot.views(file)) {
    const own = definitionsOf(analysis.model).variables[scope].get(name.toLowerCase());
    if (own === undefined) continue;
    const { node } = own.at;
    const words = [node.name, ...node.args].map(({ start, end }) =>
      analysis.model.source(own.at.file).text.slice(start, end),
    );
    return fenced([`${words.join(' ')}${node.body === null ? ';' : ' { … }'}`]);
  }
  const fact = facts.variable(name, scope);
  return fact === null ? '' : variableDocumentation(fact);
}
