import { didYouMean } from './did-you-mean.ts';
import { Failure } from './failure.ts';
import { COMMANDS, type CommandName, OPTIONS, type OptionSpec } from './options.ts';

/** A command line, read: which command, its options by name, and what is left over. */
export interface Invocation {
  readonly command: CommandName;
  /** Was the command named? Without a name it is `lint`. */
  readonly explicit: boolean;
  readonly operands: readonly string[];
  readonly options: OptionValues;
}

export interface OptionValues {
  flag(name: string): boolean;
  /** The last value given. */
  one(name: string): string | null;
  /** All values given. */
  all(name: string): readonly string[];
}

interface Given {
  readonly name: string;
  /** As it was typed, for messages. */
  readonly typed: string;
  readonly value: string | null;
}

/** Reads a command line. Options may stand before and after operands; `--` ends them. @throws Failure */
export function readArguments(argv: readonly string[]): Invocation {
  const { given, words, literal } = split(argv);
  const { command, explicit, operands } = commandOf(words, literal);
  const values = new Map<string, string[]>();
  for (const { name, typed, value } of given) {
    const spec = OPTIONS.find((option) => option.name === name && option.commands.includes(command));
    if (spec === undefined)
      throw new Failure(`${typed} is not an option of "nginx-lint ${command}"; see nginx-lint help ${command}`);
    if (value !== null) checkChoice(spec, typed, value);
    const list = values.get(spec.name) ?? [];
    values.set(spec.name, list);
    if (value !== null) list.push(...(spec.takes === 'list' ? listOf(value, typed) : [value]));
  }
  const all = (name: string): readonly string[] => values.get(name) ?? [];
  return {
    command,
    explicit,
    operands,
    options: { all, flag: (name) => values.has(name), one: (name) => all(name).at(-1) ?? null },
  };
}

function split(argv: readonly string[]): { given: Given[]; words: string[]; literal: string[] } {
  const given: Given[] = [];
  const words: string[] = [];
  for (let at = 0; at < argv.length; at++) {
    const argument = argv[at] ?? '';
    if (argument === '--') return { given, words, literal: argv.slice(at + 1) };
    if (argument === '-' || !argument.startsWith('-')) {
      words.push(argument);
      continue;
    }
    const equals = argument.indexOf('=');
    const typed = equals === -1 ? argument : argument.slice(0, equals);
    const spec = optionOf(typed);
    if (spec.takes === 'flag') {
      if (equals !== -1) throw new Failure(`${typed} takes no value`);
      given.push({ name: spec.name, typed, value: null });
      continue;
    }
    const value = equals === -1 ? argv[++at] : argument.slice(equals + 1);
    // A file called like an option is rarer than a forgotten value.
    if (value === undefined || value === '' || (equals === -1 && value.startsWith('--')))
      throw new Failure(`${typed} needs a value: ${typed} ${spec.value ?? ''}`.trimEnd());
    given.push({ name: spec.name, typed, value });
  }
  return { given, words, literal: [] };
}

function optionOf(typed: string): OptionSpec {
  const found = OPTIONS.find((option) => typed === `--${option.name}` || typed === `-${option.short}`);
  if (found !== undefined) return found;
  const names = OPTIONS.map((option) => option.name);
  const hint = didYouMean(typed.replace(/^-+/, ''), names, 'see nginx-lint --help', '--');
  throw new Failure(`unknown option ${typed}; ${hint}`);
}

function checkChoice(spec: OptionSpec, typed: string, value: string): void {
  if (spec.choices === undefined || spec.choices.includes(value)) return;
  const hint = didYouMean(value, spec.choices, `expected one of ${spec.choices.join(', ')}`);
  throw new Failure(`${typed} ${value}: ${hint}`);
}

function listOf(value: string, typed: string): string[] {
  const parts = value.split(',').map((part) => part.trim());
  if (parts.includes('')) throw new Failure(`${typed} ${value}: a name is missing around a comma`);
  return parts;
}

function commandOf(words: readonly string[], literal: readonly string[]): Omit<Invocation, 'options'> {
  const [first, ...rest] = words;
  const command = COMMANDS.find((name) => name === first);
  return command === undefined
    ? { command: 'lint', explicit: false, operands: [...words, ...literal] }
    : { command, explicit: true, operands: [...rest, ...literal] };
}
