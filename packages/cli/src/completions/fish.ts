import { SUMMARIES } from '../help-pages.ts';
import { COMMANDS, type CommandName, type OptionSpec } from '../options.ts';
import { argumentOf, type Completes, type Names, operandOf, optionsOf, withValue } from './vocabulary.ts';

/** For fish from 3.0 on. */
export function fishScript(names: Names): string {
  const commands = SUMMARIES.map(
    ([command, what]) =>
      `complete -c nginx-lint -n 'test (__nginx_lint_command) = none' -a ${command} -d ${quoted(what)}`,
  );
  const options = COMMANDS.flatMap((command) => optionsOf(command).map((option) => optionLine(command, option, names)));
  const operands = COMMANDS.flatMap((command) => operandLine(command, operandOf(command, names)));
  return `# fish completion for nginx-lint, printed by "nginx-lint completions fish"

set -g __nginx_lint_rules ${names.rules.join(' ')}
set -g __nginx_lint_groups ${names.groups.join(' ')}

# The command that was typed; "none" where there is none yet, and "lint" behind a path.
function __nginx_lint_command
    set -l words (commandline -opc)
    set -e words[1]
    set -l skip 0
    for word in $words
        if test $skip = 1
            set skip 0
            continue
        end
        switch $word
            case ${withValue().join(' ')}
                set skip 1
            case '-*'
            case ${COMMANDS.join(' ')}
                echo $word
                return
            case '*'
                echo lint
                return
        end
    end
    echo none
end

function __nginx_lint_is
    set -l command (__nginx_lint_command)
    test $command = none; and set command lint
    contains $command $argv
end

# Words with commas between them.
function __nginx_lint_list
    set -l before (string match -r '^.*,' -- (commandline -ct | string replace -r '^--[^=]*=' ''))
    printf '%s\\n' $before$argv
end

${[...commands, ...operands, ...options].join('\n')}
`;
}

function optionLine(command: CommandName, option: OptionSpec, names: Names): string {
  const short = option.short === undefined ? '' : ` -s ${option.short}`;
  const value = argumentOf(option, names);
  const takes = value === null ? '' : ` ${valueFlags(value)}`;
  return `complete -c nginx-lint -n '__nginx_lint_is ${command}' -l ${option.name}${short}${takes} -d ${quoted(option.help)}`;
}

/** `-x`: a value, and no file; `-r`: a value, which may be a file. */
function valueFlags(value: Completes): string {
  if (value.kind === 'files') return '-r -F';
  if (value.kind === 'folders') return "-x -a '(__fish_complete_directories (commandline -ct))'";
  if (value.kind === 'anything') return '-x';
  if (value.kind === 'list') return `-x -a '(__nginx_lint_list ${listed(value.words)})'`;
  if (value.kind === 'words') return `-x -a '${listed(value.words)}'`;
  return `-x -a '${value.values.map((level) => `$__nginx_lint_rules=${level}`).join(' ')}'`;
}

function operandLine(command: CommandName, value: Completes): readonly string[] {
  const is = `complete -c nginx-lint -n '__nginx_lint_is ${command}'`;
  if (value.kind === 'files') return [];
  return [`${is} -f`, ...(value.kind === 'words' ? [`${is} -a '${listed(value.words)}'`] : [])];
}

/** Rules are many, and stand in the script once. */
function listed(words: readonly string[]): string {
  if (words.length < 40) return words.join(' ');
  return words.some((word) => !word.includes('-')) ? '$__nginx_lint_groups $__nginx_lint_rules' : '$__nginx_lint_rules';
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
