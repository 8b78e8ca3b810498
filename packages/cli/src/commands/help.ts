import type { Invocation, OptionValues } from '../args.ts';
import { didYouMean } from '../did-you-mean.ts';
import { Failure } from '../failure.ts';
import { optionGroups, PAGES, SUMMARIES } from '../help-pages.ts';
import { COMMANDS, type CommandName, type OptionSpec } from '../options.ts';
import { type Palette, palette } from '../style.ts';
import { type ColorChoice, type ExitCode, type World, wantsColor } from '../world.ts';

export function helpCommand({ operands: [name], options }: Invocation, world: World): ExitCode {
  const command = COMMANDS.find((candidate) => candidate === name);
  if (name !== undefined && command === undefined) throw new Failure(unknownCommand(name));
  return helpFor(command ?? null, options, world);
}

/** The page of one command; null: of `nginx-lint` as a whole. */
export function helpFor(command: CommandName | null, options: OptionValues, world: World): ExitCode {
  const style = palette(wantsColor((options.one('color') ?? 'auto') as ColorChoice, world.stdout, world.env));
  world.stdout.write(helpText(command, style));
  return 0;
}

export function helpText(command: CommandName | null, style: Palette): string {
  const page = PAGES[command ?? 'lint'];
  const usage = command === null ? [...page.usage, 'nginx-lint COMMAND [options]'] : page.usage;
  const parts = [
    `${page.about}\n`,
    section(
      'Usage',
      usage.map((line) => [line, '']),
      style,
    ),
    section('Examples', page.examples, style),
  ];
  if (command === null) parts.push(section('Commands', SUMMARIES, style));
  for (const [title, options] of optionGroups(command ?? 'lint'))
    parts.push(section(title, options.map(optionRow), style));
  for (const [title, lines] of page.notes ?? []) parts.push(section(title, lines, style));
  return parts.filter((part) => part !== '').join('\n');
}

function unknownCommand(name: string): string {
  return `there is no command "${name}"; ${didYouMean(name, COMMANDS, `there are ${COMMANDS.join(', ')}`)}`;
}

function optionRow(option: OptionSpec): readonly [string, string] {
  const short = option.short === undefined ? '    ' : `-${option.short}, `;
  return [`${short}--${option.name}${option.value === undefined ? '' : ` ${option.value}`}`, option.help];
}

function section(title: string, rows: readonly (readonly [string, string])[], style: Palette): string {
  if (rows.length === 0) return '';
  const width = Math.max(...rows.map(([left]) => left.length));
  const lines = rows.map(([left, right]) =>
    right === '' ? `  ${left}` : `  ${style.strong(left.padEnd(width))}  ${right}`,
  );
  return `${style.frame(`${title}:`)}\n${lines.join('\n')}\n`;
}
