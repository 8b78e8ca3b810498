// packages/core/data/bundled.json to packages/core/src/facts/bundled.generated.ts.
import { readFile } from 'node:fs/promises';
import type { GeneratedFile } from './generated-file.ts';

interface ShippedFile {
  readonly path: string;
  /** The block that holds the whole file. */
  readonly block?: string;
  /** The first word of each directive, and the rest as nginx reads it. */
  readonly lines: readonly (readonly [string, string])[];
}

const DATA = new URL('../../packages/core/data/bundled.json', import.meta.url);

const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

function entry(file: ShippedFile): string {
  const lines = file.lines.map(([name, rest]) => `      ${quoted(`${name} ${rest}`)},\n`).join('');
  const block = file.block === undefined ? 'null' : quoted(file.block);
  return `  {\n    path: ${quoted(file.path)},\n    block: ${block},\n    lines: [\n${lines}    ],\n  },\n`;
}

export async function generate(): Promise<GeneratedFile[]> {
  const files = JSON.parse(await readFile(DATA, 'utf8')) as readonly ShippedFile[];
  const text = `// Written by \`npm run gen\` from packages/core/data; do not edit.

import type { BundledSource } from './bundled.ts';

/** What the shipped files say, without comments. */
export const bundledSources = (): readonly BundledSource[] => [\n${files.map(entry).join('')}];\n`;
  return [{ path: 'packages/core/src/facts/bundled.generated.ts', text }];
}
