// Bundles what is published, and keeps what V8 makes of it on this machine. `npm run build -- --meta` also prints what the bundle is made of.
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { analyzeMetafile, build, transform } from 'esbuild';
import { FOLDER, load, MAIN } from '../packages/cli/bin/load.js';
import { withoutBarrels } from './without-barrels.mjs';

/** Smaller chunks stand together in the main file: to open a file takes longer than to read so much. */
const OWN_FILE_BYTES = 50_000;

/** What is published holds no file of another build. */
const KEPT_MILLISECONDS = process.argv.includes('--clean') ? 0 : 60_000;

const LEGAL = `/*! For license information please see ${MAIN}.cjs.LEGAL.txt */\n`;

const TARGET = { platform: 'node', target: 'node20.19', minifySyntax: true, minifyWhitespace: true };

const result = await build({
  ...TARGET,
  entryPoints: { [MAIN]: 'packages/cli/src/main.ts' },
  outdir: FOLDER,
  bundle: true,
  splitting: true,
  chunkNames: '[name]-[hash]',
  format: 'esm',
  conditions: ['source'],
  plugins: [withoutBarrels],
  legalComments: 'external',
  metafile: true,
  logLevel: 'warning',
  define: { 'import.meta.url': '__url' },
  write: false,
});
if (process.argv.includes('--meta')) console.log(await analyzeMetafile(result.metafile));
await writeFiles(result.outputFiles);
await makeCaches();

/** A file holds the functions of its chunks by their names; `bin/load.js` puts them together. */
async function writeFiles(outputs) {
  const chunks = outputs.filter(({ path }) => path.endsWith('.js'));
  const files = new Map();
  for (const { path, text } of chunks) {
    const name = basename(path, '.js');
    const file = text.length < OWN_FILE_BYTES ? MAIN : name;
    // CommonJS, as only scripts can be loaded with what V8 made of them before.
    const { code } = await transform(text, { ...TARGET, format: 'cjs', supported: { 'dynamic-import': false } });
    const whole = isCommonJs(path) ? `${code}module.exports=module.exports.default;` : code;
    const part = `${JSON.stringify(name)}:(function(exports,require,module,__url){${whole}})`;
    files.set(file, [...(files.get(file) ?? []), part]);
  }
  mkdirSync(FOLDER, { recursive: true });
  const legal = outputs.filter(({ path }) => path.endsWith('.LEGAL.txt')).map(({ text }) => text);
  put(`${MAIN}.cjs.LEGAL.txt`, [...new Set(legal)].join('\n'));
  // The main file, which names the others, comes last.
  const inOrder = [...files].sort(([name]) => (name === MAIN ? 1 : -1));
  for (const [name, parts] of inOrder) put(`${name}.cjs`, `${LEGAL}module.exports={${parts.join(',\n')}};\n`);
  removeOthers(new Set([...files.keys()].flatMap((name) => [`${name}.cjs`, `${name}.cjs.cache`])));
}

/** Of a library of that kind esbuild makes a module that exports it as its default, and names nothing in it. */
function isCommonJs(path) {
  const { outputs, inputs } = result.metafile;
  const { entryPoint } = outputs[relative(process.cwd(), path).replaceAll('\\', '/')];
  return entryPoint !== undefined && inputs[entryPoint].format === 'cjs';
}

/** A command that started with the last build may yet open a file of it. */
function removeOthers(written) {
  for (const name of readdirSync(FOLDER)) {
    const path = join(FOLDER, name);
    if (!/\.cjs(\.cache)?$/.test(name) || written.has(name)) continue;
    if (statSync(path).mtimeMs < Date.now() - KEPT_MILLISECONDS) rmSync(path);
  }
}

/** Whoever starts the command meanwhile reads the old file or the new one. */
function put(name, content) {
  const path = join(FOLDER, name);
  writeFileSync(`${path}.new`, content);
  renameSync(`${path}.new`, path);
}

/** What V8 compiled for the usual commands, so that the command needs not do it again at each start. */
async function makeCaches() {
  const { exports, scripts } = load({ cached: false, keep: true });
  const silent = { isTTY: false, columns: null, write: () => undefined };
  const cwd = fileURLToPath(new URL('../fixtures/playground', import.meta.url));
  const world = { cwd, env: {}, stdout: silent, stderr: silent, stdin: async () => new Uint8Array() };
  for (const argv of [['--version'], ['route'], ['route', 'http://localhost/a'], ['nginx.conf']]) {
    await exports.run(argv, world);
  }
  for (const [name, script] of scripts) put(`${name}.cjs.cache`, script.createCachedData());
}
