import { describe, expect, it } from 'vitest';
import { EMPTY_CONFIG, type KnownNames, mergeConfigs, readConfig } from '../../src/lint/config.ts';

const known: KnownNames = {
  rules: [
    { id: 'alias-traversal', options: {} },
    { id: 'hsts-missing', options: { minimum: 31536000, hosts: ['a'], strict: false } },
  ],
};

/** Every error as `path (key|value): message`. */
function errorsOf(value: unknown): string[] {
  return readConfig(value, known).errors.map(({ path, at, message }) => `${path.join('.')} (${at}): ${message}`);
}

describe('a config file that is right', () => {
  it.each([[null], [undefined], [{}]])('says nothing when it is %j', (value) => {
    expect(readConfig(value, known)).toEqual({ config: EMPTY_CONFIG, errors: [] });
  });

  it('gives every key', () => {
    const { config, errors } = readConfig(
      {
        extends: ['strict', '../base.yaml'],
        entries: 'nginx/nginx.conf',
        nginxVersion: '1.28.0',
        modules: ['headers-more'],
        map: { '/etc/nginx': './nginx' },
        prefix: 'nginx',
        rules: { 'alias-traversal': 'off', 'hsts-missing': ['error', { minimum: 1, hosts: ['b', 'c'] }] },
        overrides: [{ files: 'legacy/', rules: { 'alias-traversal': 'info' } }],
        ignore: ['vendor/'],
        directives: [{ name: 'my_thing', contexts: ['http', 'server'], arguments: '1-2' }],
      },
      known,
    );
    expect(errors).toEqual([]);
    expect(config).toMatchObject({
      preset: 'strict',
      extends: ['strict', '../base.yaml'],
      entries: ['nginx/nginx.conf'],
      nginxVersion: '1.28.0',
      modules: ['headers-more'],
      map: [{ from: '/etc/nginx', to: './nginx' }],
      prefix: 'nginx',
      overrides: [{ files: ['legacy/'] }],
      ignore: ['vendor/'],
      directives: [{ name: 'my_thing', contexts: ['http', 'server'], args: { min: 1, max: 2 } }],
    });
    expect([...config.rules]).toEqual([
      ['alias-traversal', { severity: 'off', options: {} }],
      ['hsts-missing', { severity: 'error', options: { minimum: 1, hosts: ['b', 'c'] } }],
    ]);
  });

  it.each(['off', 'info', 'warning', 'error', 'hint'])('knows the level %s', (level) => {
    expect(
      readConfig({ rules: { 'alias-traversal': level } }, known).config.rules.get('alias-traversal')?.severity,
    ).toBe(level);
  });

  it('takes the false that YAML 1.1 makes of off', () => {
    expect(
      readConfig({ rules: { 'alias-traversal': false } }, known).config.rules.get('alias-traversal')?.severity,
    ).toBe('off');
  });
});

describe('a config file that is wrong', () => {
  it.each([
    [[], ' (value): expected keys and values, got a list'],
    ['text', ' (value): expected keys and values, got a text'],
    [{ rulse: {} }, 'rulse (key): unknown key "rulse"; did you mean "rules"?'],
    [{ rules: [] }, 'rules (value): expected rule ids, each with a level, got a list'],
    [
      { rules: { 'alias-travesal': 'off' } },
      'rules.alias-travesal (key): unknown rule "alias-travesal"; did you mean "alias-traversal"?',
    ],
    [
      { rules: { 'alias-traversal': 'eror' } },
      'rules.alias-traversal (value): "eror" is not a level; did you mean "error"?',
    ],
    [
      { rules: { 'alias-traversal': 3 } },
      'rules.alias-traversal (value): a number is not a level; use off, error, warning, info, hint',
    ],
    [
      { rules: { 'alias-traversal': [] } },
      'rules.alias-traversal (value): nothing is not a level; use off, error, warning, info, hint',
    ],
    [
      { rules: { 'alias-traversal': ['error', {}, 1] } },
      'rules.alias-traversal.2 (value): expected a level and options, nothing else',
    ],
    [
      { rules: { 'hsts-missing': ['error', { minimun: 1 }] } },
      'rules.hsts-missing.1.minimun (key): unknown key "minimun"; did you mean "minimum"?',
    ],
    [
      { rules: { 'hsts-missing': ['error', { minimum: '1' }] } },
      'rules.hsts-missing.1.minimum (value): expected a number, got a text',
    ],
    [
      { rules: { 'hsts-missing': ['error', { hosts: [1] }] } },
      'rules.hsts-missing.1.hosts (value): expected a list of strings, got a list',
    ],
    [
      { overrides: [{ files: ['a'], rules: { 'hsts-missing': ['error', { minimun: 1 }] } }] },
      'overrides.0.rules.hsts-missing.1.minimun (key): unknown key "minimun"; did you mean "minimum"?',
    ],
    [{ overrides: {} }, 'overrides (value): expected a list, each item with "files" and "rules", got keys and values'],
    [
      { overrides: [{ rules: {} }] },
      'overrides.0 (value): expected "files": globs of the files for which these rules are meant',
    ],
    [{ overrides: [{ file: 'a', files: 'a' }] }, 'overrides.0.file (key): unknown key "file"; did you mean "files"?'],
    [{ extends: 'strickt' }, 'extends (value): unknown preset "strickt"; did you mean "strict"?'],
    [{ extends: ['all', 5] }, 'extends.1 (value): expected a text, got a number'],
    [{ nginxVersion: 1.28 }, 'nginxVersion (value): the version must have three numbers, such as "1.28.0"'],
    [{ nginxVersion: 'latest' }, 'nginxVersion (value): "latest" is not a version; write it as "1.28.0"'],
    [{ map: { 'etc/nginx': 'x' } }, 'map.etc/nginx (key): "etc/nginx" must be an absolute path of the server'],
    [{ map: { '/a': 1 } }, 'map./a (value): expected a text, got a number'],
    [{ modules: 'one' }, 'modules (value): expected a list of texts, got a text'],
    [{ ignore: [''] }, 'ignore.0 (value): expected a text, got an empty text'],
    [{ prefix: true }, 'prefix (value): expected a text, got true or false'],
  ])('%j', (value, error) => {
    expect(errorsOf(value)).toEqual([error]);
  });

  it('says all that is wrong', () => {
    expect(errorsOf({ prefix: 1, rules: { x: 'off' }, directives: [{ contexts: ['http'] }] })).toHaveLength(3);
  });
});

describe('one config on top of another', () => {
  const read = (value: unknown) => readConfig(value, known).config;

  it('replaces values and rules, joins lists', () => {
    const base = read({
      extends: 'all',
      nginxVersion: '1.20.0',
      ignore: ['a'],
      map: { '/a': 'x', '/b': 'y' },
      rules: { 'alias-traversal': 'error', 'hsts-missing': 'info' },
    });
    const over = read({ nginxVersion: '1.28.0', ignore: ['b'], map: { '/a': 'z' }, rules: { 'hsts-missing': 'off' } });
    const merged = mergeConfigs(base, over);
    expect(merged).toMatchObject({ preset: 'all', nginxVersion: '1.28.0', ignore: ['a', 'b'] });
    expect(merged.map).toEqual([
      { from: '/a', to: 'z' },
      { from: '/b', to: 'y' },
    ]);
    expect([...merged.rules].map(([id, { severity }]) => [id, severity])).toEqual([
      ['alias-traversal', 'error'],
      ['hsts-missing', 'off'],
    ]);
  });

  it('says the last word on a rule, also for the files for which the lower one said something else', () => {
    const base = read({
      overrides: [{ files: 'a', rules: { 'hsts-missing': 'off', 'alias-traversal': 'off' } }],
    });
    const over = read({ rules: { 'hsts-missing': 'error' }, overrides: [{ files: 'b', rules: {} }] });
    expect(mergeConfigs(base, over).overrides.map(({ files, rules }) => [files, [...rules.keys()]])).toEqual([
      [['a'], ['alias-traversal']],
      [['b'], []],
    ]);
  });
});
