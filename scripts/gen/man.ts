import { EXIT_CODES, GENERAL_OPTIONS, optionGroups, PAGES, SUMMARIES } from '../../packages/cli/src/help-pages.ts';
import { type CommandName, OPTIONS, type OptionSpec } from '../../packages/cli/src/options.ts';
import type { GeneratedFile } from './generated-file.ts';

/** The manual page, from what `--help` prints. */
export async function generate(): Promise<GeneratedFile[]> {
  const parts = [HEAD, description(), commands(), ...SUMMARIES.flatMap(([command]) => page(command)), tail()];
  return [{ path: 'packages/cli/man/nginx-lint.1', text: `${parts.join('\n')}\n` }];
}

const HEAD = String.raw`.\" Written by npm run gen, from the same source as nginx-lint --help.
.TH NGINX\-LINT 1 "" nginx\-lint "User Commands"
.SH NAME
nginx\-lint \- find what is wrong in an nginx configuration
.SH SYNOPSIS
.B nginx\-lint
.RI [ options ]
.RI [ path " ...]"
.br
.B nginx\-lint
.I command
.RI [ options ]
.RI [ argument " ...]"`;

function description(): string {
  return `.SH DESCRIPTION\n${paragraph(PAGES.lint.about)}\n.PP\nWithout the name of a command it is\n.BR lint .`;
}

function commands(): string {
  return ['.SH COMMANDS', ...SUMMARIES.map(([command, what]) => tagged(bold(command), what))].join('\n');
}

function page(command: CommandName): readonly string[] {
  const { usage, about, examples, notes = [] } = PAGES[command];
  const own = OPTIONS.filter((option) => !GENERAL_OPTIONS.includes(option));
  return [
    `.SH "NGINX\\-LINT ${command.toUpperCase()}"`,
    usage.map((line) => `.nf\n${bold(line)}\n.fi`).join('\n'),
    `.PP\n${paragraph(about)}`,
    ...optionGroups(command, own).flatMap(([title, options]) => [`.SS ${quoted(title)}`, ...options.map(optionLine)]),
    ...notes.flatMap(([title, lines]) => [
      `.SS ${quoted(title)}`,
      ...lines.map(([left, right]) => tagged(left === '' ? '\\&' : bold(left), right)),
    ]),
    ...(examples.length === 0 ? [] : ['.SS Examples']),
    ...examples.map(([line, what]) => tagged(bold(line), what)),
  ];
}

function optionLine(option: OptionSpec): string {
  const { name, short, value, help } = option;
  const spelled = [...(short === undefined ? [] : [bold(`-${short}`)]), bold(`--${name}`)].join(', ');
  return tagged(value === undefined ? spelled : `${spelled} \\fI${escaped(value)}\\fR`, help);
}

function tail(): string {
  return [
    '.SH "OPTIONS OF ALL COMMANDS"',
    ...GENERAL_OPTIONS.map(optionLine),
    '.SH "EXIT STATUS"',
    ...EXIT_CODES.map(([code, what]) => tagged(bold(code), what)),
    '.SH ENVIRONMENT',
    tagged(bold('NO_COLOR'), 'no colours, whatever its value, unless it is empty'),
    tagged(bold('FORCE_COLOR'), 'colours, also where no terminal reads; 0: none'),
    '.SH FILES',
    tagged(
      bold('.nginx-lint.yaml, .nginx-lint.yml, .nginx-lint.json'),
      'config file, searched from each main file upwards',
    ),
    tagged(bold('nginx-lint.test.yaml'), 'what nginx-lint test checks'),
    tagged(bold('.editorconfig'), 'what nginx-lint format heeds where the config file is silent'),
    '.SH "SEE ALSO"',
    '.BR nginx (8)',
  ].join('\n');
}

function tagged(tag: string, text: string): string {
  return `.TP\n${tag}\n${paragraph(text)}`;
}

/** Each sentence on a line of its own, as troff wants it. */
function paragraph(text: string): string {
  return escaped(text.replace(/\s+/g, ' '))
    .replace(/([.:;]) (?=[A-Z])/g, '$1\n')
    .replace(/(?! )(.{1,76})(?: |$)/gm, '$1\n')
    .replace(/\n+/g, '\n')
    .trimEnd()
    .replace(/^(?=\.)/gm, '\\&');
}

function bold(text: string): string {
  return `\\fB${escaped(text)}\\fR`;
}

function quoted(text: string): string {
  return `"${escaped(text)}"`;
}

const GLYPHS: Readonly<Record<string, string>> = {
  '\\': '\\e',
  '-': '\\-',
  '“': '\\(lq',
  '”': '\\(rq',
  '…': '...',
  "'": '\\(aq',
  '"': '\\(dq',
  '`': '\\(ga',
  '~': '\\(ti',
  '^': '\\(ha',
};

function escaped(text: string): string {
  return text.replace(/[\\“”…'"`~^-]/g, (glyph) => GLYPHS[glyph] ?? glyph);
}
