import { describe, expect, it } from 'vitest';
import { ignoredBy, readGitignore, verdict } from '../../src/project/gitignore.ts';

// Each line was compared with `git check-ignore --no-index`.
describe('what a .gitignore leaves out', () => {
  it.each([
    ['build', 'build', true, 'ignored'],
    ['build', 'a/build', true, 'ignored'],
    ['build', 'a/build.conf', false, null],
    ['build/', 'build', false, null],
    ['build/', 'a/build', true, 'ignored'],
    ['/build', 'a/build', true, null],
    ['a/build', 'b/a/build', true, null],
    ['*.conf', 'x/y.conf', false, 'ignored'],
    ['*.conf\n!keep.conf', 'x/keep.conf', false, 'kept'],
    ['a/*', 'a/b', true, 'ignored'],
    ['a/**', 'a/b/c', false, 'ignored'],
    ['a/**/z', 'a/z', false, 'ignored'],
    ['a/**/z', 'a/b/c/z', false, 'ignored'],
    ['**/z', 'a/b/z', false, 'ignored'],
    ['?.conf', 'ab.conf', false, null],
    ['[ab].conf', 'b.conf', false, 'ignored'],
    ['[!ab].conf', 'b.conf', false, null],
    ['[a-c].conf', 'b.conf', false, 'ignored'],
    ['# note', '# note', false, null],
    ['\\#note', '#note', false, 'ignored'],
    ['\\!a', '!a', false, 'ignored'],
    ['a  ', 'a', false, 'ignored'],
    ['a+(b).conf', 'a+(b).conf', false, 'ignored'],
    ['*.CONF', 'x.conf', false, null],
  ])('%j and %s', (text, path, folder, expected) => {
    expect(verdict(readGitignore(text), path, folder)).toBe(expected);
  });
});

describe('what the globs of a config file leave out', () => {
  it.each([
    ['/r/**/*.{dev,test}.conf', '/r/a/b.test.conf', true],
    ['/r/**/*.{dev,test}.conf', '/r/a/b.conf', false],
    ['/r/**/vendor/', '/r/x/vendor/y/z.conf', true],
    ['/r/**/vendor/', '/other/vendor/z.conf', false],
    ['/r/a.conf', '/r/a.conf', true],
  ])('%s and %s', (glob, path, expected) => {
    expect(ignoredBy([glob], path)).toBe(expected);
  });
});
