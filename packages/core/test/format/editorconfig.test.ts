import { editorconfigFormat, readEditorconfig } from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';

const matches = (glob: string, path: string): boolean =>
  readEditorconfig(`[${glob}]\nindent_size = 2\n`).sections[0]?.matches(path) ?? false;

describe('.editorconfig', () => {
  it.each([
    ['*', 'a/b.conf', true],
    ['*.conf', 'a/b.conf', true],
    ['*.conf', 'b.conf.j2', false],
    ['/*.conf', 'b.conf', true],
    ['/*.conf', 'a/b.conf', false],
    ['a/*.conf', 'a/b.conf', true],
    ['a/*.conf', 'a/b/c.conf', false],
    ['a/**.conf', 'a/b/c.conf', true],
    ['a/**/c.conf', 'a/c.conf', true],
    ['*.{conf,nginx}', 'x.nginx', true],
    ['{nginx,{a,b}/*}.conf', 'b/x.conf', true],
    ['{single}.conf', '{single}.conf', true],
    ['{single}.conf', 'single.conf', false],
    ['v{1..12}.conf', 'v7.conf', true],
    ['v{1..12}.conf', 'v13.conf', false],
    ['[ab].conf', 'a.conf', true],
    ['[!ab].conf', 'a.conf', false],
    ['a?.conf', 'ab.conf', true],
    ['a\\*.conf', 'a*.conf', true],
    ['a\\*.conf', 'ab.conf', false],
    ['{a.conf', '{a.conf', true],
  ])('[%s] names %s: %s', (glob, path, expected) => {
    expect(matches(glob, path)).toBe(expected);
  });

  const format = (...texts: readonly string[]) =>
    editorconfigFormat(texts.map((text) => ({ config: readEditorconfig(text), path: 'a/x.conf' })));

  it('says how files look', () => {
    expect(
      format(
        '; note\n[*]\nIndent_Style = TAB\nindent_size=tab\ntab_width: 8\ntab_width = 8\nend_of_line = crlf\ninsert_final_newline = false\nmax_line_length = 80\n',
      ),
    ).toEqual({ useTabs: true, indent: 8, endOfLine: 'crlf', finalNewline: false });
    expect(format('[*]\nindent_style = unset\nindent_size = wide\nend_of_line = cr\n')).toEqual({});
    expect(format('[*]\nindent_size = 2\n[*.conf]\nindent_size = 3\n[*.md]\nindent_size = 8\n')).toEqual({ indent: 3 });
  });

  it('counts more the nearer it is, up to a root', () => {
    expect(format('[*]\nindent_size = 2\nend_of_line = lf\n', '[*]\nindent_size = 3\n')).toEqual({
      indent: 3,
      endOfLine: 'lf',
    });
    expect(format('[*]\nend_of_line = lf\n', '\ufeffroot = true\r\n[*]\r\nindent_size = 3\r\n')).toEqual({ indent: 3 });
  });
});
