// Bundles what is published, and keeps what V8 makes of it on this machine. `npm run build -- --meta` also prints what the bundle is made of.
import { renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { analyzeMetafile, build } from 'esbuild';
import { CACHE, load } from '../packages/cli/bin/load.js';

const result = await build({
  entryPoints: ['packages/cli/src/main.ts'],
  outfile: 'packages/cli/dist/nginx-lint.cjs',
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  conditions: ['source'],
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'linked',
  metafile: true,
  logLevel: 'warning',
  // CommonJS, as only scripts can be loaded with what V8 made of them before.
  banner: { js: "const __url=require('node:url').pathToFileURL(__filename).href;" },
  define: { 'import.meta.url': '__url' },
});
if (process.argv.includes('--meta')) console.log(await analyzeMetafile(result.metafile));
await makeCache();

/** What V8 compiled for the usual commands, so that the command needs not do it again at each start. */
async function makeCache() {
  const { exports, script } = load({ cached: false });
  const silent = { isTTY: false, columns: null, write: () => undefined };
  const cwd = fileURLToPath(new URL('../fixtures/playground', import.meta.url));
  const world = { cwd, env: {}, stdout: silent, stderr: silent, stdin: async () => new Uint8Array() };
  for (const argv of [['--version'], ['route'], ['route', 'http://localhost/a'], ['nginx.conf']]) {
    await exports.run(argv, world);
  }
  writeFileSync(`${CACHE}.new`, script.createCachedData());
  renameSync(`${CACHE}.new`, CACHE);
}
