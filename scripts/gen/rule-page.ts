import type { Rule } from '@nginx-lint/core';
import { linkTitle } from './link-title.ts';

const FIX: Readonly<Record<Rule['fix'], string>> = {
  none: 'no fix',
  safe: 'safe fix',
  unsafe: 'unsafe fix',
};

/** The page of one rule. All that it says stands in the rule's file. */
export function rulePage(rule: Rule): string {
  const { docs } = rule;
  const facts = [
    `group \`${rule.group}\``,
    `severity \`${rule.severity}\``,
    `preset \`${rule.preset}\``,
    FIX[rule.fix],
    ...(rule.fatal ? ['nginx itself refuses this'] : []),
  ];
  const where = docs.context === 'main' ? 'the whole file' : `inside \`${docs.context}\``;
  const sections = [
    `<!-- Written by \`npm run gen\` from packages/core/src/rules/${rule.group}/${rule.id}.ts -->`,
    `# ${rule.id}`,
    `${docs.summary}.`,
    facts.join(' · '),
    `## Why\n\n${docs.why}`,
    `## Example\n\nReported (${where}):\n\n${code(docs.bad)}`,
    `Not reported:\n\n${code(docs.good)}`,
    `## When it stays silent\n\nNothing is reported\n\n${list(docs.silent)}`,
    ...severitySection(rule),
    `## How to fix it\n\n${docs.remedy}`,
    ...optionSection(rule),
    `## Links\n\n${list(docs.links.map((link) => `[${linkTitle(link)}](${link})`))}`,
  ];
  return `${sections.join('\n\n')}\n`;
}

export function rulesTable(rules: readonly Rule[]): string {
  const rows = rules.map(
    (rule) =>
      `| [${rule.id}](${rule.id}.md) | ${rule.group} | ${rule.severity} | ${rule.preset} | ${rule.fix === 'none' ? '' : rule.fix} | ${rule.docs.summary} |`,
  );
  return [
    '<!-- Written by `npm run gen` -->',
    '# Rules',
    '',
    '| rule | group | severity | preset | fix | what it finds |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

function code(text: string): string {
  return `\`\`\`nginx\n${text}\n\`\`\``;
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

function severitySection({ severity, docs }: Rule): string[] {
  const { severities = [] } = docs;
  return severities.length === 0 ? [] : [`## Severity\n\n\`${severity}\`, but\n\n${list(severities)}`];
}

function optionSection(rule: Rule): string[] {
  const names = Object.entries(rule.options);
  if (names.length === 0) return [];
  const lines = names.map(
    ([name, value]) => `- \`${name}\` (default \`${JSON.stringify(value)}\`): ${rule.optionDocs?.[name] ?? ''}`,
  );
  return [`## Options\n\n${lines.join('\n')}`];
}
