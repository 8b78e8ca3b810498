// Bundles the extension: the client for Node.js and for a browser, one server for both, and the schema of the config file.
// `--debug`: as it was written, for a debugger.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { serverBundle } from '../../scripts/server-bundle.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));

/** The client; VS Code itself gives the module `vscode`. */
function clientBundle(platform) {
  return {
    absWorkingDir: here,
    entryPoints: [platform === 'browser' ? 'src/extension.web.ts' : 'src/extension.ts'],
    bundle: true,
    platform,
    target: platform === 'browser' ? 'es2022' : 'node20',
    format: 'cjs',
    external: ['vscode'],
    minify: true,
    logLevel: 'warning',
  };
}

const BUNDLES = {
  'extension.js': clientBundle('node'),
  'extension.web.js': clientBundle('browser'),
  'server.js': serverBundle('anywhere'),
};

const kind = process.argv.includes('--debug') ? { minify: false, sourcemap: 'inline' } : {};
const dist = `${here}dist`;
mkdirSync(dist, { recursive: true });
for (const name of Object.keys(BUNDLES)) rmSync(`${dist}/${name}`, { force: true });
await Promise.all(
  Object.entries(BUNDLES).map(([name, options]) =>
    build({ ...options, ...kind, legalComments: 'external', outfile: `${dist}/${name}` }),
  ),
);
const schema = JSON.parse(readFileSync(new URL('../cli/config.schema.json', import.meta.url), 'utf8'));
writeFileSync(`${dist}/config.schema.json`, JSON.stringify(schema));
