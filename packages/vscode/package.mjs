// Makes the .vsix. What goes into it says .vscodeignore; `npx vsce ls --no-dependencies` shows it.
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createVSIX } from '@vscode/vsce';
import manifest from './package.json' with { type: 'json' };

/** A larger one has something in it that nobody needs. */
const LARGEST = 1_500_000;

const cwd = fileURLToPath(new URL('.', import.meta.url));
const packagePath = `${cwd}${manifest.name}-${manifest.version}.vsix`;
// Pictures of the README are not in the package: its copy there names them where the repository has them.
const base = manifest.homepage.replace(/#.*/, '');
const { directory } = manifest.repository;
const baseImagesUrl = `${base}/raw/HEAD/${directory}`;
const baseContentUrl = `${base}/blob/HEAD/${directory}`;
await createVSIX({ cwd, packagePath, dependencies: false, baseImagesUrl, baseContentUrl });
const { size } = statSync(packagePath);
console.log(`${packagePath}: ${Math.ceil(size / 1000)} kB`);
if (size > LARGEST) throw new Error(`it must not be larger than ${LARGEST / 1000} kB`);
