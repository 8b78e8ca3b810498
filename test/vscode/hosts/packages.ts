import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A package of npm, by its exact version and what its archive hashes to. */
export interface PinnedPackage {
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
}

/** Runs a program to its end. @throws with the last lines that it wrote where it fails */
export function run(program: string, args: readonly string[], cwd: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const hear = (bytes: Buffer) => {
      said = `${said}${bytes}`.slice(-4000);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${program} ${args.join(' ')} ended with ${code}:\n${said}`));
    });
  });
}

/** Unpacks a package, without its source maps, into a folder. @throws where it cannot be had, or is another one */
export async function unpack({ name, version, integrity }: PinnedPackage, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const temporary = mkdtempSync(`${folder}.archive-`);
  try {
    await run('npm', ['pack', `${name}@${version}`, '--silent', '--pack-destination', temporary], temporary);
    const archive = join(temporary, readdirSync(temporary)[0] ?? '');
    const found = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
    if (found !== integrity) throw new Error(`${name}@${version} is not the one that was locked: ${found}`);
    await run('tar', ['-xzf', archive, '-C', folder, '--strip-components=1', '--exclude=*.map'], temporary);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
