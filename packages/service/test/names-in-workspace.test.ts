import { type FileEdit, type FileId, fileAt, pathOf } from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';
import { definitions } from '../src/features/definition.ts';
import { highlights } from '../src/features/highlight.ts';
import { references } from '../src/features/references.ts';
import { rename } from '../src/features/rename.ts';
import { workspaceSymbols } from '../src/features/workspace-symbols.ts';
import { includers } from '../src/names/includes.ts';
import type { Snapshot } from '../src/snapshot.ts';
import { Workspace } from '../src/workspace/workspace.ts';
import { memoryHost } from './support/memory-host.ts';

const A = 'events {}\nhttp { server { set $x 1; include /w/shared.conf; } }\n';
const B =
  'events {}\nhttp { upstream up { server b; } server { set $x 2; include /w/shared.conf; } server { return 200 $x; } }\n';
const SHARED = 'return 200 $x;\n';
const TEXTS = { '/w/a/nginx.conf': A, '/w/b/nginx.conf': B, '/w/shared.conf': SHARED };

const at = (path: string): FileId => fileAt(path);

async function opened(texts: Readonly<Record<string, string>>, links: Readonly<Record<string, string>> = {}) {
  const workspace = new Workspace(memoryHost(texts, links), []);
  workspace.setFolders([at('/w')]);
  return { workspace, snapshot: await workspace.snapshot() };
}

/** Padded, so that texts are in the order of the offsets. */
const placed = (path: string, offset: number): string => `${path} ${String(offset).padStart(4)}`;

const shown = (places: readonly { readonly file: FileId; readonly span: { readonly start: number } }[]): string[] =>
  places.map(({ file, span }) => placed(pathOf(file), span.start)).sort();

function edits(found: ReturnType<typeof rename>): readonly FileEdit[] {
  if ('refused' in found) throw new Error(found.refused as string);
  return found as readonly FileEdit[];
}

describe('names of several configurations', () => {
  const inA = A.indexOf('$x');
  const inB = B.indexOf('$x');
  const last = B.lastIndexOf('$x');
  const use = SHARED.indexOf('$x');
  const all = [
    placed('/w/a/nginx.conf', inA),
    placed('/w/b/nginx.conf', inB),
    placed('/w/b/nginx.conf', last),
    placed('/w/shared.conf', use),
  ];

  it('are those of the configurations that hold the file', async () => {
    const { snapshot } = await opened(TEXTS);
    expect(shown(references(snapshot, at('/w/shared.conf'), use, true))).toEqual(all);
    expect(shown(references(snapshot, at('/w/a/nginx.conf'), inA, true))).toEqual([all[0], all[3]]);
    const targets = definitions(snapshot, at('/w/shared.conf'), use)?.targets ?? [];
    expect(targets.map(({ file }) => pathOf(file)).sort()).toEqual(['/w/a/nginx.conf', '/w/b/nginx.conf']);
    expect(includers(snapshot, at('/w/shared.conf'))).toHaveLength(2);
  });

  it('are renamed together where a file belongs to both', async () => {
    const { snapshot } = await opened(TEXTS);
    const expected = [inA, inB, last, use].map((start, index) => placed(all[index]?.split(' ')[0] ?? '', start + 1));
    expect(shown(edits(rename(snapshot, at('/w/a/nginx.conf'), inA, 'y')))).toEqual(expected);
  });

  it('are taken by what one of them has already', async () => {
    const { snapshot } = await opened({
      ...TEXTS,
      '/w/b/nginx.conf': B.replace('return 200 $x', 'set $y 1; return 200 $x'),
    });
    expect(rename(snapshot, at('/w/a/nginx.conf'), inA, 'y')).toEqual({ refused: 'there is a variable "y" already' });
  });

  it('follow edits of one file', async () => {
    const { workspace, snapshot } = await opened(TEXTS);
    const found = (of: Snapshot) => shown(references(of, at('/w/shared.conf'), use, true));
    expect(found(snapshot)).toEqual(all);
    await workspace.update({ file: at('/w/b/nginx.conf'), version: 2, text: B.replace(' set $x 2;', '') });
    const next = await workspace.snapshot();
    expect(found(next)).toEqual([all[0], placed('/w/b/nginx.conf', last - ' set $x 2;'.length), all[3]]);
    expect(highlights(next, at('/w/a/nginx.conf'), inA)).toHaveLength(1);
    await workspace.update({ file: at('/w/shared.conf'), version: 2, text: '' });
    expect(shown(references(await workspace.snapshot(), at('/w/a/nginx.conf'), inA, true))).toEqual([all[0]]);
  });

  it('stand once in a file that has two paths', async () => {
    const site = 'server { set $z 1; return 200 $z; }\n';
    const { snapshot } = await opened(
      { '/w/nginx.conf': 'events {}\nhttp { include sites-enabled/*; }\n', '/w/sites-available/s.conf': site },
      { '/w/sites-enabled/s.conf': '/w/sites-available/s.conf' },
    );
    for (const path of ['/w/sites-available/s.conf', '/w/sites-enabled/s.conf']) {
      expect(references(snapshot, at(path), site.indexOf('$z'), true)).toHaveLength(2);
      expect(highlights(snapshot, at(path), site.indexOf('$z'))).toHaveLength(2);
    }
    expect(workspaceSymbols(snapshot, '$z')).toHaveLength(1);
  });
});
