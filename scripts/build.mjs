// Bundles what is published. `npm run build -- --meta` also prints what the bundle is made of.
import { analyzeMetafile, build } from 'esbuild';

const result = await build({
  entryPoints: ['packages/cli/src/main.ts'],
  outfile: 'packages/cli/dist/nginx-lint.js',
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  conditions: ['source'],
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'linked',
  metafile: true,
  logLevel: 'warning',
  // Some dependencies are CommonJS and ask for Node's modules by require().
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
});
if (process.argv.includes('--meta')) console.log(await analyzeMetafile(result.metafile));
