import { GROUPS, type Rule, rules } from '@nginx-lint/core';
import type { Invocation } from '../args.ts';
import { didYouMean } from '../did-you-mean.ts';
import { Failure } from '../failure.ts';
import { type Palette, palette } from '../style.ts';
import { type ColorChoice, type ExitCode, type World, wantsColor } from '../world.ts';

/** All rules by group, or one with its page. */
export function rulesCommand({ operands, options }: Invocation, world: World): ExitCode {
  const format = options.one('format') ?? 'pretty';
  const style = palette(wantsColor((options.one('color') ?? 'auto') as ColorChoice, world.stdout, world.env));
  if (operands.length > 1) throw new Failure(`expected one rule, got ${operands.length}`);
  const [id] = operands;
  if (id === undefined) {
    world.stdout.write(format === 'json' ? jsonText({ version: 1, rules: rules.map(metaOf) }) : list(style));
    return 0;
  }
  const rule = rules.find((candidate) => candidate.id === id);
  if (rule === undefined) {
    const ids = rules.map((candidate) => candidate.id);
    throw new Failure(`there is no rule "${id}"; ${didYouMean(id, ids, 'see nginx-lint rules')}`);
  }
  world.stdout.write(
    format === 'json' ? jsonText(metaOf(rule)) : pageOf(rule, style, Math.min(world.stdout.columns ?? 100, 100)),
  );
  return 0;
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function metaOf(rule: Rule): object {
  const { id, group, severity, preset, fatal, fix, options, optionDocs, docs } = rule;
  const page = `rules/${id}`;
  return { id, group, severity, preset, fatal: fatal === true, fix, options, optionDocs: optionDocs ?? {}, page, docs };
}

function list(style: Palette): string {
  const width = Math.max(0, ...rules.map((rule) => rule.id.length));
  let text = '';
  for (const group of GROUPS) {
    const members = rules.filter((rule) => rule.group === group).sort((a, b) => (a.id < b.id ? -1 : 1));
    if (members.length === 0) continue;
    text += `${style.frame(group)}\n`;
    for (const rule of members)
      text += `  ${style.strong(rule.id.padEnd(width))}  ${style[rule.severity](rule.severity.padEnd(7))}  ${rule.preset.padEnd(11)}  ${rule.docs.summary}\n`;
    text += '\n';
  }
  return `${text}${rules.length} rules; nginx-lint rules RULE shows one of them.\n`;
}

function pageOf(rule: Rule, style: Palette, columns: number): string {
  const { docs } = rule;
  const facts = [
    `group ${rule.group}`,
    `severity ${rule.severity}`,
    `preset ${rule.preset}`,
    ...(rule.fatal === true ? ['nginx itself refuses this'] : []),
    ...(rule.fix === 'none' ? [] : [`${rule.fix} fix`]),
  ];
  const options = Object.entries(rule.options).map(([name, value]) =>
    `  ${name} (default ${JSON.stringify(value)}): ${rule.optionDocs?.[name] ?? ''}`.trimEnd(),
  );
  const sections: readonly (readonly [string, string])[] = [
    ['Why', wrapped(docs.why, columns)],
    [`Reported (in ${docs.context})`, indented(docs.bad)],
    [`Not reported (in ${docs.context})`, indented(docs.good)],
    ['When it stays silent: nothing is reported', listed(docs.silent, columns)],
    [`Severity: ${rule.severity}, but`, listed(docs.severities ?? [], columns)],
    ['How to fix it', wrapped(docs.remedy, columns)],
    ['Options', options.join('\n')],
    ['See also', docs.links.map((link) => `  ${link}`).join('\n')],
  ];
  const shown = sections.filter(([, body]) => body.trim() !== '');
  return [
    `${style.strong(rule.id)}  ${docs.summary}`,
    style.faint(facts.join(', ')),
    ...shown.map(([title, body]) => `\n${style.frame(title)}\n${body}`),
    '',
  ].join('\n');
}

/** Prose in lines of at most so many columns; a longer word has a line of its own. */
export function wrapped(text: string, columns: number): string {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1) ?? '';
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= columns) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
}

function listed(items: readonly string[], columns: number): string {
  return items.map((item) => `- ${wrapped(item, columns - 2).replaceAll('\n', '\n  ')}`).join('\n');
}

function indented(text: string): string {
  return text
    .replace(/^\n+|\s+$/g, '')
    .split('\n')
    .map((line) => `    ${line}`.trimEnd())
    .join('\n');
}
