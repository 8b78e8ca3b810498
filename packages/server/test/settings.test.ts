import { fileAt } from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';
import { DEFAULTS, readSettings } from '../src/settings.ts';

const FOLDER = fileAt('/srv/site');

describe('settings of an editor', () => {
  it.each([[undefined], [null], [{}], ['text'], [[]]])('nothing said: %o', (section) => {
    expect(readSettings(section, FOLDER)).toEqual({ settings: DEFAULTS, problems: [] });
  });

  it('are read, paths from the folder', () => {
    const { settings, problems } = readSettings(
      {
        nginxVersion: '1.28.0',
        config: 'lint.yaml',
        prefix: '/srv/nginx',
        map: { '/etc/nginx': './deploy' },
        select: ['tls'],
        severity: { 'root-missing': 'off' },
        format: { indent: 2 },
        codeLens: false,
      },
      FOLDER,
    );
    expect(problems).toEqual([]);
    expect(settings.workspace).toMatchObject({
      nginxVersion: '1.28.0',
      config: fileAt('/srv/site/lint.yaml'),
      prefix: '/srv/nginx',
      map: [{ from: '/etc/nginx', to: '/srv/site/deploy' }],
      select: ['tls'],
    });
    expect(settings.workspace.severity.get('root-missing')).toBe('off');
    expect(settings).toMatchObject({ format: { indent: 2 }, codeLens: false, inlayHints: true });
  });

  it.each([
    [{ nginxVersion: 'new' }, 'nginxLint.nginxVersion: expected "1.28.0", got "new"'],
    [{ select: 'tls' }, 'nginxLint.select: expected a list of texts, got "tls"'],
    [{ codeLens: 'yes' }, 'nginxLint.codeLens: expected true or false, got "yes"'],
    [{ severity: { 'root-missing': 'loud' } }, 'root-missing'],
    [{ format: { indent: 'wide' } }, 'nginxLint.format.indent'],
  ])('what is wrong is said and left out: %o', (section, problem) => {
    const { settings, problems } = readSettings(section, FOLDER);
    expect(problems.join()).toContain(problem);
    expect(settings).toEqual(DEFAULTS);
  });
});
