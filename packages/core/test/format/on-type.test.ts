import { formatOnType } from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';
import { faultsIn, read } from './support.ts';

/** The text after what was typed last, before `|`, was formatted. */
function typed(marked: string, options = {}): string {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const edits = formatOnType(read(text), offset, text.charAt(offset - 1) as ';', options);
  expect(faultsIn(text, edits)).toEqual([]);
  let result = '';
  let at = 0;
  for (const edit of edits) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

const block = (inner: string) => `server {\n${inner}}\nroot   /x;\n`;

describe('typing', () => {
  it('; formats its statement alone', () => {
    expect(typed(block('listen   80 ;|\nroot   /a;\n'))).toBe(block('    listen 80;\nroot   /a;\n'));
    expect(typed(block('server_name a\nb ;|\n'))).toBe(block('    server_name a\n        b;\n'));
  });

  it('} formats its block alone', () => {
    expect(typed(block('location / {\nroot   /a;\n}|\n'))).toBe(block('    location / {\n        root /a;\n    }\n'));
  });

  it.each(['# a;|\n', 'x "a;|\n";\n', 'content_by_lua_block {\n   a();|\n}\n'])('in %j changes nothing', (inner) => {
    expect(typed(block(inner))).toBe(block(inner).replace('|', ''));
  });

  it('a line break formats the line before it and indents the new one', () => {
    expect(typed(block('  listen   80;\n|\n'))).toBe(block('    listen 80;\n    \n'));
    expect(typed('http {\n  server {\n|')).toBe('http {\n  server {\n        ');
    expect(typed('http {\n|\n', { useTabs: true })).toBe('http {\n\t\n');
    expect(typed('http {\n    log_format a\n|')).toBe('http {\n    log_format a\n        ');
    expect(typed('x "a\n|";\n')).toBe('x "a\n";\n');
    expect(typed(block('    location / {\n|}\n'))).toBe(block('    location / {\n    }\n'));
  });

  it('what ends nothing changes nothing', () => {
    expect(typed('a { ;|')).toBe('a { ;');
    expect(typed('a   1; }|')).toBe('a   1; }');
  });
});
