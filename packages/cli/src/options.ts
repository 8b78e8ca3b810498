/**
 * Every option of every command: what reads the command line and what prints the help both look here. An option that
 * means different things to different commands is here once for each meaning, and always takes the same kind of value.
 */
export interface OptionSpec {
  readonly name: string;
  readonly short?: string;
  /** `flag` takes no value, `one` the last one given, `list` comma-separated and repeatable, `many` repeatable. */
  readonly takes: 'flag' | 'one' | 'list' | 'many';
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly group: string;
  readonly help: string;
  readonly commands: readonly CommandName[];
}

export type CommandName =
  | 'lint'
  | 'route'
  | 'parse'
  | 'test'
  | 'diff'
  | 'init'
  | 'rules'
  | 'format'
  | 'lsp'
  | 'completions'
  | 'help'
  | 'version';

export const COMMANDS: readonly CommandName[] = [
  'lint',
  'route',
  'parse',
  'test',
  'diff',
  'init',
  'rules',
  'format',
  'lsp',
  'completions',
  'help',
  'version',
];

/** Those that `completions` knows. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

const LINT: readonly CommandName[] = ['lint'];
const FORMAT: readonly CommandName[] = ['format'];
const PARSE: readonly CommandName[] = ['parse'];
const ROUTE: readonly CommandName[] = ['route'];
const TEST: readonly CommandName[] = ['test'];
const DIFF: readonly CommandName[] = ['diff'];
const TREE: readonly CommandName[] = ['lint', 'route', 'parse', 'test', 'diff'];

export const OPTIONS: readonly OptionSpec[] = [
  {
    name: 'stdio',
    takes: 'flag',
    group: 'Connection',
    help: 'talk over standard input and output, the only way there is',
    commands: ['lsp'],
  },
  {
    name: 'format',
    takes: 'one',
    value: 'FORMAT',
    choices: ['pretty', 'compact', 'json', 'sarif', 'github', 'gitlab', 'junit', 'checkstyle'],
    group: 'Output',
    help: 'pretty (default), compact (one line each), json, sarif, github, gitlab, junit or checkstyle',
    commands: LINT,
  },
  {
    name: 'format',
    takes: 'one',
    value: 'FORMAT',
    choices: ['pretty', 'json'],
    group: 'Output',
    help: 'pretty (default) or json',
    commands: ['rules'],
  },
  {
    name: 'format',
    takes: 'one',
    value: 'FORMAT',
    choices: ['pretty', 'json'],
    group: 'Output',
    help: 'pretty (default) or json',
    commands: ROUTE,
  },
  {
    name: 'format',
    takes: 'one',
    value: 'FORMAT',
    choices: ['pretty', 'json', 'junit'],
    group: 'Output',
    help: 'pretty (default), json or junit',
    commands: TEST,
  },
  {
    name: 'record',
    takes: 'flag',
    group: 'What is done',
    help: 'write a draft of the file: a test for each location, with what becomes of its sample URL now',
    commands: TEST,
  },
  {
    name: 'force',
    takes: 'flag',
    group: 'What is done',
    help: 'write over a file that is there already',
    commands: ['test', 'init'],
  },
  { name: 'quiet', takes: 'flag', group: 'Output', help: 'report errors only', commands: LINT },
  {
    name: 'stats',
    takes: 'flag',
    group: 'Output',
    help: 'also print counts and times by rule, files and directives, on standard error',
    commands: LINT,
  },
  {
    name: 'color',
    takes: 'one',
    value: 'WHEN',
    choices: ['auto', 'always', 'never'],
    group: 'Output',
    help: 'auto (default), always or never; NO_COLOR and FORCE_COLOR are honoured',
    commands: ['lint', 'route', 'diff', 'test', 'rules', 'format', 'help'],
  },
  {
    name: 'select',
    takes: 'list',
    value: 'ID,…',
    group: 'Rules',
    help: 'only these rules or groups of rules',
    commands: LINT,
  },
  {
    name: 'ignore',
    takes: 'list',
    value: 'ID,…',
    group: 'Rules',
    help: 'not these rules or groups of rules',
    commands: LINT,
  },
  {
    name: 'severity',
    takes: 'many',
    value: 'RULE=LEVEL',
    group: 'Rules',
    help: 'report a rule as error, warning, info or hint, or turn it off; may be repeated',
    commands: LINT,
  },
  {
    name: 'baseline',
    takes: 'one',
    value: 'FILE',
    group: 'What is left out',
    help: 'do not report the problems that this file knows; see docs/guide/adoption.md',
    commands: LINT,
  },
  {
    name: 'update-baseline',
    takes: 'flag',
    group: 'What is left out',
    help: 'write what is found now into the file of --baseline',
    commands: LINT,
  },
  {
    name: 'changed-since',
    takes: 'one',
    value: 'GITREF',
    group: 'What is left out',
    help: 'report only what lies on lines changed since that commit, or came up because of the change',
    commands: LINT,
  },
  {
    name: 'config',
    takes: 'one',
    value: 'FILE',
    group: 'Rules',
    help: 'use this config file; otherwise .nginx-lint.yaml, .yml or .json is searched upwards',
    commands: LINT,
  },
  { name: 'no-config', takes: 'flag', group: 'Rules', help: 'use no config file', commands: LINT },
  {
    name: 'fix',
    takes: 'flag',
    group: 'Fixes',
    help: 'make the safe fixes, then report what is left; standard input comes out mended on standard output',
    commands: LINT,
  },
  {
    name: 'fix-unsafe',
    takes: 'flag',
    group: 'Fixes',
    help: 'make those fixes too that may change what was meant: look at what they do',
    commands: LINT,
  },
  {
    name: 'diff',
    takes: 'flag',
    group: 'Fixes',
    help: 'print what --fix (or --fix-unsafe) would change, as a unified diff, and change nothing',
    commands: LINT,
  },
  {
    name: 'write',
    takes: 'flag',
    group: 'What is done',
    help: 'format the files and say which',
    commands: FORMAT,
  },
  {
    name: 'check',
    takes: 'flag',
    group: 'What is done',
    help: 'list the files that would change, and change nothing',
    commands: FORMAT,
  },
  {
    name: 'diff',
    takes: 'flag',
    group: 'What is done',
    help: 'print what would change, as a unified diff, and change nothing',
    commands: FORMAT,
  },
  {
    name: 'config',
    takes: 'one',
    value: 'FILE',
    group: 'How it looks',
    help: 'use the “format” of this config file; otherwise .nginx-lint.yaml, .yml or .json is searched upwards',
    commands: FORMAT,
  },
  { name: 'no-config', takes: 'flag', group: 'How it looks', help: 'use no config file', commands: FORMAT },
  {
    name: 'stdin-filename',
    takes: 'one',
    value: 'NAME',
    group: 'How it looks',
    help: 'the name of what comes in on standard input (path “-”): its .editorconfig and config file count',
    commands: FORMAT,
  },
  {
    name: 'method',
    takes: 'one',
    value: 'METHOD',
    group: 'The request',
    help: 'GET unless said',
    commands: ROUTE,
  },
  {
    name: 'header',
    takes: 'many',
    value: "'NAME: VALUE'",
    group: 'The request',
    help: 'a header of the request; may be repeated',
    commands: ROUTE,
  },
  {
    name: 'listen',
    takes: 'one',
    value: 'ADDR:PORT',
    group: 'The request',
    help: 'the address that the client connects to (default: one of the port of the URL)',
    commands: ROUTE,
  },
  {
    name: 'client-addr',
    takes: 'one',
    value: 'IP',
    group: 'The request',
    help: 'the address that the client has, for allow, deny and geo (not known unless told)',
    commands: ROUTE,
  },
  {
    name: 'requests',
    takes: 'one',
    value: 'FILE',
    group: 'The request',
    help: 'many requests, one JSON object a line, “-” for standard input; one JSON result a line comes out',
    commands: ROUTE,
  },
  {
    name: 'config',
    takes: 'one',
    value: 'ENTRY',
    group: 'The nginx it is for',
    help: 'the file that nginx is started with (default: nginx.conf here, or the only one further down)',
    commands: ROUTE,
  },
  {
    name: 'files',
    takes: 'one',
    value: 'WHERE',
    choices: ['disk', 'exist', 'missing'],
    group: 'The nginx it is for',
    help: 'ask the disk for files (default), or take it that each is there (exist) or none (missing)',
    commands: ROUTE,
  },
  {
    name: 'no-config',
    takes: 'flag',
    group: 'The nginx it is for',
    help: 'use no .nginx-lint.yaml',
    commands: ['route', 'test'],
  },
  {
    name: 'config',
    takes: 'one',
    value: 'ENTRY',
    group: 'The nginx it is for',
    help: 'the file that nginx is started with, in place of the one that the tests name',
    commands: TEST,
  },
  {
    name: 'files',
    takes: 'one',
    value: 'WHERE',
    choices: ['disk', 'exist', 'missing'],
    group: 'The nginx it is for',
    help: 'where files are looked for, whatever the tests say: on the disk, or each (exist) or none (missing) is there',
    commands: TEST,
  },
  {
    name: 'fail-on',
    takes: 'one',
    value: 'LEVEL',
    choices: ['error', 'warning', 'info'],
    group: 'Exit code',
    help: 'exit with 1 from this severity on: error, warning (default) or info',
    commands: LINT,
  },
  {
    name: 'max-warnings',
    takes: 'one',
    value: 'N',
    group: 'Exit code',
    help: 'let up to N warnings pass; without --fail-on, only errors and more warnings than that fail',
    commands: LINT,
  },
  {
    name: 'nginx-version',
    takes: 'one',
    value: 'X.Y.Z',
    group: 'The nginx it is for',
    help: 'version of nginx (default: the newest one known)',
    commands: TREE,
  },
  {
    name: 'context',
    takes: 'list',
    value: 'BLOCK,…',
    group: 'The nginx it is for',
    help: 'the blocks that the given files stand in, outermost first: http,server',
    commands: LINT,
  },
  {
    name: 'prefix',
    takes: 'one',
    value: 'DIR',
    group: 'The nginx it is for',
    help: 'the folder that relative includes start from (default: the folder of the entry)',
    commands: TREE,
  },
  {
    name: 'map',
    takes: 'many',
    value: 'FROM=TO',
    group: 'The nginx it is for',
    help: 'where an absolute path of the server lives here; may be repeated',
    commands: TREE,
  },
  {
    name: 'stdin-filename',
    takes: 'one',
    value: 'NAME',
    group: 'The nginx it is for',
    help: 'the name of what comes in on standard input (path “-”)',
    commands: LINT,
  },
  { name: 'comments', takes: 'flag', group: 'Output', help: 'keep comments', commands: PARSE },
  {
    name: 'combine',
    takes: 'flag',
    group: 'Output',
    help: 'put included directives in the place of their include',
    commands: PARSE,
  },
  { name: 'single-file', takes: 'flag', group: 'Output', help: 'do not follow includes', commands: PARSE },
  { name: 'indent', takes: 'one', value: 'N', group: 'Output', help: 'indent the JSON by N spaces', commands: PARSE },
  {
    name: 'out',
    short: 'o',
    takes: 'one',
    value: 'FILE',
    group: 'Output',
    help: 'write to FILE instead of standard output',
    commands: PARSE,
  },
  {
    name: 'format',
    takes: 'one',
    value: 'FORMAT',
    choices: ['text', 'json', 'markdown'],
    group: 'Output',
    help: 'text (default), json, or markdown for a comment below a merge request',
    commands: DIFF,
  },
  {
    name: 'fail-on',
    takes: 'one',
    value: 'AREA,…',
    group: 'Exit code',
    help: 'exit with 1 where something changed in routing, tls, headers, or any; never without it',
    commands: DIFF,
  },
  { name: 'no-config', takes: 'flag', group: 'The nginx it is for', help: 'use no .nginx-lint.yaml', commands: DIFF },
  { name: 'version', short: 'V', takes: 'flag', group: 'General', help: 'print the version', commands: COMMANDS },
  { name: 'help', short: 'h', takes: 'flag', group: 'General', help: 'print this help', commands: COMMANDS },
];
