import type { FileId } from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../src/settings.ts';

const FOLDER = 'file:///w' as FileId;

describe('settings that are called as in a config file', () => {
  it('hold the same', () => {
    const { settings, problems } = readSettings(
      {
        extends: 'strict',
        modules: ['headers-more'],
        rules: { 'hsts-missing': 'off', 'ssl-weak-protocols': ['error', { allow: ['TLSv1.1'] }] },
        overrides: [{ files: ['legacy/'], rules: { 'alias-traversal': 'info' } }],
        directives: [{ name: 'our_cache', contexts: ['http'], arguments: 1 }],
        entries: ['deploy/*/nginx.conf'],
      },
      FOLDER,
    );
    const { over } = settings.workspace;
    expect(problems).toEqual([]);
    expect(over).toMatchObject({ preset: 'strict', modules: ['headers-more'], entries: ['/w/deploy/*/nginx.conf'] });
    expect(over.rules.get('hsts-missing')?.severity).toBe('off');
    expect(over.rules.get('ssl-weak-protocols')).toEqual({ severity: 'error', options: { allow: ['TLSv1.1'] } });
    expect(over.overrides.map(({ files }) => files)).toEqual([['/w/**/legacy/']]);
    expect(over.directives.map(({ name }) => name)).toEqual(['our_cache']);
  });

  it('tell rules from globs of files in "ignore"', () => {
    const { workspace } = readSettings({ ignore: ['tls', 'hsts-missing', 'vendor/**'] }, FOLDER).settings;
    expect(workspace.ignore).toEqual(['tls', 'hsts-missing']);
    expect(workspace.over.ignore).toEqual(['/w/vendor/**']);
  });

  it.each([
    [{ rules: { 'hsts-mising': 'off' } }, /^nginxLint\.rules\.hsts-mising: .*did you mean "hsts-missing"/],
    [{ rules: { 'hsts-missing': 'loud' } }, /^nginxLint\.rules\.hsts-missing: /],
    [{ extends: ['strict', 'other.yaml'] }, /^nginxLint\.extends: expected a preset, got "other\.yaml"/],
    [{ modules: 3 }, /^nginxLint\.modules: expected a list/],
  ])('say what is wrong: %j', (section, expected) => {
    const { problems } = readSettings(section, FOLDER);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(expected);
  });

  it('say nothing where they are empty', () => {
    const empty = { extends: '', modules: [], rules: {}, overrides: null, ignore: [] };
    expect(readSettings(empty, FOLDER)).toEqual(readSettings({}, null));
  });
});
