import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createFacts, type FormatOptions, fileAt, formatted, parse, vocabularyOf } from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';

// `case.formatted.conf` is what formatting makes of `case.conf`; a first line "# format: useTabs: true, indent: 2" has the
// options. UPDATE_RECORDS=1 writes the results anew: look at the difference.

const FOLDER = fileURLToPath(new URL('../../../../fixtures/format/', import.meta.url));
const names = readdirSync(FOLDER).filter((name) => name.endsWith('.conf') && !name.endsWith('.formatted.conf'));
const vocabulary = vocabularyOf(createFacts());

function optionsOf(text: string): Partial<FormatOptions> {
  const [, said = ''] = /^# format: (.*)/.exec(text) ?? [];
  const pairs = [...said.matchAll(/(\w+): ([\w-]+)/g)].map(([, name = '', value = '']): [string, unknown] => [
    name,
    /^(?:\d+|true|false)$/.test(value) ? JSON.parse(value) : value,
  ]);
  return Object.fromEntries(pairs);
}

describe('formatting makes of', () => {
  it('the example in its guide what that says', () => {
    const page = readFileSync(new URL('../../../../docs/guide/formatting.md', import.meta.url), 'utf8');
    const [before, after] = [...page.matchAll(/^```nginx\n(.*?)^```$/gms)].map(([, text]) => text ?? '');
    expect(formatted(parse(fileAt('/guide'), before ?? ''))).toBe(after);
  });

  it.each(names)('%s what it should', (name) => {
    const text = readFileSync(FOLDER + name, 'utf8');
    const path = FOLDER + name.replace(/\.conf$/, '.formatted.conf');
    const made = formatted(parse(fileAt(`/${name}`), text, vocabulary), optionsOf(text));
    if (process.env['UPDATE_RECORDS'] === '1') writeFileSync(path, made);
    expect(existsSync(path)).toBe(true);
    expect(made).toBe(readFileSync(path, 'utf8'));
    expect(formatted(parse(fileAt(`/${name}`), made, vocabulary), optionsOf(text))).toBe(made);
  });
});
