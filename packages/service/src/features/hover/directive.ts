import type { Context, DirectiveFact } from '@nginx-lint/core';
import { directiveDocumentation } from '../completion/documentation.ts';
import { join, type Markdown } from '../markdown.ts';
import { blockText } from './block.ts';
import { effectOf } from './effect.ts';
import type { Finding, Subject } from './subject.ts';

/** The name of a directive: what it is in each context in which it stands here, and what it comes to. */
export function directiveHover(subject: Subject): Finding | null {
  if (subject.index !== -1) return null;
  const about = join([blockText(subject), effectOf(subject)]);
  const markdown = join([about, ...documentation(subject)], '\n\n---\n\n');
  return markdown.length === 0 ? null : { span: subject.word, markdown };
}

/** Of each meaning of the name once. */
function documentation({ standings, word }: Subject): readonly Markdown[] {
  const facts = new Map<DirectiveFact, Context>();
  for (const { model, at } of standings) {
    const placement = model.facts.place(word.value, at.context);
    const fact = at.fact ?? (placement.kind === 'unknown' ? undefined : placement.facts[0]);
    if (fact !== undefined && !facts.has(fact)) facts.set(fact, at.context);
  }
  return [...facts].map(([fact, context]) => [directiveDocumentation(fact, context)]);
}
