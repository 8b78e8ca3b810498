import { spawnSync } from 'node:child_process';
import { byteString } from '../../src/reader.ts';
import type { Expression } from './corpus-patterns.ts';

/** How often the library goes on matching from a new place (its match limit) for each subject; null above its limit. */
export function askLimits({ pattern, caseless }: Expression, subjects: readonly string[]): (number | null)[] {
  const lines = subjects.map((subject) => `    ${escaped(subject)}\\=find_limits`);
  const head = `/${inHex(byteString(pattern)).join('')}/hex${caseless ? ',caseless' : ''}`;
  const input = `${head}\n${lines.join('\n')}\n\n`;
  const ran = spawnSync('pcre2test', ['-q', '-8'], { input, encoding: 'latin1' });
  if (ran.status !== 0) throw new Error(`pcre2test ended with ${ran.status} for ${pattern}: ${ran.stderr}`);
  const found = [...ran.stdout.matchAll(/Minimum match limit = (\d+)|match limit exceeded/g)];
  return found.map(([, limit]) => (limit === undefined ? null : Number(limit)));
}

function inHex(bytes: string): string[] {
  return Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0'));
}

function escaped(subject: string): string {
  return inHex(subject)
    .map((byte) => `\\x${byte}`)
    .join('');
}
