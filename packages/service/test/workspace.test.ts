import { type FileId, fileAt, rules } from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../src/snapshot.ts';
import { Workspace } from '../src/workspace/workspace.ts';
import { memoryHost } from './support/memory-host.ts';

const at = (path: string): FileId => fileAt(path);
const MAIN = 'events {}\nhttp {\n  include conf.d/*.conf;\n}\n';
const BAD = 'server {\n  listen 80;\n  server_name a.example;\n  roott /a;\n}\n';

function said(snapshot: Snapshot, path: string): string[] {
  return snapshot.diagnostics(at(path)).map(({ rule }) => rule);
}

async function opened(texts: Record<string, string>, links: Record<string, string> = {}) {
  const host = memoryHost(texts, links);
  const workspace = new Workspace(host, rules);
  workspace.setFolders([at('/w')]);
  return { host, workspace, snapshot: await workspace.snapshot() };
}

describe('a workspace', () => {
  it('finds entries, sees files in their trees, and fragments alone', async () => {
    const { snapshot } = await opened({ '/w/nginx.conf': MAIN, '/w/conf.d/a.conf': BAD, '/w/other/b.conf': BAD });
    expect(snapshot.analyses.map(({ entry }) => entry)).toEqual([at('/w/nginx.conf'), at('/w/other/b.conf')]);
    expect(said(snapshot, '/w/conf.d/a.conf')).toContain('unknown-directive');
    expect(snapshot.views(at('/w/conf.d/a.conf'))).toHaveLength(1);
    expect(said(snapshot, '/w/other/b.conf')).toContain('unknown-directive');
  });

  it('sees buffers instead of files, and files again when they are closed', async () => {
    const { workspace } = await opened({ '/w/nginx.conf': MAIN, '/w/conf.d/a.conf': BAD });
    workspace.update({ file: at('/w/conf.d/a.conf'), version: 2, text: BAD.replace('roott', 'root') });
    expect(said(await workspace.snapshot(), '/w/conf.d/a.conf')).not.toContain('unknown-directive');
    workspace.close(at('/w/conf.d/a.conf'));
    expect(said(await workspace.snapshot(), '/w/conf.d/a.conf')).toContain('unknown-directive');
  });

  it('reads nothing from the disk after an edit, and keeps what stayed', async () => {
    const { host, workspace, snapshot } = await opened({
      '/w/nginx.conf': MAIN,
      '/w/conf.d/a.conf': BAD,
      '/w/two/nginx.conf': 'events {}\nhttp { roott x; }\n',
    });
    host.reads.clear();
    workspace.update({ file: at('/w/conf.d/a.conf'), version: 2, text: `${BAD}\n` });
    const next = await workspace.snapshot();
    expect([...host.reads.keys()]).toEqual([]);
    const kept = (one: Snapshot) => one.analyses.find(({ entry }) => entry === at('/w/two/nginx.conf'));
    expect(kept(next)).toBe(kept(snapshot));
    expect(next.source(at('/w/nginx.conf'))).toBe(snapshot.source(at('/w/nginx.conf')));
  });

  it('follows files that come, change and go', async () => {
    const { host, workspace } = await opened({ '/w/nginx.conf': MAIN });
    host.texts.set('/w/conf.d/new.conf', BAD);
    workspace.changed([{ file: at('/w/conf.d/new.conf'), kind: 'created' }]);
    expect(said(await workspace.snapshot(), '/w/conf.d/new.conf')).toContain('unknown-directive');
    host.texts.set('/w/conf.d/new.conf', BAD.replace('roott', 'root'));
    workspace.changed([{ file: at('/w/conf.d/new.conf'), kind: 'changed' }]);
    expect(said(await workspace.snapshot(), '/w/conf.d/new.conf')).not.toContain('unknown-directive');
    host.texts.delete('/w/conf.d/new.conf');
    workspace.changed([{ file: at('/w/conf.d/new.conf'), kind: 'deleted' }]);
    expect((await workspace.snapshot()).views(at('/w/conf.d/new.conf'))).toEqual([]);
  });

  it('knows a file by its link and by its own name', async () => {
    const { workspace, snapshot } = await opened(
      { '/w/nginx.conf': MAIN.replace('conf.d/*.conf', 'sites-enabled/*'), '/w/sites-available/a': BAD },
      { '/w/sites-enabled/a': '/w/sites-available/a' },
    );
    expect(said(snapshot, '/w/sites-available/a')).toContain('unknown-directive');
    expect(snapshot.shown(at('/w/sites-enabled/a'))).toBe(at('/w/sites-enabled/a'));
    workspace.update({ file: at('/w/sites-available/a'), version: 1, text: BAD.replace('roott', 'rooot') });
    const next = await workspace.snapshot();
    expect(next.shown(at('/w/sites-enabled/a'))).toBe(at('/w/sites-available/a'));
    expect(
      next
        .diagnostics(at('/w/sites-available/a'))
        .map(({ message }) => message)
        .join(),
    ).toContain('rooot');
  });

  it('looks at an open buffer that nothing includes, on disk or not', async () => {
    const { workspace } = await opened({ '/w/nginx.conf': MAIN });
    workspace.update({ file: at('/elsewhere/x'), version: 1, text: BAD });
    expect(said(await workspace.snapshot(), '/elsewhere/x')).toContain('unknown-directive');
  });

  it('obeys config files, and says when one is broken', async () => {
    const { host, workspace, snapshot } = await opened({
      '/w/nginx.conf': MAIN,
      '/w/conf.d/a.conf': BAD,
      '/w/.nginx-lint.yaml': 'rules:\n  unknown-directive: off\n',
    });
    expect(said(snapshot, '/w/conf.d/a.conf')).not.toContain('unknown-directive');
    host.texts.set('/w/.nginx-lint.yaml', 'rulez: {}\n');
    workspace.changed([{ file: at('/w/.nginx-lint.yaml'), kind: 'changed' }]);
    expect(said(await workspace.snapshot(), '/w/conf.d/a.conf')).toContain('unknown-directive');
    expect(workspace.failures.join()).toContain('rulez');
  });

  it('gives the state after the last of several changes', async () => {
    const { workspace } = await opened({ '/w/nginx.conf': MAIN, '/w/conf.d/a.conf': BAD });
    const asked: Promise<Snapshot>[] = [];
    for (let version = 2; version < 30; version++) {
      workspace.update({ file: at('/w/conf.d/a.conf'), version, text: `${BAD}# ${version}\n` });
      asked.push(workspace.snapshot());
    }
    const last = (await Promise.all(asked)).at(-1);
    expect(last?.source(at('/w/conf.d/a.conf'))?.text).toContain('# 29');
    expect(last?.revision).toBe(workspace.revision);
  });
});
