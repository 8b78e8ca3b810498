import { contentHandler, GROUP_PASSES } from '@nginx-lint/core';
import { bullets, distinct, type Markdown } from '../markdown.ts';
import { answerText } from './answer.ts';
import type { Finding, Subject } from './subject.ts';

const TARGETS: ReadonlySet<string> = new Set([...GROUP_PASSES, 'root', 'alias']);
/** Locations of an included file are described in this many servers at most. */
const MOST = 3;

/** Where a location passes requests to, or looks for files: what becomes of its sample. */
export function targetHover(subject: Subject): Finding | null {
  if (subject.index !== 0 || !TARGETS.has(subject.directive.name.value)) return null;
  const texts = subject.standings.slice(0, MOST).flatMap(({ model, at }): Markdown[] => {
    const location = model.location(at);
    if (location === null || location.at !== at.parent) return [];
    const handler = contentHandler(model, location.at);
    return handler?.at === at || (handler?.kind === 'static' && !GROUP_PASSES.includes(at.name))
      ? [answerText(model, location)]
      : [];
  });
  return texts.length === 0 ? null : { span: subject.word, markdown: bullets(distinct(texts)) };
}
