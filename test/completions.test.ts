import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS, OPTIONS, SHELLS } from '../packages/cli/src/options.ts';
import { runCommand } from '../packages/cli/test/support/run-command.ts';
import { folderWith, removeFolder } from './support/command.ts';

const folder = folderWith({ 'conf.d/a b.conf': '', 'nginx.conf': '', 'snippets/': '' });
afterAll(() => removeFolder(folder));

beforeAll(async () => {
  for (const shell of SHELLS) {
    const { code, stdout } = await runCommand(['completions', shell], folder);
    expect(code).toBe(0);
    writeFileSync(join(folder, `.${shell}`), stdout);
  }
});

function lines(command: string, args: readonly string[]): string[] {
  const { stdout, stderr, status } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout.split('\n').filter((line) => line !== '');
}

/** What is offered for the last word, as bash cuts a line: `=` is a word of its own. */
function bash(...words: readonly string[]): string[] {
  const quoted = ['nginx-lint', ...words].map((word) => `'${word}'`).join(' ');
  const script = `source .bash; COMP_WORDS=(${quoted}); COMP_CWORD=${words.length}; _nginx_lint; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return lines('bash', ['--norc', '--noprofile', '-c', script]);
}

function fish(line: string): string[] {
  const found = lines('fish', ['--no-config', '-c', `source .fish; complete -C '${line}'`]);
  return found.map((each) => each.split('\t')[0] ?? '');
}

const has = (name: string): boolean => spawnSync(name, ['--version']).error === undefined;
const unless = (name: string): string => (has(name) ? '' : ` (skipped: there is no ${name})`);

describe.skipIf(!has('bash'))(`bash${unless('bash')}`, () => {
  it.each([
    [['te'], ['test']],
    [['c'], ['completions', 'conf.d']],
    [
      ['test', '--format', 'j'],
      ['json', 'junit'],
    ],
    [
      ['test', '--format', '=', 'j'],
      ['json', 'junit'],
    ],
    [
      ['test', '--files', '='],
      ['disk', 'exist', 'missing'],
    ],
    [
      ['--select', 'tls,secur'],
      ['tls,security', 'tls,security-headers-missing'],
    ],
    [['--severity', 'hsts-missing', '=', 'w'], ['warning']],
    [['--severity', '=', 'hsts-missing', '=', 'of'], ['off']],
    [['--severity', 'hsts-miss'], ['hsts-missing']],
    [['rules', 'alias-t'], ['alias-traversal']],
    [
      ['completions', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [
      ['--map', 'a=b', '--prefix', ''],
      ['conf.d', 'snippets'],
    ],
    [['--config', 'conf.d/'], ['conf.d/a b.conf']],
    [['nginx.conf', '--qu'], ['--quiet']],
    [['route', '--me'], ['--method']],
    [['route', '--method', ''], []],
    [['diff', '--fail-on', 'tls,rou'], ['tls,routing']],
    [['--', '-'], []],
  ])('%j', (words, offered) => {
    expect(bash(...words).sort()).toEqual([...offered].sort());
  });

  it('offers every option of every command', () => {
    for (const command of COMMANDS) {
      const known = OPTIONS.filter(({ commands }) => commands.includes(command)).map(({ name }) => `--${name}`);
      expect(bash(command, '--').sort()).toEqual(known.sort());
    }
  });
});

describe.skipIf(!has('fish'))(`fish${unless('fish')}`, () => {
  it.each([
    ['nginx-lint te', ['test']],
    ['nginx-lint test --format j', ['json', 'junit']],
    ['nginx-lint --select tls,secur', ['tls,security', 'tls,security-headers-missing']],
    ['nginx-lint --severity hsts-missing=w', ['hsts-missing=warning']],
    ['nginx-lint rules alias-t', ['alias-traversal']],
    ['nginx-lint nginx.conf --qu', ['--quiet']],
    ['nginx-lint --config ngi', ['nginx.conf']],
  ])('%s', (line, offered) => {
    expect(fish(line)).toEqual(offered);
  });
});

describe.skipIf(!has('zsh'))(`zsh${unless('zsh')}`, () => {
  it('reads the script, and knows a function by the name of the command', () => {
    const script =
      'autoload -Uz compinit; compinit -u -D; source ./.zsh; print $_comps[nginx-lint]; whence -w _nginx_lint_list';
    expect(lines('zsh', ['-f', '-c', script])).toEqual(['_nginx_lint', '_nginx_lint_list: function']);
  });
});

it('no other shell', async () => {
  expect(await runCommand(['completions', 'bsh'], folder)).toEqual({
    code: 2,
    stdout: '',
    stderr: 'nginx-lint: no completions for "bsh"; did you mean bash?\n',
  });
  expect(await runCommand(['completions'], folder)).toMatchObject({ code: 2 });
});

const PAGE = fileURLToPath(new URL('../packages/cli/man/nginx-lint.1', import.meta.url));

describe.skipIf(!has('man'))(`the manual page${unless('man')}`, () => {
  it('is read without a warning, and names every command and option', () => {
    const env = { ...process.env, LC_ALL: 'C.UTF-8', MANWIDTH: '200', MAN_KEEP_FORMATTING: '' };
    const { stdout, stderr, status } = spawnSync('man', ['--warnings', '-l', PAGE], { encoding: 'utf8', env });
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^ +${command}\\b`, 'm'));
    for (const { name } of OPTIONS) expect(stdout).toContain(`--${name}`);
  });
});
