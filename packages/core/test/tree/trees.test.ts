import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createFacts } from '../../src/facts/lookup.ts';
import { fileAt, pathOf } from '../../src/text/file-id.ts';
import { loadTree } from '../../src/tree/load.ts';
import { memoryFiles } from '../../src/tree/memory-files.ts';
import type { ConfigTree, Occurrence } from '../../src/tree/tree.ts';

const trees = fileURLToPath(new URL('../../../../fixtures/trees/', import.meta.url));
const PREFIX = '/srv/checkout';

/** What `expected.json` holds: one line for each occurrence, in order, and one for each problem. */
interface Expected {
  readonly occurrences: readonly string[];
  readonly problems: readonly string[];
}

describe('trees', () => {
  it.each(readdirSync(trees))('%s', async (name) => {
    const tree = await loadTree(fileAt(`${PREFIX}/nginx.conf`), {
      files: memoryFiles(textsBelow(`${trees}${name}`, PREFIX)),
      facts: createFacts({ version: '1.31.5' }),
    });
    const shown: Expected = {
      occurrences: outline(tree),
      problems: tree.problems.map((one) => problemLine(one, tree)),
    };
    const expected = `${trees}${name}/expected.json`;
    if (process.env['UPDATE_EXPECTED']) writeFileSync(expected, `${JSON.stringify(shown, null, 2)}\n`);
    expect(shown).toEqual(JSON.parse(readFileSync(expected, 'utf8')));
    expect(tree.all).toEqual(inOrder(tree.roots));
  });
});

function textsBelow(folder: string, as: string): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const name of readdirSync(folder)) {
    if (name === 'expected.json') continue;
    if (statSync(`${folder}/${name}`).isDirectory())
      Object.assign(texts, textsBelow(`${folder}/${name}`, `${as}/${name}`));
    else texts[`${as}/${name}`] = readFileSync(`${folder}/${name}`, 'utf8');
  }
  return texts;
}

function inOrder(level: readonly Occurrence[]): readonly Occurrence[] {
  return level.flatMap((occurrence) => [occurrence, ...inOrder(occurrence.children)]);
}

/** `    listen 80 [server] ngx_http_core_module conf.d/a.conf:3 <nginx.conf:2` */
function outline(tree: ConfigTree): readonly string[] {
  return tree.all.map(({ node, context, fact, file, parent, via }) => {
    let indent = '';
    for (let outer = parent; outer !== null; outer = outer.parent) indent += '  ';
    const words = [node.name, ...node.args].map(({ value }) => value).join(' ');
    const way = via.map((step) => ` <${place(step.file, step.include.start, tree)}`).join('');
    return `${indent}${words} [${context}] ${fact?.module ?? '-'} ${place(file, node.start, tree)}${way}`;
  });
}

function problemLine({ rule, at, path, failure }: ConfigTree['problems'][number], tree: ConfigTree): string {
  return `${place(at.file, at.node.start, tree)} ${rule} ${failure} ${path}`;
}

function place(file: Occurrence['file'], offset: number, tree: ConfigTree): string {
  const path = file.startsWith('file:') ? pathOf(file).slice(PREFIX.length + 1) : file;
  return `${path}:${tree.files.get(file)?.lines.lineAt(offset)}`;
}
