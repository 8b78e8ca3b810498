import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unifiedDiff } from '../src/unified-diff.ts';

/** What `patch` makes of a text: every context and removed line must be where the diff says. */
function patched(text: string, diff: string): string {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const result: string[] = [];
  let at = 0;
  const rest = diff.split('\n').slice(2);
  rest.pop();
  for (const [index, line] of rest.entries()) {
    const hunk = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@$/.exec(line);
    if (hunk !== null) {
      const start = Number(hunk[1]) - (hunk[2] === '0' ? 0 : 1);
      while (at < start) result.push(lines[at++] ?? '');
      expect(result.length).toBe(Number(hunk[3]) - (hunk[4] === '0' ? 0 : 1));
      continue;
    }
    if (line.startsWith('\\')) continue;
    const content = line.slice(1) + (rest[index + 1]?.startsWith('\\') ? '' : '\n');
    if (line.startsWith('+')) result.push(content);
    else {
      expect(lines[at++]).toBe(content);
      if (line.startsWith(' ')) result.push(content);
    }
  }
  return [...result, ...lines.slice(at)].join('');
}

const text = fc
  .tuple(
    fc.array(fc.constantFrom('a\n', 'b\n', 'c\r\n', '\n', '-- d\n'), { maxLength: 30 }),
    fc.constantFrom('', 'end'),
  )
  .map(([lines, end]) => lines.join('') + end);

describe('a unified diff', () => {
  it('leads from one text to the other', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const diff = unifiedDiff('x.conf', before, after);
        expect(diff === '').toBe(before === after);
        if (diff !== '') expect(patched(before, diff)).toBe(after);
      }),
      { numRuns: 2000, seed: 1 },
    );
  });

  it('of long texts that have nothing in common is made all the same', () => {
    const before = Array.from({ length: 5000 }, (_, index) => `a ${index}\n`).join('');
    for (const after of [before.replaceAll('a ', '  a '), before.replaceAll('a ', 'b ').repeat(2)])
      expect(patched(before, unifiedDiff('x.conf', before, after))).toBe(after);
  });

  it('names files as git does, absolute ones as they are', () => {
    expect(unifiedDiff('a/x.conf', 'a\n', 'b\n')).toBe('--- a/a/x.conf\n+++ b/a/x.conf\n@@ -1 +1 @@\n-a\n+b\n');
    expect(unifiedDiff('/etc/x.conf', '', 'b\n')).toBe('--- /etc/x.conf\n+++ /etc/x.conf\n@@ -0,0 +1 @@\n+b\n');
  });
});
