import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { diskProbe, everythingExists, nothingExists } from '../src/probe.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'nginx-lint-probe-')));
mkdirSync(join(folder, 'site/sub'), { recursive: true });
mkdirSync(join(folder, 'elsewhere'));
writeFileSync(join(folder, 'site/a.html'), '');
writeFileSync(Buffer.from(`${folder}/site/t\xfcr`, 'latin1'), '');
writeFileSync(join(folder, 'elsewhere/b.html'), '');
symlinkSync('a.html', join(folder, 'site/link'));
symlinkSync('round', join(folder, 'site/round'));
symlinkSync('nowhere', join(folder, 'site/dangling'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('files on this machine', () => {
  const probe = diskProbe([
    { from: '/srv', to: folder },
    { from: '/srv/site/other', to: `${folder}/elsewhere` },
  ]);

  it.each([
    ['/srv/site/a.html', 'file'],
    ['/srv/site', 'directory'],
    ['/srv/site/', 'directory'],
    ['/srv', 'directory'],
    ['/srv/site/sub/.', 'directory'],
    ['/srv//site///a.html', 'file'],
    ['/srv/./site/./a.html', 'file'],
    ['/srv/site/sub/../a.html', 'file'],
    ['/srv/site/nowhere/../a.html', 'missing'],
    ['/srv/site/b.html', 'missing'],
    ['/srv/site/b.html/c', 'missing'],
    ['/srv/site/a.html/', 'not-a-directory'],
    ['/srv/site/a.html/c', 'not-a-directory'],
    ['/srv/site/a.html/c/d', 'not-a-directory'],
    ['/srv/site/link', 'file'],
    ['/srv/site/dangling', 'missing'],
    ['/srv/site/t\xfcr', 'file'],
    ['/srv/site/tür', 'file'],
    ['/srv/site/t\xc3\xbcr', 'missing'],
    ['/srv/site/a.html\0.png', 'file'],
    [`/srv/site/${'x'.repeat(300)}`, 'missing'],
    ['/srv/site/other/b.html', 'file'],
    ['/srv/site/otherb.html', 'missing'],
    ['/srvsite/a.html', 'missing'],
    [`${folder}/site/a.html`, 'file'],
  ] as const)('%j: %s', (path, kind) => {
    expect(probe(path)).toBe(kind);
    expect(probe(path)).toBe(kind);
  });

  it.skipIf(process.platform === 'win32')('do not go round in circles, and are no devices', () => {
    expect(probe('/srv/site/round')).toBe('forbidden');
    expect(probe('/dev/null')).toBe('unknown');
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('may be out of reach', () => {
    mkdirSync(join(folder, 'shut'), { mode: 0 });
    expect(diskProbe([])(`${folder}/shut/x`)).toBe('forbidden');
  });

  it('may all begin in one folder', () => {
    expect(diskProbe([{ from: '/', to: `${folder}/site` }])('/a.html')).toBe('file');
    expect(diskProbe([{ from: '/x', to: '/' }])(`/x${folder}/site/a.html`)).toBe('file');
  });
});

it('files may be taken to be there, or not', () => {
  expect(['/a', '/a/', '/'].map(everythingExists)).toEqual(['file', 'directory', 'directory']);
  expect(nothingExists('/')).toBe('missing');
});
