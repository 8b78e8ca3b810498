// Writes every generated file of the repository; `--check` writes nothing, names those that differ and exits 1.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { GeneratedFile, Generator } from './gen/generated-file.ts';

/** In order, each loaded when its turn comes: later ones import what earlier ones write. */
const GENERATORS: readonly (() => Promise<Generator>)[] = [
  () => import('./gen/facts.ts'),
  () => import('./gen/bundled.ts'),
  () => import('./gen/rules.ts'),
  () => import('./gen/messages.ts'),
  () => import('./gen/schema.ts'),
  () => import('./gen/test-schema.ts'),
  () => import('./gen/summaries.ts'),
  () => import('./gen/man.ts'),
  () => import('./gen/command-page.ts'),
  () => import('./gen/grammar.ts'),
  () => import('./gen/extension-settings.ts'),
];

const root = fileURLToPath(new URL('..', import.meta.url));
const check = process.argv.includes('--check');

async function differs(file: GeneratedFile): Promise<boolean> {
  const current = await readFile(join(root, file.path), 'utf8').catch(() => null);
  return current !== file.text;
}

async function write(file: GeneratedFile): Promise<void> {
  const path = join(root, file.path);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, file.text);
}

for (const load of GENERATORS) {
  const generator = await load();
  for (const file of await generator.generate()) {
    if (!(await differs(file))) continue;
    if (check) {
      console.error(`${file.path} is not what \`npm run gen\` writes`);
      process.exitCode = 1;
    } else {
      await write(file);
      console.log(`wrote ${file.path}`);
    }
  }
}
