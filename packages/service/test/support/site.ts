import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  createFacts,
  createModel,
  EMPTY_CONFIG,
  type FileId,
  fileAt,
  loadTree,
  memoryFiles,
  pathOf,
} from '@nginx-lint/core';
import { buildSnapshot } from '../../src/build-snapshot.ts';
import type { Snapshot } from '../../src/snapshot.ts';

const FIXTURES = fileURLToPath(new URL('../../../../fixtures/', import.meta.url));
const PREFIX = '/etc/nginx';

/** The files of a fixture's site by the paths that they would have on a server, and its symbolic links. */
export interface Site {
  readonly texts: ReadonlyMap<string, string>;
  readonly links: ReadonlyMap<string, string>;
}

export function siteOf(name: 'playground' | 'clean'): Site {
  const folder = join(FIXTURES, name);
  const texts = new Map<string, string>();
  const links = new Map<string, string>();
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!path.endsWith('.conf')) continue;
    const real = realpathSync(join(folder, path)).slice(realpathSync(folder).length + 1);
    if (real !== path) links.set(`${PREFIX}/${path}`, `${PREFIX}/${real}`);
    texts.set(`${PREFIX}/${real}`, readFileSync(join(folder, real), 'utf8'));
  }
  return { texts, links };
}

/** The site as one configuration, with some of its texts replaced. */
export async function snapshotOf(
  { texts, links }: Site,
  changed: ReadonlyMap<string, string> = new Map(),
): Promise<Snapshot> {
  const all = new Map([...texts, ...changed]);
  for (const [link, target] of links) all.set(link, all.get(target) ?? '');
  const files = memoryFiles(Object.fromEntries(all));
  const entry = fileAt(`${PREFIX}/nginx.conf`);
  const model = createModel(await loadTree(entry, { files, facts: createFacts() }));
  const real = new Map<FileId, FileId>([...links].map(([link, target]) => [fileAt(link), fileAt(target)]));
  const result = () => ({ diagnostics: [], suppressed: 0, silenced: [], times: new Map<string, number>() });
  const analysis = { entry, model, config: EMPTY_CONFIG, result };
  return buildSnapshot({ revision: 1, analyses: [analysis], real, open: [] });
}

/** Texts after edits, by the paths of the files themselves. */
export function edited(
  { texts, links }: Site,
  edits: readonly {
    readonly file: FileId;
    readonly span: { readonly start: number; readonly end: number };
    readonly text: string;
  }[],
): Map<string, string> {
  const changed = new Map<string, string>();
  for (const edit of [...edits].sort((one, other) => other.span.start - one.span.start)) {
    const path = links.get(pathOf(edit.file)) ?? pathOf(edit.file);
    const text = changed.get(path) ?? texts.get(path) ?? '';
    changed.set(path, text.slice(0, edit.span.start) + edit.text + text.slice(edit.span.end));
  }
  return changed;
}
