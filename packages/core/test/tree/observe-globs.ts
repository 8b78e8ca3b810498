import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { deadLinks, files } from './glob-cases.ts';

/** What came of an `include`, by paths relative to its folder: what was read in order, or what could not be read. */
export type Found = { readonly read: readonly string[] } | { readonly stopsAt: string };

const ENTRY = 'nginx.conf';

/** An entry that includes a pattern; its text is written so that nginx's reader gives back every character. */
export function entryWith(pattern: string): string {
  return `events {}\ninclude "${pattern.replaceAll('\\', '\\\\')}";\n`;
}

/** Lets the nginx of this machine include patterns in a folder of its own. */
export function observeGlobs(patterns: readonly string[]): Record<string, Found> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'nginx-glob-')));
  try {
    for (const file of files) write(join(root, 'conf', file), '# here\n');
    for (const link of deadLinks) symlinkSync('nowhere', join(root, 'conf', link));
    return Object.fromEntries(patterns.map((pattern) => [pattern, observe(root, pattern)]));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function observe(root: string, pattern: string): Found {
  const conf = join(root, 'conf');
  write(join(conf, ENTRY), entryWith(pattern));
  const options = ['-T', '-e', 'stderr', '-p', root, '-c', join(conf, ENTRY), '-g', `pid ${root}/pid;`];
  const { stdout, stderr } = spawnSync(process.env['NGINX'] ?? 'nginx', options, { encoding: 'utf8' });
  const failed = /(?:open|pread)\(\) "(.*)" failed/.exec(stderr)?.[1];
  if (failed !== undefined) return { stopsAt: failed.slice(conf.length + 1) };
  if (!stderr.includes('test is successful')) throw new Error(`${pattern}: ${stderr}`);
  const dumped = [...stdout.matchAll(/^# configuration file (.*):$/gm)].map((match) => match[1] ?? '');
  return { read: dumped.slice(1).map((path) => path.slice(conf.length + 1)) };
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
