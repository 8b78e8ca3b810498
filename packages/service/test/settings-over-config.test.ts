import { EMPTY_CONFIG, fileAt, readConfig, rules } from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../src/workspace/settings.ts';
import { Workspace } from '../src/workspace/workspace.ts';
import { memoryHost } from './support/memory-host.ts';

const FILE = fileAt('/w/nginx.conf');
const TEXT = 'events {}\nhttp {\n  server { server_tokens on; our_cache 1; }\n}\n';

/** Rules and severities that are told of the file, with a config file and with settings on top of it. */
async function told(configFile: string, settings: object, ignore: readonly string[] = []): Promise<readonly string[]> {
  const workspace = new Workspace(memoryHost({ '/w/nginx.conf': TEXT, '/w/.nginx-lint.yaml': configFile }), rules);
  workspace.setFolders([fileAt('/w')]);
  const { config, errors } = readConfig(settings, { rules });
  expect(errors).toEqual([]);
  workspace.configure({ ...DEFAULT_SETTINGS, over: { ...config, ignore } });
  const snapshot = await workspace.snapshot();
  return snapshot.diagnostics(FILE).map(({ rule, severity }) => `${rule} ${severity}`);
}

describe('settings that a config file could have too', () => {
  it('change nothing where they say nothing', async () => {
    expect(await told('extends: nginx', {})).toEqual(['unknown-directive error']);
    expect(DEFAULT_SETTINGS.over).toBe(EMPTY_CONFIG);
  });

  it('count more than the config file', async () => {
    const severe = await told('rules: { worker-processes-unset: off }', {
      rules: { 'worker-processes-unset': 'warning' },
    });
    expect(severe).toContain('worker-processes-unset warning');
    expect((await told('rules: { worker-processes-unset: off }', {})).join()).not.toContain('worker-processes-unset');
  });

  it('choose the preset', async () => {
    expect(await told('extends: nginx', { extends: 'recommended' })).toContain('worker-processes-unset info');
    expect(await told('extends: recommended', { extends: 'nginx' })).toEqual(['unknown-directive error']);
  });

  it('bring directives of private modules, on top of those of the config file', async () => {
    const directives = [{ name: 'our_cache', contexts: ['server'], arguments: 1 }];
    expect(await told('extends: nginx', { directives })).toEqual([]);
    const withRules = await told('directives: [{ name: our_cache, contexts: [server], arguments: 1 }]', {
      rules: { 'worker-processes-unset': 'off' },
    });
    expect(withRules.join()).not.toMatch(/unknown-directive|worker-processes/);
  });

  it('leave files out', async () => {
    expect(await told('', {}, ['/w/*.conf'])).toEqual([]);
  });
});
