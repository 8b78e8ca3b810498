import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { GENERAL_OPTIONS, optionGroups, PAGES, SUMMARIES } from '../../packages/cli/src/help-pages.ts';
import { type CommandName, OPTIONS, type OptionSpec } from '../../packages/cli/src/options.ts';
import type { GeneratedFile } from './generated-file.ts';

/** What `--help` prints of each command, as one page. */
export async function generate(): Promise<GeneratedFile[]> {
  const parts = [HEAD, commands(), general(), ...SUMMARIES.map(([command]) => section(command))];
  return [{ path: 'docs/guide/command.md', text: `${parts.join('\n\n')}\n` }];
}

const HEAD = `<!-- Written by \`npm run gen\` from what \`nginx-lint --help\` prints -->

# The command

\`nginx-lint help COMMAND\` prints what stands here, and \`man nginx-lint\` shows it where the package is installed globally. Findings
and answers go to standard output, everything else to standard error.`;

function commands(): string {
  const rows = SUMMARIES.map(([command, what]) => [`[\`${command}\`](#nginx-lint-${command})`, prose(what)]);
  return `${table(['command', 'what it does'], rows)}\n\nWithout the name of a command it is \`lint\`.`;
}

function general(): string {
  return `Options may stand before and behind paths; \`--\` ends them. Every command has

${optionTable(GENERAL_OPTIONS)}

Exit code 0 means that all is well, 1 that something was found, 2 that the command could not do its work; each section says it
more exactly.`;
}

function section(command: CommandName): string {
  const { usage, about, examples, notes = [] } = PAGES[command];
  const own = OPTIONS.filter((option) => !GENERAL_OPTIONS.includes(option));
  const lines = examples.map(([line, what]) => `${line.padEnd(widest(examples))}  # ${what}`);
  return [
    `## nginx-lint ${command}`,
    fence('text', usage),
    prose(about),
    fence('sh', lines),
    ...optionGroups(command, own).map(([title, options]) => `**${title}**\n\n${optionTable(options)}`),
    ...notes.map(([title, rows]) => `**${title}**\n\n${noteTable(title, rows)}`),
  ].join('\n\n');
}

function widest(examples: readonly (readonly [string, string])[]): number {
  return Math.max(...examples.map(([line]) => line.length));
}

function optionTable(options: readonly OptionSpec[]): string {
  return table(
    ['option', 'meaning'],
    options.map((option) => [optionName(option), prose(option.help)]),
  );
}

function optionName({ name, short, value }: OptionSpec): string {
  const spelled = `\`--${name}${value === undefined ? '' : ` ${value}`}\``;
  return short === undefined ? spelled : `\`-${short}\`, ${spelled}`;
}

/** A row without a name of its own goes on about all of them. */
function noteTable(title: string, rows: readonly (readonly [string, string])[]): string {
  const named = rows.filter(([left]) => left !== '');
  const rest = rows.filter(([left]) => left === '').map(([, right]) => `\n\n${sentence(right)}`);
  const codes = title === 'Exit code';
  const cells = named.map(([left, right]) => [codes ? left : `\`${left}\``, prose(right)]);
  return `${table([codes ? 'code' : 'where', 'meaning'], cells)}${rest.join('')}`;
}

function sentence(text: string): string {
  return prose(`${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}

function fence(language: string, lines: readonly string[]): string {
  return `\`\`\`${language}\n${lines.join('\n')}\n\`\`\``;
}

/** Options, commands and files in back quotes, and pages as links. */
function prose(text: string): string {
  return text
    .replace(/docs\/guide\/([a-z-]+\.md)/g, (_, page: string) => `[${titleOf(page)}](${page})`)
    .replace(/source <\(.*?\)|(?<![\w`-])--[a-z][a-z-]*/g, '`$&`')
    .replace(
      /(?<![\w./`])(?:REF:path|\.?nginx-lint(?:\.[a-z.]+)|\.[a-z-]+\.(?:yaml|yml|json)|nginx\.conf)(?![\w/])/g,
      '`$&`',
    );
}

function titleOf(page: string): string {
  const path = fileURLToPath(new URL(`../../docs/guide/${page}`, import.meta.url));
  return /^# (.+)$/m.exec(readFileSync(path, 'utf8'))?.[1] ?? page;
}
