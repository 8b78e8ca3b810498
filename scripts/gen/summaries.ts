// packages/service/data/*.json to packages/service/src/summaries.generated.ts.
import { readFile } from 'node:fs/promises';
import type { GeneratedFile } from './generated-file.ts';

const DATA = new URL('../../packages/service/data/', import.meta.url);

const TABLES = ['directives', 'variables', 'parameters', 'modules', 'snippets'] as const;

async function table(name: (typeof TABLES)[number]): Promise<string> {
  const data: unknown = JSON.parse(await readFile(new URL(`${name}.json`, DATA), 'utf8'));
  const text = JSON.stringify(data).replace(/[\\']/g, '\\$&');
  return `export const ${name.toUpperCase()} = '${text}';\n`;
}

export async function generate(): Promise<GeneratedFile[]> {
  const tables = await Promise.all(TABLES.map(table));
  const head = `// Written by \`npm run gen\` from packages/service/data; do not edit.\n\n// JSON, parsed when the first text is wanted.\n`;
  return [{ path: 'packages/service/src/summaries.generated.ts', text: `${head}${tables.join('')}` }];
}
