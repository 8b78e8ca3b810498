import { describe, expect, it } from 'vitest';
import { readArguments } from '../src/args.ts';
import { helpText } from '../src/commands/help.ts';
import { COMMANDS, OPTIONS } from '../src/options.ts';
import { PLAIN } from '../src/style.ts';
import { wantsColor } from '../src/world.ts';

describe('a command line', () => {
  it('may hold options before and after paths', () => {
    for (const line of ['--format json a b', 'a --format json b', 'a b --format=json', 'lint a b --format json']) {
      const { command, operands, options } = readArguments(line.split(' '));
      expect([command, operands, options.one('format')]).toEqual(['lint', ['a', 'b'], 'json']);
    }
  });

  it('splits lists and keeps what is repeated', () => {
    const { options } = readArguments(['--select', 'a,b', '--select=c', '--map', '/a=b', '--map', '/c=d,e']);
    expect(options.all('select')).toEqual(['a', 'b', 'c']);
    expect(options.all('map')).toEqual(['/a=b', '/c=d,e']);
  });

  it('takes anything as a path behind --', () => {
    expect(readArguments(['--', '--format', 'lint']).operands).toEqual(['--format', 'lint']);
    expect(readArguments(['rules', '--', '-x'])).toMatchObject({ command: 'rules', operands: ['-x'] });
  });

  it('knows a single dash as standard input and short names', () => {
    expect(readArguments(['-']).operands).toEqual(['-']);
    expect(readArguments(['parse', 'a', '-o', 'b']).options.one('out')).toBe('b');
    expect(readArguments(['-h']).options.flag('help')).toBe(true);
  });

  it.each([
    [['--fromat', 'json'], 'unknown option --fromat; did you mean --format?'],
    [['--zzzzzzzz'], 'unknown option --zzzzzzzz; see nginx-lint --help'],
    [['--format'], '--format needs a value: --format FORMAT'],
    [['--format', '--quiet'], '--format needs a value: --format FORMAT'],
    [['--format='], '--format needs a value: --format FORMAT'],
    [['--format', 'jsn'], '--format jsn: did you mean json?'],
    [['--format', 'sarfi'], '--format sarfi: did you mean sarif?'],
    [['--baseline'], '--baseline needs a value: --baseline FILE'],
    [['--changed-since', '--quiet'], '--changed-since needs a value: --changed-since GITREF'],
    [['rules', '--format', 'sarif'], '--format sarif'],
    [['--quiet=yes'], '--quiet takes no value'],
    [['--select', 'a,,b'], '--select a,,b: a name is missing around a comma'],
    [['route', 'x', '--quiet'], '--quiet is not an option of "nginx-lint route"; see nginx-lint help route'],
    [['route', '--format', 'compact'], '--format compact: expected one of pretty, json'],
    [['rules', '--quiet'], '--quiet is not an option of "nginx-lint rules"; see nginx-lint help rules'],
  ])('%j is refused', (argv, message) => {
    expect(() => readArguments(argv)).toThrow(message);
  });
});

describe('an option of several commands', () => {
  const named = (name: string) => OPTIONS.filter((option) => option.name === name);

  it.each([...new Set(OPTIONS.map(({ name }) => name))])('--%s is read alike, and means one thing to each', (name) => {
    expect(new Set(named(name).map(({ takes, short }) => `${takes} ${short}`)).size).toBe(1);
    const commands = named(name).flatMap((option) => option.commands);
    expect(commands).toEqual([...new Set(commands)]);
  });
});

describe('the help', () => {
  it.each(COMMANDS)('names every option of %s', (command) => {
    const text = helpText(command, PLAIN);
    for (const { name } of OPTIONS)
      expect(text.includes(`--${name} `) || text.includes(`--${name}\n`), name).toBe(
        OPTIONS.some((option) => option.name === name && option.commands.includes(command)),
      );
  });

  it('fits a terminal reasonably', () => {
    for (const line of helpText(null, PLAIN).split('\n')) expect(line.length).toBeLessThanOrEqual(130);
  });
});

describe('colour', () => {
  const output = (isTTY: boolean) => ({ isTTY, columns: null, write: () => undefined });
  it.each([
    ['auto', true, {}, true],
    ['auto', false, {}, false],
    ['auto', true, { NO_COLOR: '1' }, false],
    ['auto', true, { NO_COLOR: '' }, true],
    ['auto', true, { TERM: 'dumb' }, false],
    ['auto', false, { FORCE_COLOR: '1' }, true],
    ['auto', true, { FORCE_COLOR: '0' }, false],
    ['always', false, { NO_COLOR: '1' }, true],
    ['never', true, { FORCE_COLOR: '1' }, false],
  ] as const)('%s on a terminal: %s, with %j: %s', (choice, isTTY, env, expected) => {
    expect(wantsColor(choice, output(isTTY), env)).toBe(expected);
  });
});
