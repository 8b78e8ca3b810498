import type { Rule, Severity } from '@nginx-lint/core';
import type { ReportingDescriptor } from 'sarif';
import { pageOf } from './pages.ts';

/** SARIF has three levels; which of the two that become notes it was stands in the properties. */
export const LEVEL: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
  hint: 'note',
};

/** A rule as SARIF describes it, with its page as text and as Markdown. */
export function descriptorOf({ id, group, severity, preset, fatal, docs }: Rule): ReportingDescriptor {
  const parts: readonly (readonly [title: string, body: string])[] = [
    ['Why', docs.why],
    ['How to fix it', docs.remedy],
  ];
  const text = [`${docs.summary}.`, ...parts.map(([title, body]) => `${title}: ${plain(body)}`)].join('\n\n');
  const examples = [`## Reported\n\n${code(docs.bad)}`, `## Not reported\n\n${code(docs.good)}`];
  const links = docs.links.length === 0 ? [] : [`## See also\n\n${docs.links.map((link) => `- <${link}>`).join('\n')}`];
  const sections = parts.map(([title, body]) => `## ${title}\n\n${body}`);
  return {
    id,
    shortDescription: { text: docs.summary },
    fullDescription: { text: plain(docs.why) },
    help: { text, markdown: [`# ${id}`, `${docs.summary}.`, ...sections, ...examples, ...links].join('\n\n') },
    helpUri: pageOf(id),
    defaultConfiguration: { level: LEVEL[severity] },
    properties: { tags: [group, ...(fatal === true ? ['fatal'] : [])], preset, severity, precision: 'high' },
  };
}

/** Without the marks of Markdown that the pages use. */
function plain(text: string): string {
  return text.replaceAll('`', '');
}

function code(text: string): string {
  return `\`\`\`nginx\n${text.replace(/^\n+|\s+$/g, '')}\n\`\`\``;
}
