import { describe, expect, it } from 'vitest';
import { inlineCommandsOf, PAGES, pageText } from '../../../test/support/pages/command-lines.ts';
import { readArguments } from '../src/args.ts';
import { SUMMARIES } from '../src/help-pages.ts';
import { COMMANDS, OPTIONS } from '../src/options.ts';

describe('commands within the text of pages', () => {
  const lines = PAGES.flatMap((page) => inlineCommandsOf(page).map((line) => [page, line] as const));

  it('are found', () => {
    expect(lines.length).toBeGreaterThan(15);
  });

  it.each(lines)('%s: nginx-lint %s is understood', (_, line) => {
    const words = line.split(' ').filter((word) => word !== '');
    const { command, explicit } = readArguments(words);
    const [first = ''] = words;
    // What is no option is the name of a command; all files on pages have an ending.
    if (/^[a-z]+$/.test(first)) expect({ command, explicit }).toEqual({ command: first, explicit: true });
  });
});

describe('the page of the command', () => {
  const sections = pageText('docs/guide/command.md').split(/^## nginx-lint /m);

  it('has a section for each command', () => {
    expect(sections.slice(1).map((section) => section.split('\n')[0])).toEqual(SUMMARIES.map(([command]) => command));
    expect(SUMMARIES.map(([command]) => command).sort()).toEqual([...COMMANDS].sort());
  });

  it.each(COMMANDS)('tells usage, options, exit codes and examples of %s', (command) => {
    const section = sections.find((each) => each.startsWith(`${command}\n`)) ?? '';
    const options = OPTIONS.filter(({ commands }) => commands.includes(command) && commands.length < COMMANDS.length);
    const told = [...section.matchAll(/^\| (?:`-\w`, )?`--([a-z-]+)/gm)].map(([, name]) => name);
    expect(told.sort()).toEqual(options.map(({ name }) => name).sort());
    expect(section).toMatch(/^```text\nnginx-lint /m);
    expect(section).toMatch(/^\| 0 \| /m);
    expect(section).toMatch(/^```sh\nnginx-lint.* # /m);
  });
});

it('every format has its line in the guide', () => {
  const formats = OPTIONS.find(({ name, commands }) => name === 'format' && commands.includes('lint'))?.choices ?? [];
  const table = [...pageText('docs/guide/ci.md').matchAll(/^\| `([a-z]+)` /gm)].map(([, name]) => name);
  expect(table).toEqual(formats);
});
