import { type FileId, fileAt, isAboutSyntax, rules } from '@nginx-lint/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../src/snapshot.ts';
import { Workspace } from '../src/workspace/workspace.ts';
import { memoryHost } from './support/memory-host.ts';

const FILE = fileAt('/w/nginx.conf');
const TEXT = `events {}
http {
    server {
        listen 80;
        server_name a.example;
        location /a { alias /srv/a/; }
        location /b { alias /srv/b/; }
    }
}
`;

/** What is told early after an edit, and what a whole look finds, as `rule@offset`. */
async function after(before: string, text: string): Promise<{ early: string[]; whole: string[] }> {
  const workspace = new Workspace(memoryHost({ '/w/nginx.conf': before }), rules);
  workspace.setFolders([fileAt('/w')]);
  const first = await workspace.snapshot();
  const last = { source: sourceOf(first, FILE), findings: first.diagnostics(FILE) };
  workspace.update({ file: FILE, version: 2, text });
  const look = await workspace.early(FILE, last);
  const snapshot = await workspace.snapshot();
  expect(look?.source).toBe(snapshot.source(FILE));
  const shown = (list: readonly { rule: string; span: { start: number } }[]): string[] =>
    list.map(({ rule, span }) => `${rule}@${span.start}`);
  return { early: shown(look?.findings ?? []), whole: shown(snapshot.diagnostics(FILE)) };
}

function sourceOf(snapshot: Snapshot, file: FileId) {
  const source = snapshot.source(file);
  if (source === null) throw new Error('no source');
  return source;
}

describe('what is told before everything is looked for again', () => {
  it('is where the text has moved it to', async () => {
    const { early, whole } = await after(TEXT, TEXT.replace('listen 80;', 'listen 80;\n        # a note'));
    expect(early.some((one) => one.startsWith('alias-traversal@'))).toBe(true);
    expect(early).toEqual(whole);
  });

  it('holds what is wrong with the syntax now', async () => {
    const { early } = await after(TEXT, TEXT.replace('a.example;', '"a.example;'));
    expect(early.map((one) => one.replace(/@.*/, ''))).toContain('unclosed-quote');
  });

  it('does not hold what was wrong with the syntax of the edited line', async () => {
    const { early } = await after(TEXT.replace('a.example;', '"a.example;'), TEXT);
    expect(early.map((one) => one.replace(/@.*/, ''))).not.toContain('unclosed-quote');
  });

  it('leaves out what lay in the part that changed', async () => {
    // Where the cursor was, nobody knows yet whether what was wrong still is.
    const { early } = await after(TEXT, TEXT.replace('location /a ', 'location /x '));
    expect(early.filter((one) => one.startsWith('alias-traversal@'))).toHaveLength(1);
  });

  it('says nothing new of the syntax that a whole look does not say, whatever is typed', async () => {
    const typed = fc.constantFrom('', ';', '}', '{', '"', 'gzip on', '\n', '# x', "'", 'a b;');
    await fc.assert(
      fc.asyncProperty(fc.nat(TEXT.length), fc.nat(6), typed, async (start, length, inserted) => {
        const text = TEXT.slice(0, start) + inserted + TEXT.slice(start + length);
        const { early, whole } = await after(TEXT, text);
        const ofSyntax = early.filter((one) => isAboutSyntax(one.replace(/@.*/, '')));
        expect(whole).toEqual(expect.arrayContaining(ofSyntax));
      }),
      { numRuns: 60 },
    );
  });
});
