import { spawnSync } from 'node:child_process';
import { byteString } from '../../src/reader.ts';
import type { Expression } from './corpus-patterns.ts';

/**
 * What the library says of a subject: null for no match, 'error' for one of its errors, or the groups. `end` is the
 * offset behind the match.
 */
export type Said = null | 'error' | { readonly end: number; readonly groups: readonly (string | null)[] };

/** Asks the library, through pcre2test, about subjects; null where it refuses the pattern. */
export function askPcre2({ pattern, caseless }: Expression, subjects: readonly string[]): Said[] | null {
  const bytes = byteString(pattern);
  const hex = Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  // An empty pattern cannot be written in hexadecimal.
  const head =
    hex === '' ? `//aftertext${caseless ? ',caseless' : ''}` : `/${hex}/hex,aftertext${caseless ? ',caseless' : ''}`;
  const lines = subjects.map((subject) => `    ${escaped(subject)}\\=ovector=200,callout_none`);
  const input = `${head}\n${lines.join('\n')}\n\n`;
  const ran = spawnSync('pcre2test', ['-q', '-8'], { input, encoding: 'latin1', maxBuffer: 1 << 28 });
  if (ran.status !== 0) throw new Error(`pcre2test ended with ${ran.status} for ${pattern}: ${ran.stderr}`);
  const said = ran.stdout.split('\n');
  if (said[1]?.startsWith('Failed: error') === true) return null;
  return answers(said.slice(1), subjects);
}

function escaped(subject: string): string {
  return Array.from(subject, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');
}

function answers(lines: readonly string[], subjects: readonly string[]): Said[] {
  const found: Said[] = [];
  let at = 0;
  for (const subject of subjects) {
    while (lines[at]?.startsWith('    ') !== true) {
      if (at++ > lines.length) throw new Error('pcre2test said less than it was asked');
    }
    at++;
    const from = at;
    while (at < lines.length && lines[at]?.startsWith('    ') !== true && lines[at] !== '') at++;
    found.push(answer(lines.slice(from, at), subject));
  }
  return found;
}

function answer(lines: readonly string[], subject: string): Said {
  if (lines[0] === 'No match' || lines[0]?.startsWith('No match,') === true) return null;
  const groups: (string | null)[] = [];
  let end = -1;
  for (const line of lines) {
    const [, number, sign, text = ''] = /^ *(\d+)([:+])(?: (.*))?$/.exec(line) ?? [];
    if (number === undefined) {
      if (line.startsWith('MK:')) continue;
      return 'error';
    }
    if (sign === '+') end = subject.length - unescaped(text).length;
    else groups[Number(number)] = text === '<unset>' ? null : unescaped(text);
  }
  return { end, groups };
}

function unescaped(text: string): string {
  return text.replace(/\\x(?:\{([0-9a-f]+)\}|([0-9a-f]{2}))/g, (_, long: string, short: string) =>
    String.fromCharCode(Number.parseInt(long ?? short, 16)),
  );
}
