import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildCommand, nginxLint } from './support/command.ts';
import { site } from './support/site.ts';

beforeAll(buildCommand, 120_000);

describe('parse', () => {
  const files = { 'nginx.conf': 'events {}\ninclude sub.conf;\n', 'sub.conf': '# note\npid "a b";\n' };

  it('prints the payload of crossplane', async () => {
    const ran = await nginxLint(['parse', 'nginx.conf'], { cwd: site(files) });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const payload = JSON.parse(ran.stdout);
    expect(payload).toMatchObject({ status: 'ok', errors: [] });
    expect(payload.config).toHaveLength(2);
    expect(payload.config[1].parsed).toEqual([{ directive: 'pid', line: 2, args: ['a b'] }]);
  });

  it('writes a file whole or not at all', async () => {
    const cwd = site({ ...files, 'out/': '' });
    expect(await nginxLint(['parse', 'nginx.conf', '-o', 'x.json', '--indent', '2'], { cwd })).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    });
    expect(readFileSync(join(cwd, 'x.json'), 'utf8')).toMatch(/^\{\n {2}"status": "ok"/);
    for (const [target, message] of [
      ['out', 'out: it is a folder'],
      ['nginx.conf', 'nginx.conf: it is the input'],
      ['sub.conf', 'sub.conf: it is the input'],
      ['no/where.json', 'no such file or folder'],
    ] as const) {
      const ran = await nginxLint(['parse', 'nginx.conf', '-o', target], { cwd });
      expect(ran).toMatchObject({ code: 2, stdout: '' });
      expect(ran.stderr).toContain(message);
    }
    expect(readFileSync(join(cwd, 'nginx.conf'), 'utf8')).toBe(files['nginx.conf']);
    expect(readdirSync(cwd).sort()).toEqual(['nginx.conf', 'out', 'sub.conf', 'x.json']);
  });

  it('replaces what a link leads to, and keeps its rights', async () => {
    const cwd = site(files);
    writeFileSync(join(cwd, 'real.json'), 'old', { mode: 0o640 });
    symlinkSync('real.json', join(cwd, 'link.json'));
    expect((await nginxLint(['parse', 'nginx.conf', '-o', 'link.json'], { cwd })).code).toBe(0);
    expect(JSON.parse(readFileSync(join(cwd, 'real.json'), 'utf8'))).toMatchObject({ status: 'ok' });
    expect(statSync(join(cwd, 'real.json')).mode & 0o777).toBe(0o640);
  });

  it('fails with what nginx could not read', async () => {
    const ran = await nginxLint(['parse', 'nginx.conf'], { cwd: site({ 'nginx.conf': 'events {\n' }) });
    expect(ran.code).toBe(1);
    expect(JSON.parse(ran.stdout)).toMatchObject({ status: 'failed', errors: [{ line: 2 }] });
  });
});
