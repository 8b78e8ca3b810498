import { type FileId, fileAt, pathOf, rules } from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';
import { configuration } from '../../../bench/generate.ts';
import { randomNumbers, Typist } from '../../../bench/random-edits.ts';
import { codeActions } from '../src/features/code-actions.ts';
import { codeLenses, resolveCodeLens } from '../src/features/code-lens.ts';
import { completions } from '../src/features/completion.ts';
import { definitions } from '../src/features/definition.ts';
import { documentLinks } from '../src/features/document-links.ts';
import { documentSymbols } from '../src/features/document-symbols.ts';
import { effectiveConfiguration } from '../src/features/effective-configuration.ts';
import { foldingRanges } from '../src/features/folding.ts';
import { highlights } from '../src/features/highlight.ts';
import { hover } from '../src/features/hover.ts';
import { includeTree } from '../src/features/include-tree.ts';
import { inlayHints } from '../src/features/inlay-hints.ts';
import { references } from '../src/features/references.ts';
import { prepareRename, rename } from '../src/features/rename.ts';
import { selectionRanges } from '../src/features/selection.ts';
import { semanticTokens } from '../src/features/semantic-tokens.ts';
import { signatureHelp } from '../src/features/signature.ts';
import { workspaceSymbols } from '../src/features/workspace-symbols.ts';
import type { Snapshot } from '../src/snapshot.ts';
import { Workspace } from '../src/workspace/workspace.ts';
import { memoryHost } from './support/memory-host.ts';
import { siteOf } from './support/site.ts';

const EDITS = Number(process.env['RANDOM_EDITS'] ?? 200);
/** After how many edits everything is looked at afresh, to compare. */
const EVERY = 5;

interface Disk {
  readonly folder: string;
  readonly texts: Readonly<Record<string, string>>;
  readonly links: Readonly<Record<string, string>>;
}

/** An entry with sites of its own and a larger file that was generated. */
function generatedDisk(): Disk {
  const sites = Array.from({ length: 12 }, (_, number): [string, string] => [
    `/w/sites/${number}.conf`,
    `server {\n    listen 8080;\n    server_name small${number}.example.com;\n    location / {\n        proxy_pass http://app${number};\n    }\n}\n`,
  ]);
  const big = configuration(12_000).split('\n').slice(4, -2).join('\n');
  const entry = 'events { }\nhttp {\n    server_names_hash_max_size 65536;\n    include sites/*.conf;\n}\n';
  return {
    folder: '/w',
    texts: { '/w/nginx.conf': entry, '/w/sites/big.conf': big, ...Object.fromEntries(sites) },
    links: {},
  };
}

function playgroundDisk(): Disk {
  const { texts, links } = siteOf('playground');
  return { folder: '/etc/nginx', texts: Object.fromEntries(texts), links: Object.fromEntries(links) };
}

function opened({ folder, texts, links }: Disk): Workspace {
  const workspace = new Workspace(memoryHost(texts, links), rules);
  workspace.setFolders([fileAt(folder)]);
  return workspace;
}

/** All findings, by file. */
function findingsOf(snapshot: Snapshot): readonly unknown[] {
  return [...snapshot.files].sort().map((file) => [file, snapshot.diagnostics(file)]);
}

/** What an editor asks about a file while one types at an offset. */
function askAll(snapshot: Snapshot, file: FileId, offset: number): void {
  const whole = { start: 0, end: snapshot.source(file)?.text.length ?? 0 };
  completions(snapshot, file, offset);
  hover(snapshot, file, offset);
  signatureHelp(snapshot, file, offset);
  definitions(snapshot, file, offset);
  references(snapshot, file, offset, true);
  highlights(snapshot, file, offset);
  prepareRename(snapshot, file, offset);
  rename(snapshot, file, offset, 'fresh_name');
  selectionRanges(snapshot, file, offset);
  codeActions(snapshot, file, { start: offset, end: offset });
  effectiveConfiguration(snapshot, file, offset);
  documentSymbols(snapshot, file);
  documentLinks(snapshot, file);
  foldingRanges(snapshot, file);
  semanticTokens(snapshot, file);
  inlayHints(snapshot, file, whole);
  for (const lens of codeLenses(snapshot, file)) resolveCodeLens(snapshot, lens);
  includeTree(snapshot, file);
  workspaceSymbols(snapshot, 'a');
}

describe.each([
  ['the playground', playgroundDisk()],
  ['a generated tree', generatedDisk()],
])('random edits in %s', (_, disk) => {
  it(`leave what a fresh look finds, and no feature fails (${EDITS} edits)`, { timeout: 600_000 }, async () => {
    const random = randomNumbers(7);
    const workspace = opened(disk);
    const typists = Object.entries(disk.texts).map(([path, text]) => ({
      file: fileAt(path),
      typist: new Typist(text, random),
      version: 1,
    }));
    let different = 0;
    const before = JSON.stringify(findingsOf(await workspace.snapshot()));
    for (let edit = 1; edit <= EDITS; edit++) {
      const one = typists[Math.floor(random() * typists.length)];
      if (one === undefined) continue;
      const { file, typist } = one;
      typist.next();
      workspace.update({ file, version: ++one.version, text: typist.text });
      const snapshot = await workspace.snapshot();
      askAll(snapshot, file, Math.floor(random() * (typist.text.length + 1)));
      if (edit % EVERY > 0) continue;
      const fresh = opened(disk);
      for (const { file, typist, version } of typists)
        if (version > 1) fresh.update({ file, version, text: typist.text });
      const found = findingsOf(snapshot);
      expect(found, `after edit ${edit}, in ${pathOf(file)}`).toEqual(findingsOf(await fresh.snapshot()));
      if (JSON.stringify(found) !== before) different++;
    }
    // Edits that change no finding would show nothing.
    expect(different).toBeGreaterThan(EDITS / EVERY / 2);
  });
});
