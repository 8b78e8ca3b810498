import { COMMANDS, type CommandName } from '../options.ts';
import { argumentOf, type Completes, type Names, operandOf, optionsOf, spellings, withValue } from './vocabulary.ts';

/** For bash from 3.2 on, without the package bash-completion. */
export function bashScript(names: Names): string {
  const rules = `_nginx_lint_rules='${names.rules.join(' ')}'\n_nginx_lint_groups='${names.groups.join(' ')}'`;
  const values = COMMANDS.flatMap((command) => valueCases(command, names));
  return `# bash completion for nginx-lint, printed by "nginx-lint completions bash"

${rules}

${HELPERS}${search()}    case \${command:-lint}:$option in
${values.map((line) => `        ${line}`).join('\n')}
    esac
    if [[ $cur == -* ]]; then
        case $command in
${COMMANDS.map((command) => `            ${command}) _nginx_lint_words '${optionsOf(command).flatMap(spellings).join(' ')}' ;;`).join('\n')}
        esac
        return
    fi
    case $command in
        '') _nginx_lint_words '${COMMANDS.join(' ')}'; _nginx_lint_paths -f ;;
${COMMANDS.map((command) => `        ${command}) ${action(operandOf(command, names))} ;;`).join('\n')}
    esac
}

complete -F _nginx_lint nginx-lint
`;
}

const HELPERS = `# Words that begin like the current one.
_nginx_lint_words() {
    COMPREPLY=($(IFS=' '; compgen -W "$1" -- "$cur"))
}

# The last of several words with commas between them.
_nginx_lint_list() {
    local before=
    [[ $cur == *,* ]] && before=\${cur%,*},
    COMPREPLY=($(IFS=' '; compgen -P "$before" -W "$1" -- "\${cur##*,}"))
    compopt -o nospace 2>/dev/null
}

_nginx_lint_paths() {
    local IFS=$'\\n'
    COMPREPLY+=($(compgen "$1" -- "$cur"))
    compopt -o filenames 2>/dev/null
}

_nginx_lint() {
    local cur=\${COMP_WORDS[COMP_CWORD]} option= pair= command= at
    COMPREPLY=()
    # "--name=value" comes as three words.
    if [[ $cur == '=' ]]; then
        cur=
        option=\${COMP_WORDS[COMP_CWORD-1]}
        at=$((COMP_CWORD - 2))
    elif [[ \${COMP_WORDS[COMP_CWORD-1]} == '=' ]]; then
        option=\${COMP_WORDS[COMP_CWORD-2]}
        at=$((COMP_CWORD - 3))
    else
        option=\${COMP_WORDS[COMP_CWORD-1]}
        at=-1
    fi
    # "--severity RULE=LEVEL" and "--severity=RULE=LEVEL"
    if ((at > 0)) && [[ $option != -* ]]; then
        pair=$option
        option=\${COMP_WORDS[at]}
        [[ $option == '=' ]] && option=\${COMP_WORDS[at-1]}
    fi
`;

/** Which command was typed: the first word that is neither an option nor the value of one. */
function search(): string {
  return `    for ((at = 1; at < COMP_CWORD; at++)); do
        case \${COMP_WORDS[at]} in
            --) cur=\${COMP_WORDS[COMP_CWORD]}; _nginx_lint_paths -f; return ;;
            ${withValue().join(' | ')})
                [[ \${COMP_WORDS[at+1]} == '=' ]] && ((at++))
                ((at++)) ;;
            -* | =) ;;
            *) command=\${COMP_WORDS[at]}; break ;;
        esac
    done
    case $command in
        ${COMMANDS.join(' | ')}) ;;
        '') [[ $cur == -* ]] && command=lint ;;
        *) command=lint ;;
    esac
`;
}

/** What stands behind the options of a command. */
function valueCases(command: CommandName, names: Names): readonly string[] {
  return optionsOf(command).flatMap((option) => {
    const value = argumentOf(option, names);
    if (value === null) return [];
    const patterns = spellings(option).map((spelling) => `${command}:${spelling}`);
    return [`${patterns.join(' | ')}) ${action(value)}; return ;;`];
  });
}

function action(value: Completes): string {
  if (value.kind === 'files') return '_nginx_lint_paths -f';
  if (value.kind === 'folders') return '_nginx_lint_paths -d';
  if (value.kind === 'anything') return ':';
  if (value.kind === 'list') return `_nginx_lint_list ${shellWords(value.words)}`;
  if (value.kind === 'words') return `_nginx_lint_words ${shellWords(value.words)}`;
  return `if [[ -n $pair ]]; then _nginx_lint_words '${value.values.join(' ')}'; else _nginx_lint_words "$_nginx_lint_rules"; compopt -o nospace 2>/dev/null; fi`;
}

/** Rules are many, and stand in the script once. */
function shellWords(words: readonly string[]): string {
  if (words.length < 40) return `'${words.join(' ')}'`;
  return words.some((word) => !word.includes('-'))
    ? '"$_nginx_lint_groups $_nginx_lint_rules"'
    : '"$_nginx_lint_rules"';
}
