import { type CommandName, OPTIONS, type OptionSpec, SHELLS } from './options.ts';

/** What stands in the help about one command, but for its options. */
export interface Page {
  readonly usage: readonly string[];
  readonly about: string;
  readonly examples: readonly (readonly [command: string, what: string])[];
  readonly notes?: readonly (readonly [title: string, lines: readonly (readonly [string, string])[]])[];
}

export const EXIT_CODES = [
  ['0', 'nothing at or above --fail-on'],
  ['1', 'at least one such problem'],
  ['2', 'could not do its work: bad option, unreadable path, bad config file'],
] as const;

export const PAGES: Readonly<Record<CommandName, Page>> = {
  lint: {
    usage: ['nginx-lint [lint] [options] [path ...]'],
    about: `Finds what is wrong in an nginx configuration, with all its included files in view.
A path is a file, a folder, or - for standard input; without one it is the current folder.`,
    examples: [
      ['nginx-lint', 'everything below the current folder'],
      ['nginx-lint /etc/nginx/nginx.conf', 'one configuration and all that it includes'],
      ['nginx-lint conf.d/app.conf', 'one file, in the configuration that includes it'],
      ['nginx-lint --context http,server - < app.conf', 'standard input, as if inside a server'],
      ['nginx-lint --format json nginx.conf', 'for scripts'],
      ['nginx-lint --format sarif > nginx-lint.sarif', 'for a forge; see docs/guide/ci.md'],
      ['nginx-lint --changed-since origin/main', 'what a branch brings; see docs/guide/adoption.md'],
      ['nginx-lint --diff', 'what --fix would change'],
      ['nginx-lint --select tls,security', 'only two groups of rules'],
    ],
    notes: [['Exit code', EXIT_CODES]],
  },
  route: {
    usage: [
      'nginx-lint route URL [options]',
      'nginx-lint route --requests FILE [options]',
      'nginx-lint route [options]',
    ],
    about: `Says what nginx would do with a request: which server and why, each location that is tried, rewriting,
files, and what comes of it. Without a URL: all addresses, servers and locations, and which of them
no request can reach. The guide is docs/guide/routing.md.`,
    examples: [
      ["nginx-lint route 'https://www.example.com/a?b=1'", 'with the nginx.conf of this folder'],
      ['nginx-lint route http://localhost/ --config deploy/nginx.conf', 'with another one'],
      ["nginx-lint route http://localhost/ --header 'Cookie: a=b' --method POST", 'with more than a URL says'],
      ['nginx-lint route http://localhost/x --files exist', 'as if every file were there'],
      ['nginx-lint route --requests requests.jsonl', 'many requests'],
      ['nginx-lint route', 'the table of all locations'],
    ],
    notes: [
      [
        'Exit code',
        [
          ['0', 'there is an answer, whatever its status'],
          ['2', 'bad option or request, or nginx would not start with this configuration: its errors are printed'],
        ],
      ],
    ],
  },
  parse: {
    usage: ['nginx-lint parse FILE [options]'],
    about: 'Prints the parsed configuration as JSON, in the shape that crossplane made known.',
    examples: [
      ['nginx-lint parse nginx.conf --indent 2', 'with all included files'],
      ['nginx-lint parse nginx.conf --combine -o all.json', 'as one file'],
    ],
    notes: [
      [
        'Exit code',
        [
          ['0', 'parsed'],
          ['1', 'parsed, but nginx could not read it: “status” is “failed”'],
          ['2', 'could not do its work'],
        ],
      ],
    ],
  },
  test: {
    usage: ['nginx-lint test [FILE ...] [options]', 'nginx-lint test --record [FILE] [options]'],
    about: `Checks what becomes of requests against what a file says: server, location, status, redirect, file, upstream,
headers. No nginx is needed. FILE is nginx-lint.test.yaml of the current folder unless told. What may stand in
it is in docs/guide/testing.md.`,
    examples: [
      ['nginx-lint test', 'the tests of this folder'],
      ['nginx-lint test tests/*.yaml --format junit', 'many, for a CI server'],
      ['nginx-lint test --record', 'a draft of nginx-lint.test.yaml: a test for each location'],
    ],
    notes: [
      [
        'Exit code',
        [
          ['0', 'all is as expected'],
          ['1', 'something is not, or hangs on what cannot be known'],
          ['2', 'bad option, bad file of tests, or nginx would not start with this configuration'],
        ],
      ],
    ],
  },
  diff: {
    usage: ['nginx-lint diff OLD NEW [options]'],
    about: `Says what a change means, not which lines moved: requests that are treated in another way, each with a URL to
try, or that there is none (proved); servers and locations that came, went or were renamed; settings with another
effective value; problems that are new or gone. OLD and NEW are files, folders, or REF:path of this git
repository. The guide is docs/guide/diff.md.`,
    examples: [
      ['nginx-lint diff old/nginx.conf new/nginx.conf', 'two files, with all that they include'],
      ['nginx-lint diff main:deploy/nginx.conf deploy/nginx.conf', 'what this branch changes'],
      ['nginx-lint diff HEAD~1:nginx HEAD:nginx', 'what the last commit changed'],
      ['nginx-lint diff main:nginx.conf nginx.conf --format markdown', 'for a comment below a merge request'],
      ['nginx-lint diff main:nginx.conf nginx.conf --fail-on routing,tls', 'for a pipeline'],
    ],
    notes: [
      [
        'Exit code',
        [
          ['0', 'compared, and nothing changed in the areas of --fail-on'],
          ['1', 'something changed there; routing counts where that is not known, too'],
          ['2', 'bad option, unreadable side, unknown reference, or a side that nginx would not start with'],
        ],
      ],
    ],
  },
  init: {
    usage: ['nginx-lint init [--force]'],
    about: `Writes .nginx-lint.yaml for the current folder, with comments: the main files that it holds, where absolute
includes seem to live here, and the modules whose directives are used. Nothing is executed.`,
    examples: [['nginx-lint init', 'a config file to begin with']],
    notes: [
      [
        'Exit code',
        [
          ['0', 'written'],
          ['2', 'there is one already, or it cannot be written'],
        ],
      ],
    ],
  },
  rules: {
    usage: ['nginx-lint rules [RULE] [--format json]'],
    about: 'Lists all rules by group, or shows one: why it exists, what it reports, how to mend it.',
    examples: [
      ['nginx-lint rules', 'the list'],
      ['nginx-lint rules alias-traversal', 'one rule'],
    ],
    notes: [
      [
        'Exit code',
        [
          ['0', 'printed'],
          ['2', 'there is no such rule, or a bad option'],
        ],
      ],
    ],
  },
  lsp: {
    usage: ['nginx-lint lsp --stdio'],
    about: `The language server, for editors that speak the Language Server Protocol; an editor starts it.
How to set it up is in docs/guide/editors.md.`,
    examples: [['nginx-lint lsp --stdio', 'what an editor runs']],
    notes: [
      [
        'Exit code',
        [
          ['0', 'the editor ended it as the protocol says'],
          ['1', 'the connection broke off'],
          ['2', 'bad option'],
        ],
      ],
    ],
  },
  format: {
    usage: ['nginx-lint format [--check|--write|--diff] [path ...]'],
    about: `Lays configurations out: indentation, empty lines, spaces, never a word or a comment.
A path is a file, a folder, or - for standard input; without one it is the current folder. One file, or
standard input, comes out formatted on standard output unless an option says otherwise.`,
    examples: [
      ['nginx-lint format nginx.conf', 'one file, on standard output'],
      ['nginx-lint format --write', 'everything below the current folder'],
      ['nginx-lint format --check conf.d', 'for scripts: exit code 1 where something would change'],
      ['nginx-lint format --diff', 'what would change'],
      ['nginx-lint format - --stdin-filename conf.d/app.conf < app.conf', 'for editors'],
    ],
    notes: [
      [
        'What says how it looks',
        [
          ['format:', 'of the config file says it'],
          ['.editorconfig', 'where the config file is silent'],
          ['', 'otherwise each file keeps its own step of indentation; see docs/guide/formatting.md'],
        ],
      ],
      [
        'Exit code',
        [
          ['0', 'done, or nothing to do'],
          ['1', '--check or --diff: something would change'],
          [
            '2',
            'could not do its work: bad option, unreadable path, bad config file, or a file that nginx cannot read',
          ],
        ],
      ],
    ],
  },
  completions: {
    usage: [`nginx-lint completions ${SHELLS.join('|')}`],
    about: `Prints what teaches a shell to complete commands, options, their values, rules and files. For one session:
source <(nginx-lint completions bash). Where a shell keeps such files is in docs/guide/hooks.md.`,
    examples: [
      ['nginx-lint completions bash > ~/.local/share/bash-completion/completions/nginx-lint', 'where it looks'],
      ['nginx-lint completions zsh > ~/.zfunc/_nginx-lint', 'a folder of fpath'],
      ['nginx-lint completions fish > ~/.config/fish/completions/nginx-lint.fish', 'where it looks'],
    ],
    notes: [
      [
        'Exit code',
        [
          ['0', 'printed'],
          ['2', 'not a shell that is known'],
        ],
      ],
    ],
  },
  help: {
    usage: ['nginx-lint help [COMMAND]'],
    about: 'Shows how a command is used.',
    examples: [['nginx-lint help route', 'the same as nginx-lint route --help']],
    notes: [
      [
        'Exit code',
        [
          ['0', 'printed'],
          ['2', 'there is no such command'],
        ],
      ],
    ],
  },
  version: {
    usage: ['nginx-lint version'],
    about: 'Prints the version.',
    examples: [['nginx-lint version', 'the same as nginx-lint --version']],
    notes: [['Exit code', [['0', 'printed']]]],
  },
};

/** All commands, each in a few words. */
export const SUMMARIES: readonly (readonly [CommandName, string])[] = [
  ['lint', 'find problems; the default'],
  ['route', 'what nginx would do with a request'],
  ['test', 'check what becomes of requests'],
  ['diff', 'what a change means'],
  ['init', 'write a config file to begin with'],
  ['rules', 'list the rules, or explain one'],
  ['format', 'lay configurations out'],
  ['parse', 'print the parsed configuration as JSON'],
  ['lsp', 'the language server, for editors'],
  ['completions', 'teach a shell to complete'],
  ['help', 'show how a command is used'],
  ['version', 'print the version'],
];

/** Those that every command has. */
export const GENERAL_OPTIONS: readonly OptionSpec[] = OPTIONS.filter(
  ({ commands }) => commands.length === SUMMARIES.length,
);

/** The options of a command by what they are about, each group under its title. */
export function optionGroups(
  command: CommandName,
  among: readonly OptionSpec[] = OPTIONS,
): readonly (readonly [title: string, options: readonly OptionSpec[]])[] {
  const options = among.filter(({ commands }) => commands.includes(command));
  return [...new Set(options.map(({ group }) => group))].map((group) => [
    group === 'Exit code' ? 'What fails' : group,
    options.filter((option) => option.group === group),
  ]);
}
