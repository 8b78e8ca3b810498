// Builds what `import … from 'nginx-lint/core'` loads: one bundle of ES modules, and the declarations that its types need.
// `npm pack` runs it, after `tsc -b` has written the declarations of each package.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CLI = join(ROOT, 'packages/cli');
const TARGET = join(CLI, 'dist/lib');

/** What can be imported, and the index that it is. */
const ENTRIES = { core: 'core/src/index.ts', expectations: 'service/src/expectations/index.ts' };

/** The module of an `import … from '…';`, an `export … from '…';` or an `import("…")`. */
const IMPORTED = /(^(?:import|export) .* from '|\bimport\(")([^'"]+)(';$|"\))/gm;

rmSync(TARGET, { recursive: true, force: true });
await build({
  absWorkingDir: ROOT,
  entryPoints: Object.fromEntries(Object.entries(ENTRIES).map(([name, path]) => [name, join('packages', path)])),
  outdir: TARGET,
  bundle: true,
  splitting: true,
  chunkNames: 'chunk-[hash]',
  format: 'esm',
  // No file system and no environment: it runs in browsers too.
  platform: 'neutral',
  mainFields: ['module', 'main'],
  target: 'es2023',
  minifySyntax: true,
  minifyWhitespace: true,
  conditions: ['source', 'import'],
  legalComments: 'linked',
  logLevel: 'warning',
});
declare();
copyFileSync(join(ROOT, 'LICENSE'), join(CLI, 'LICENSE'));
writeFileSync(join(CLI, 'README.md'), readmeElsewhere());
mkdirSync(join(CLI, 'completions'), { recursive: true });
for (const shell of ['bash', 'zsh', 'fish']) {
  const text = execFileSync(process.execPath, [join(CLI, 'bin/nginx-lint.js'), 'completions', shell]);
  writeFileSync(join(CLI, `completions/nginx-lint.${shell}`), text);
}

/** The page of the repository, with links that lead there from wherever it is read. */
function readmeElsewhere() {
  const { homepage } = JSON.parse(readFileSync(join(CLI, 'package.json'), 'utf8'));
  const pages = homepage.replace(/#.*$/, '/blob/main/');
  return readFileSync(join(ROOT, 'README.md'), 'utf8').replace(/\]\((?!https?:|#)/g, `](${pages}`);
}

/** Copies each declaration that an entry leads to, below `types/` with the folders of its package. */
function declare() {
  mkdirSync(join(TARGET, 'types'), { recursive: true });
  const open = Object.values(ENTRIES).map((path) =>
    join(ROOT, 'packages', path.replace('/src/', '/dist/').replace(/\.ts$/, '.d.ts')),
  );
  const seen = new Set(open);
  for (const file of open) {
    if (!existsSync(file)) throw new Error(`${file} is not there; run tsc -b first`);
    const text = readFileSync(file, 'utf8').replace(IMPORTED, (all, before, name, after) => {
      if (!isOurs(name)) return all.replace(name, pathTo(unseen(name, all), file));
      const leads = declarationOf(name, file);
      if (!seen.has(leads)) {
        seen.add(leads);
        open.push(leads);
      }
      return `${before}${pathTo(placeOf(leads), file)}${after}`;
    });
    mkdirSync(dirname(placeOf(file)), { recursive: true });
    writeFileSync(placeOf(file), text);
  }
}

function isOurs(name) {
  return name.startsWith('.') || name === '@nginx-lint/core' || name === '@nginx-lint/regex';
}

/** The declaration that a file imports by a name. */
function declarationOf(name, from) {
  if (name.startsWith('.')) return resolve(dirname(from), name.replace(/\.ts$/, '.d.ts'));
  return join(ROOT, 'packages', name.slice('@nginx-lint/'.length), 'dist/index.d.ts');
}

/** What a module imports another declaration by. */
function pathTo(declaration, from) {
  const path = relative(dirname(placeOf(from)), declaration)
    .replaceAll('\\', '/')
    .replace(/\.d\.ts$/, '.js');
  return path.startsWith('.') ? path : `./${path}`;
}

/**
 * A declaration in the place of a package that is bundled: an index exports functions of files that also hold what stays
 * inside, and only that knows types of others. `test/package.test.ts` sees to it.
 */
function unseen(name, statement) {
  const place = join(TARGET, 'types', `${name}.d.ts`);
  const names = /\{(.*)\}/
    .exec(statement)[1]
    .split(',')
    .map((each) => each.trim().replace(/^type /, ''));
  const known = existsSync(place) ? readFileSync(place, 'utf8').split('\n').filter(Boolean) : [];
  const lines = new Set([...known, ...names.filter(Boolean).map((each) => `export interface ${each} {}`)]);
  writeFileSync(place, `${[...lines].join('\n')}\n`);
  return place;
}

/** `packages/core/dist/a.d.ts` → `dist/lib/types/core/a.d.ts` */
function placeOf(file) {
  return join(TARGET, 'types', relative(join(ROOT, 'packages'), file).replace(/([\\/])dist[\\/]/, '$1'));
}
