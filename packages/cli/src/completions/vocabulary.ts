import { DIFF_AREAS, SEVERITIES } from '@nginx-lint/core';
import { COMMANDS, type CommandName, OPTIONS, type OptionSpec, SHELLS } from '../options.ts';

/** Names that the options do not hold. */
export interface Names {
  readonly rules: readonly string[];
  readonly groups: readonly string[];
}

/** What stands behind an option, or in the place of a path. */
export type Completes =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  /** Words with commas between them. */
  | { readonly kind: 'list'; readonly words: readonly string[] }
  /** `RULE=LEVEL` */
  | { readonly kind: 'pair'; readonly words: readonly string[]; readonly values: readonly string[] }
  | { readonly kind: 'files' }
  | { readonly kind: 'folders' }
  | { readonly kind: 'anything' };

export const LEVELS: readonly string[] = ['off', ...SEVERITIES];

const BLOCKS = ['main', 'events', 'http', 'server', 'location', 'upstream', 'stream', 'mail'];

/** What may be the value of an option; null: it takes none. */
export function argumentOf(option: OptionSpec, { rules, groups }: Names): Completes | null {
  if (option.takes === 'flag') return null;
  if (option.choices !== undefined) return { kind: option.takes === 'list' ? 'list' : 'words', words: option.choices };
  switch (option.value) {
    case 'FILE':
    case 'ENTRY':
    case 'NAME':
      return { kind: 'files' };
    case 'DIR':
      return { kind: 'folders' };
    case 'ID,…':
      return { kind: 'list', words: [...groups, ...rules] };
    case 'BLOCK,…':
      return { kind: 'list', words: BLOCKS };
    case 'AREA,…':
      return { kind: 'list', words: DIFF_AREAS };
    case 'RULE=LEVEL':
      return { kind: 'pair', words: rules, values: LEVELS };
    default:
      return { kind: 'anything' };
  }
}

/** What stands behind a command that is no option. */
export function operandOf(command: CommandName, { rules }: Names): Completes {
  if (command === 'rules') return { kind: 'words', words: rules };
  if (command === 'help') return { kind: 'words', words: COMMANDS };
  if (command === 'completions') return { kind: 'words', words: SHELLS };
  if (command === 'route' || command === 'init' || command === 'lsp' || command === 'version')
    return { kind: 'anything' };
  return { kind: 'files' };
}

export function optionsOf(command: CommandName): readonly OptionSpec[] {
  return OPTIONS.filter(({ commands }) => commands.includes(command));
}

/** As it is typed: `--out`, and `-o` where there is such a thing. */
export function spellings({ name, short }: OptionSpec): readonly string[] {
  return short === undefined ? [`--${name}`] : [`--${name}`, `-${short}`];
}

/** Every spelling of options that take a value, whatever the command: each takes one in all or in none. */
export function withValue(): readonly string[] {
  return [...new Set(OPTIONS.filter(({ takes }) => takes !== 'flag').flatMap(spellings))];
}
