import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  failureOf,
  LARGEST_FILE,
  nodeFileSystem,
  realPathOf,
  toFileId,
  toPath,
  whyUnreadable,
} from '../src/file-system.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'nginx-lint-')));
const at = (name: string) => join(folder, name);
const read = (name: string) => nodeFileSystem.read(toFileId(name, folder));

writeFileSync(at('a b%20#é.conf'), 'text');
writeFileSync(at('.hidden'), '');
writeFileSync(at('large.conf'), '');
truncateSync(at('large.conf'), LARGEST_FILE + 1);
symlinkSync('.', at('itself'));
symlinkSync('loop', at('loop'));
symlinkSync('nowhere', at('dangling'));
execFileSync('mkfifo', [at('pipe')]);
afterAll(() => rmSync(folder, { recursive: true }));

describe('reading', () => {
  it('gives bytes, whatever the file is called', async () => {
    expect(await read('a b%20#é.conf')).toEqual(Buffer.from('text'));
    expect(await read('itself/a b%20#é.conf')).toEqual(Buffer.from('text'));
  });

  it.each([
    ['missing', 'missing', 'no such file or folder'],
    ['.hidden/x', 'missing', 'a part of the path is not a folder'],
    ['dangling', 'missing', 'no such file or folder'],
    ['.', 'folder', 'it is a folder'],
    ['loop', 'failed', 'too many symbolic links'],
    ['pipe', 'failed', 'it is not a regular file'],
    ['/dev/null', 'failed', 'it is not a regular file'],
    ['large.conf', 'failed', 'it is larger than 64 MiB'],
    ['x'.repeat(300), 'failed', 'the name is too long'],
    ['nul\0byte', 'failed', 'null bytes'],
  ])('%s is %s', async (name, failure, reason) => {
    expect(await read(name)).toBe(failure);
    expect(whyUnreadable(toPath(toFileId(name, folder)))).toContain(reason);
  });

  it.each([
    ['EACCES', 'denied'],
    ['EPERM', 'denied'],
    ['EISDIR', 'folder'],
    ['EIO', 'failed'],
  ])('%s means %s', (code, failure) => {
    expect(failureOf(Object.assign(new Error(code), { code }))).toBe(failure);
  });
});

describe('listing', () => {
  it('tells folders from files, through links too', async () => {
    const entries = await nodeFileSystem.list(toFileId('.', folder));
    expect([...entries].sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      { name: '.hidden', folder: false },
      { name: 'a b%20#é.conf', folder: false },
      { name: 'dangling', folder: false },
      { name: 'itself', folder: true },
      { name: 'large.conf', folder: false },
      { name: 'loop', folder: false },
      { name: 'pipe', folder: false },
    ]);
  });

  it.each(['missing', '.hidden', 'loop'])('%s holds nothing', async (name) => {
    expect(await nodeFileSystem.list(toFileId(name, folder))).toEqual([]);
  });
});

describe('paths', () => {
  it('go to a file id and back', () => {
    expect(toFileId('a b%20#é.conf', '/x')).toBe('file:///x/a%20b%2520%23%C3%A9.conf');
    expect(toPath(toFileId('a b%20#é.conf', '/x'))).toBe('/x/a b%20#é.conf');
    expect(toPath(toFileId('../y', '/x/z'))).toBe('/x/y');
  });

  it('are the same for all names of a file', () => {
    expect(realPathOf(at('itself/itself/.hidden'))).toBe(at('.hidden'));
    expect(realPathOf(at('missing'))).toBe(at('missing'));
  });
});
