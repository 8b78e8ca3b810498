import { type FileId, fileAt, rules } from '@nginx-lint/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { earlyFindings, isAboutSyntax } from '../src/early-findings.ts';
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
  const snapshot = await workspace.snapshot();
  const shown = (list: readonly { rule: string; span: { start: number } }[]): string[] =>
    list.map(({ rule, span }) => `${rule}@${span.start}`);
  return { early: shown(earlyFindings(snapshot, FILE, last)), whole: shown(snapshot.diagnostics(FILE)) };
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
    const { early } = await after(TEXT, TEXT.replace('listen 80;', 'listen 80'));
    expect(early.map((one) => one.replace(/@.*/, ''))).toContain('missing-semicolon');
  });

  it('does not hold what was wrong with the syntax before', async () => {
    const { early } = await after(TEXT.replace('listen 80;', 'listen 80'), TEXT);
    expect(early.map((one) => one.replace(/@.*/, ''))).not.toContain('missing-semicolon');
  });

  it('leaves out what lay in the part that changed', async () => {
    // Where the cursor was, nobody knows yet whether what was wrong still is.
    const { early } = await after(TEXT, TEXT.replace('location /a ', 'location /aa '));
    expect(early.filter((one) => one.startsWith('alias-traversal@'))).toHaveLength(1);
  });

  it('says of the syntax what a whole look says, whatever is typed', async () => {
    const typed = fc.constantFrom('', ';', '}', '{', '"', 'gzip on', '\n', '# x', "'", 'a b;');
    await fc.assert(
      fc.asyncProperty(fc.nat(TEXT.length), fc.nat(6), typed, async (start, length, inserted) => {
        const text = TEXT.slice(0, start) + inserted + TEXT.slice(start + length);
        const { early, whole } = await after(TEXT, text);
        const ofSyntax = (list: string[]) => list.filter((one) => isAboutSyntax(one.replace(/@.*/, '')));
        expect(ofSyntax(early)).toEqual(ofSyntax(whole));
      }),
      { numRuns: 60 },
    );
  });
});
