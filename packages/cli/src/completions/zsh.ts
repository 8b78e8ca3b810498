import { SUMMARIES } from '../help-pages.ts';
import { COMMANDS, type CommandName, type OptionSpec } from '../options.ts';
import { argumentOf, type Completes, type Names, operandOf, optionsOf, spellings, withValue } from './vocabulary.ts';

/** For zsh from 5.0 on: a file `_nginx-lint` of a folder of `fpath`, or something to source. */
export function zshScript(names: Names): string {
  const cases = COMMANDS.map((command) => commandCase(command, names)).join('\n');
  return `#compdef nginx-lint
# zsh completion for nginx-lint, printed by "nginx-lint completions zsh"

_nginx_lint_rules=(${names.rules.join(' ')})
_nginx_lint_groups=(${names.groups.join(' ')})

_nginx_lint_commands() {
  local -a commands=(
${SUMMARIES.map(([command, what]) => `    ${quoted(`${command}:${what}`)}`).join('\n')}
  )
  _describe -t commands command commands
}

# The last of several words with commas between them.
_nginx_lint_list() {
  compset -P '*,'
  compadd -S '' -q -- "$@"
}

_nginx_lint_pair() {
  if compset -P '*='; then compadd -- "$@"; else compadd -S '=' -q -a _nginx_lint_rules; fi
}

_nginx_lint_first() {
  _alternative 'commands:command:_nginx_lint_commands' 'files:file:_files'
}

_nginx_lint() {
  local command=
  integer at
  for ((at = 2; at < CURRENT; at++)); do
    case $words[at] in
      ${withValue().join('|')}) ((at++)) ;;
      -*) ;;
      *) command=$words[at]; break ;;
    esac
  done
  case $command in
    ${COMMANDS.join('|')}) words=("$words[1]" "\${(@)words[2,at-1]}" "\${(@)words[at+1,-1]}"); ((CURRENT--)) ;;
    '') ;;
    *) command=lint ;;
  esac
  case $command in
${cases}
  esac
}

if [[ $funcstack[1] == _nginx-lint ]]; then
  _nginx_lint "$@"
else
  compdef _nginx_lint nginx-lint
fi
`;
}

function commandCase(command: CommandName, names: Names): string {
  const options = optionsOf(command).map((option) => `      ${optionSpec(option, names)} \\\n`);
  const operand = action(operandOf(command, names));
  const lines = (operands: string) => `    _arguments -s -S \\\n${options.join('')}      ${operands} ;;`;
  const own = `  ${command})\n${lines(operand === null ? '' : quoted(`*:${operand}`))}`;
  return command === 'lint' ? `${own}\n  '')\n${lines(quoted('*: :_nginx_lint_first'))}` : own;
}

function optionSpec(option: OptionSpec, names: Names): string {
  const help = `[${option.help.replace(/[[\]:\\]/g, '\\$&')}]`;
  const value = argumentOf(option, names);
  const written = spellings(option);
  const repeat = option.takes === 'list' || option.takes === 'many' ? '*' : `(${written.join(' ')})`;
  return written
    .map((spelling) => {
      if (value === null) return quoted(`${repeat}${spelling}${help}`);
      const equals = spelling.startsWith('--') ? '=' : '+';
      return quoted(
        `${repeat}${spelling}${equals}${help}:${action(value, option.value) ?? `${label(option.value)}: `}`,
      );
    })
    .join(' ');
}

function label(value: string | undefined): string {
  return (value ?? 'value').replace(/[:'\\]/g, ' ').trim();
}

/** `message:action`; null where anything may stand. */
function action(value: Completes, name?: string): string | null {
  const message = name === undefined ? ' ' : label(name);
  if (value.kind === 'files') return `${message === ' ' ? 'file' : message}:_files`;
  if (value.kind === 'folders') return `${message}:_files -/`;
  if (value.kind === 'anything') return null;
  if (value.kind === 'list') return `${message}:_nginx_lint_list ${listed(value.words)}`;
  if (value.kind === 'words') return `${message}:compadd -- ${listed(value.words)}`;
  return `${message}:_nginx_lint_pair ${value.values.join(' ')}`;
}

/** Rules are many, and stand in the script once. */
function listed(words: readonly string[]): string {
  if (words.length < 40) return words.join(' ');
  return words.some((word) => !word.includes('-')) ? '$_nginx_lint_groups $_nginx_lint_rules' : '$_nginx_lint_rules';
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\\\''")}'`;
}
